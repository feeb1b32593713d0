// swift-tools-version: 6.2
import PackageDescription

/// Every room is built the same way: Swift 6 mode, the upcoming features of the house, warnings are errors.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "maintenance-windows",
    products: [
        .executable(name: "mwd", targets: ["mwd"]),
        .executable(name: "mwctl", targets: ["mwctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Pure rooms: values and decisions, no clock, no I/O.
        .target(name: "ScheduleEngine", swiftSettings: house),
        .target(name: "WindowCore", dependencies: ["ScheduleEngine"], swiftSettings: house),
        .target(
            name: "Documents", dependencies: [yams], resources: [.embedInCode("Shipped")], swiftSettings: house),
        .target(name: "Notifications", dependencies: [crypto, cryptoExtras, certificates, asn1], swiftSettings: house),
        .target(name: "Patching", resources: [.embedInCode("Scripts")], swiftSettings: house),

        // The world: a store, nodes, the wire.
        .target(
            name: "WindowStore", dependencies: ["WindowCore", "Patching", "Notifications"], swiftSettings: house),
        .target(
            name: "WindowStoreSQLite", dependencies: ["WindowStore", "WindowCore", "Patching", "Notifications", grdb],
            swiftSettings: house),
        .target(
            name: "Couriers",
            dependencies: ["Notifications", nioCore, nioPosix, nioSSL, subprocess, systemPackage],
            swiftSettings: house),
        .target(
            name: "NodeAccess", dependencies: ["WindowCore", subprocess, systemPackage],
            resources: [.embedInCode("Runner")], swiftSettings: house),
        .target(name: "AWSWire", dependencies: ["WindowCore", "ScheduleEngine", crypto], swiftSettings: house),

        // Services and edges.
        .target(
            name: "WindowService",
            dependencies: [
                "ScheduleEngine", "WindowCore", "Documents", "Patching", "Notifications", "WindowStore", "NodeAccess",
                crypto, logging, lifecycle,
            ],
            swiftSettings: house),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "ScheduleEngine", "WindowCore", "Documents", "Patching", "Notifications", "WindowStore", "NodeAccess",
                "AWSWire", "WindowService", crypto, hummingbird, httpTypes, nioCore, logging,
            ],
            swiftSettings: house),
        .executableTarget(
            name: "mwd",
            dependencies: [
                "WindowCore", "WindowStore", "WindowStoreSQLite", "NodeAccess", "WindowService", "HTTPAPI", "Documents",
                "Notifications", "Couriers", arguments, configuration, hummingbird, lifecycle, logging, nioCore,
                signals, systemPackage, yams,
            ],
            swiftSettings: house),
        .executableTarget(
            name: "mwctl",
            dependencies: [
                "AWSWire", "ScheduleEngine", "Documents", "Notifications", arguments, yams, httpClient, nioCore,
                nioHTTP1, nioPosix,
            ],
            swiftSettings: house),
        .target(name: "BenchCounters"),
        .executableTarget(
            name: "mwbench",
            dependencies: [
                "BenchCounters", "ScheduleEngine", "WindowCore", "WindowStore", "WindowStoreSQLite", "NodeAccess",
                "WindowService", "Documents", "Patching", "Notifications", "Couriers", arguments, logging, nioCore,
                nioHTTP1, nioPosix, subprocess,
            ],
            swiftSettings: house),

        // Tests mirror the rooms.
        .target(
            name: "WindowTestSupport",
            dependencies: [
                "WindowCore", "WindowStore", "WindowStoreSQLite", "NodeAccess", "WindowService", "ScheduleEngine",
                "Documents", "Patching", "Notifications", crypto, logging,
            ],
            path: "Tests/WindowTestSupport", swiftSettings: house),
        .testTarget(name: "ScheduleEngineTests", dependencies: ["ScheduleEngine"], swiftSettings: house),
        .testTarget(name: "WindowCoreTests", dependencies: ["WindowCore", "ScheduleEngine"], swiftSettings: house),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents"], swiftSettings: house),
        .testTarget(name: "NotificationsTests", dependencies: ["Notifications"], swiftSettings: house),
        .testTarget(
            name: "PatchingTests", dependencies: ["Patching", "Documents"], resources: [.copy("Recorded")],
            swiftSettings: house),
        .testTarget(
            name: "StoreContractTests",
            dependencies: [
                "WindowStore", "WindowStoreSQLite", "WindowCore", "Patching", "Notifications", "WindowTestSupport",
                grdb,
            ],
            swiftSettings: house),
        .testTarget(
            name: "NodeAccessTests", dependencies: ["NodeAccess", "WindowCore", subprocess], swiftSettings: house),
        .testTarget(
            name: "CouriersTests",
            dependencies: ["Couriers", "Notifications", nioCore, nioPosix, nioSSL],
            swiftSettings: house),
        .testTarget(name: "AWSWireTests", dependencies: ["AWSWire", "WindowCore", crypto], swiftSettings: house),
        .testTarget(
            name: "WindowServiceTests",
            dependencies: [
                "WindowService", "WindowTestSupport", "WindowCore", "WindowStore", "NodeAccess", "Documents",
                "Patching", "Notifications", "ScheduleEngine",
            ],
            swiftSettings: house),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "HTTPAPI", "AWSWire", "WindowService", "WindowTestSupport", "WindowCore", "WindowStore", "NodeAccess",
                "Documents", "Patching", "Notifications", hummingbird, hummingbirdTesting, httpTypes, logging, nioCore,
            ],
            swiftSettings: house),
        .testTarget(
            name: "MwctlTests",
            dependencies: ["mwctl", "AWSWire", "ScheduleEngine", "Documents", "Notifications", arguments, yams],
            swiftSettings: house),
        .testTarget(name: "ArchitectureTests", swiftSettings: house),
    ]
)
