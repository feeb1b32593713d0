/// A target below Sources: what happens in it, and what it may import for that.
struct Room {
    let name: String
    /// Completes “…, because here”.
    let purpose: String
    let imports: Set<String>

    /// Arrows point inward, towards what changes less (docs/decisions/0001-rooms-and-arrows.md).
    static let all = [
        Room(
            "ScheduleEngine", "schedules become moments by arithmetic and the system's zone files alone",
            system.union(["Synchronization"])),
        Room("WindowCore", "values are decided on, without I/O, clocks or waiting", ["Foundation", "ScheduleEngine"]),
        Room("Documents", "documents are read and planned, without knowing who runs them", ["Foundation", "Yams"]),
        Room("Patching", "baselines and packages are judged, without knowing who asks", ["Foundation"]),
        Room(
            "Notifications", "it is decided who is told what, in which words and when again, without telling anybody",
            ["Crypto", "CryptoExtras", "Foundation", "X509", "SwiftASN1"]),
        Room(
            "WindowStore", "it is said what is remembered, not how",
            ["Foundation", "Notifications", "Patching", "WindowCore"]),
        Room(
            "WindowStoreSQLite", "intentions become SQL, and nothing is decided",
            ["Foundation", "GRDB", "Notifications", "Patching", "Synchronization", "WindowCore", "WindowStore"]),
        Room(
            "NodeAccess", "processes reach nodes, without knowing why",
            system.union(["Foundation", "Subprocess", "Synchronization", "SystemPackage", "WindowCore"])),
        Room(
            "Couriers", "messages are handed over to the network and to the mail agent, whoever sent them",
            system.union([
                "Foundation", "NIOCore", "NIOPosix", "NIOSSL", "Notifications",
                "Subprocess", "Synchronization", "SystemPackage",
            ])),
        Room(
            "AWSWire", "bytes become values and values bytes",
            ["Crypto", "Foundation", "ScheduleEngine", "WindowCore"]),
        Room(
            "WindowService", "services read the store, ask the core, act and record, whoever listens",
            [
                "Crypto", "Documents", "Foundation", "Logging", "NodeAccess", "Notifications", "Patching",
                "ScheduleEngine", "ServiceLifecycle", "Synchronization", "WindowCore", "WindowStore",
            ]),
        Room(
            "HTTPAPI", "requests become calls of the service",
            system.union([
                "AWSWire", "Crypto", "Documents", "Foundation", "HTTPTypes", "Hummingbird", "Logging", "NIOCore",
                "NodeAccess", "Notifications", "Patching", "ScheduleEngine", "Synchronization", "WindowCore",
                "WindowService", "WindowStore",
            ])),
        Room(
            "mwd", "the rooms are put together, and nothing is decided",
            system.union([
                "AWSWire", "ArgumentParser", "Configuration", "Couriers", "Documents", "Foundation", "HTTPAPI",
                "Hummingbird",
                "Logging", "NIOCore", "NodeAccess", "Notifications", "ScheduleEngine", "ServiceLifecycle",
                "Synchronization",
                "SystemPackage", "UnixSignals", "WindowCore", "WindowService", "WindowStore", "WindowStoreSQLite",
                "Yams",
            ])),
        Room(
            "mwctl", "an operator speaks to the service over the wire, as every other client does",
            system.union([
                "AWSWire", "ArgumentParser", "AsyncHTTPClient", "Documents", "Foundation", "NIOCore", "NIOHTTP1",
                "NIOPosix", "Notifications", "ScheduleEngine", "Synchronization", "Yams",
            ])),
        Room(
            "mwbench", "the figures of docs/benchmarks.md are measured",
            system.union([
                "ArgumentParser", "BenchCounters", "Couriers", "Documents", "Foundation", "Logging", "NIOCore",
                "NIOHTTP1", "NIOPosix", "NodeAccess", "Notifications", "Patching",
                "ScheduleEngine", "Subprocess", "Synchronization", "SystemPackage", "WindowCore", "WindowService",
                "WindowStore", "WindowStoreSQLite",
            ])),
        Room("BenchCounters", "allocations are counted, in C", []),
    ]

    /// The C library, by its name on each system.
    private static let system: Set = ["Darwin", "Glibc", "Musl"]

    /// Why a module is unwelcome where the table does not name it.
    static let reasons = [
        "ArgumentParser": "only programs have command lines",
        "AsyncHTTPClient": "only mwctl calls servers with it",
        "Crypto": "fingerprints and signatures have their rooms",
        "Foundation": "its time zones and calendars are frozen into the toolchain",
        "GRDB": "only WindowStoreSQLite knows SQL, so that another store can take its place",
        "HTTPAPI": "what is served knows nothing of how it is served",
        "HTTPTypes": "HTTP ends at HTTPAPI",
        "Hummingbird": "HTTP ends at HTTPAPI",
        "Logging": "what is decided here is told by those who asked",
        "NIOCore": "HTTP ends at HTTPAPI",
        "NodeAccess": "only the service reaches nodes",
        "ServiceLifecycle": "what runs and waits is a service, and services live in WindowService",
        "Subprocess": "only NodeAccess, and Couriers for mail, start processes",
        "WindowService": "arrows point inward, and services are further out",
        "WindowStore": "only services remember",
        "WindowStoreSQLite": "which store there is is chosen where the service is put together; others speak to Store",
        "Yams": "YAML is read where documents and configuration are",
    ]

    private init(_ name: String, _ purpose: String, _ imports: Set<String>) {
        self.name = name
        self.purpose = purpose
        self.imports = imports
    }

    /// The sentence for somebody who imports what does not belong.
    func complaint(about module: String) -> String {
        let reason = Self.reasons[module].map { "\($0); " } ?? ""
        return "\(name) may not import \(module): \(reason)here \(purpose). "
            + "If the arrow is right after all, change the table in Tests/ArchitectureTests/Room.swift and say why in a "
            + "decision."
    }
}

extension SourceFile {
    /// The modules that the file imports, with the numbers of the lines.
    var importedModules: [(line: Int, module: String)] {
        get throws {
            try code.compactMap { number, text in
                Self.importedModule(in: text).map { (number, $0) }
            }
        }
    }

    /// `package import struct Foundation.Date` imports `Foundation`.
    static func importedModule(in line: Substring) -> String? {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
            words[..<keyword].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains($0) })
        else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = words[(keyword + 1)...].first { !kinds.contains($0) }
        return name.flatMap { $0.split(separator: ".").first }.map(String.init)
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
}
