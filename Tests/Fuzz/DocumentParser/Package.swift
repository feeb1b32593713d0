// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the product's build never sees a fuzzer. `Sources/Documents` is a link to the room.
let package = Package(
    name: "document-parser-fuzzer",
    dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
    targets: [
        .target(
            name: "Documents", dependencies: [.product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Shipped")],
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ]),
        .executableTarget(name: "DocumentParserFuzzer", dependencies: ["Documents"]),
    ]
)
