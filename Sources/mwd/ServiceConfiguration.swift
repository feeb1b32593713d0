import Configuration
import Foundation
import Logging
import SystemPackage
import WindowCore
import WindowService
import Yams

/// What the service was told: flags over `MWD_` variables over the file over the defaults.
struct ServiceConfiguration: Equatable {
    var dataDirectory = "/var/lib/mwd"
    var host = "127.0.0.1"
    var port = 8420
    var socketPath = ""
    /// What clients reach the service by when something stands in front of it, such as `https://patch.example.org`.
    var publicEndpoint: String?
    var logLevel = Logger.Level.info
    var settings = ControlSettings()
    var couriers = CourierConfiguration()

    static let defaultFile = "/etc/mwd/mwd.yaml"

    /// The keys of the file; a variable is `MWD_` and the key in upper case, as in `MWD_RETENTION_DAYS`.
    static let keys = notificationKeys.union([
        "dataDir", "listen", "socket", "publicEndpoint", "region", "account", "logLevel", "retentionDays",
        "shortestSpacingSeconds",
        "largestConcurrency", "outputLimitBytes", "quotas.windows", "quotas.targetsPerWindow", "quotas.tasksPerWindow",
        "quotas.documents", "quotas.versionsPerDocument", "quotas.nodes", "quotas.runningWindows",
        "quotas.patchBaselines", "quotas.patchGroupsPerBaseline", "quotas.topics", "quotas.subscriptionsPerTopic",
    ])

    static func load(
        _ flags: ServiceFlags, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> ServiceConfiguration {
        var told: [AbsoluteConfigKey: ConfigValue] = [:]
        let named = [
            "dataDir": flags.dataDir, "listen": flags.listen, "socket": flags.socket, "logLevel": flags.logLevel,
        ]
        for case (let key, let value?) in named { told[[key]] = ConfigValue(.string(value), isSecret: false) }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: told),
            KeyMappingProvider(upstream: EnvironmentVariablesProvider(environmentVariables: environment)) {
                $0.prepending(["mwd"])
            },
        ]
        let path = flags.config ?? environment["MWD_CONFIG"]
        if path != nil || FileManager.default.fileExists(atPath: defaultFile) {
            let path = path ?? defaultFile
            if try hasKeys(file: path) {
                do {
                    providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
                } catch {
                    throw ConfigurationError.unreadable(path: path, reason: "\(error)")
                }
            }
        }
        return try ServiceConfiguration(reading: ConfigReader(providers: providers))
    }

    /// Whether the file says anything. A key that is misspelt must not be silently without effect.
    private static func hasKeys(file path: String) throws -> Bool {
        let root: Yams.Node?
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConfigurationError.unreadable(path: path, reason: "there is no such file")
        }
        do {
            root = try Yams.compose(yaml: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw ConfigurationError.unreadable(path: path, reason: "\(error)")
        }
        guard let root, root.null == nil else { return false }
        guard let mapping = root.mapping else {
            throw ConfigurationError.unreadable(path: path, reason: "it is not a map of keys to values")
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            let paths = value.mapping.map { $0.keys.map { "\(name).\($0.string ?? "")" } } ?? [name]
            for key in paths where !keys.contains(key) {
                throw ConfigurationError.unknownKey(key, file: path)
            }
        }
        return true
    }

    private init(reading config: ConfigReader) throws {
        dataDirectory = URL(filePath: config.string(forKey: "dataDir", default: dataDirectory)).standardizedFileURL.path
        (host, port) = try Self.address(config.string(forKey: "listen", default: "\(host):\(port)"))
        socketPath = config.string(forKey: "socket", default: "\(dataDirectory)/mwd.sock")
        if let endpoint = config.string(forKey: "publicEndpoint"), !endpoint.isEmpty {
            publicEndpoint = try Self.endpoint(endpoint)
        }
        let level = config.string(forKey: "logLevel", default: logLevel.rawValue)
        guard let known = Logger.Level(rawValue: level) else { throw ConfigurationError.logLevel(level) }
        logLevel = known
        settings.region = config.string(forKey: "region", default: settings.region)
        settings.accountID = config.string(forKey: "account", default: settings.accountID)
        guard settings.accountID.count == 12, settings.accountID.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw ConfigurationError.account(settings.accountID)
        }
        try Self.read(config, "retentionDays", 1...36_500, into: &settings.retentionDays)
        try Self.read(config, "shortestSpacingSeconds", 1...86_400, into: &settings.shortestSpacingSeconds)
        try Self.read(config, "largestConcurrency", 1...10_000, into: &settings.largestConcurrency)
        try Self.read(config, "outputLimitBytes", 2500...1_073_741_824, into: &settings.outputLimitBytes)
        let many = 1...10_000_000
        try Self.read(config, "quotas.windows", many, into: &settings.quotas.windows)
        try Self.read(config, "quotas.targetsPerWindow", many, into: &settings.quotas.targetsPerWindow)
        try Self.read(config, "quotas.tasksPerWindow", many, into: &settings.quotas.tasksPerWindow)
        try Self.read(config, "quotas.documents", many, into: &settings.quotas.documents)
        try Self.read(config, "quotas.versionsPerDocument", many, into: &settings.quotas.versionsPerDocument)
        try Self.read(config, "quotas.nodes", many, into: &settings.quotas.nodes)
        try Self.read(config, "quotas.runningWindows", many, into: &settings.quotas.runningWindows)
        try Self.read(config, "quotas.patchBaselines", many, into: &settings.quotas.patchBaselines)
        try Self.read(
            config, "quotas.patchGroupsPerBaseline", many, into: &settings.quotas.patchGroupsPerBaseline)
        try Self.read(config, "quotas.topics", many, into: &settings.quotas.topics)
        try Self.read(config, "quotas.subscriptionsPerTopic", many, into: &settings.quotas.subscriptionsPerTopic)
        try readNotifications(config)
    }

    static func read(
        _ config: ConfigReader, _ key: String, _ range: ClosedRange<Int>, into value: inout Int
    ) throws {
        let configKey = ConfigKey(key.split(separator: ".").map(String.init))
        guard let number = config.int(forKey: configKey) else {
            // There, but not a number: the library would go on with the default.
            let isThere = config.string(forKey: configKey) != nil || config.double(forKey: configKey) != nil
            if isThere { throw ConfigurationError.notANumber(key: key) }
            return
        }
        guard range.contains(number) else { throw ConfigurationError.outOfRange(key: key, value: number, range: range) }
        value = number
    }

    /// `http://…` or `https://…`, without a slash at the end.
    private static func endpoint(_ text: String) throws(ConfigurationError) -> String {
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host()?.isEmpty == false, url.query() == nil, url.fragment() == nil
        else { throw .endpoint(text) }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// `HOST:PORT`, where an IPv6 address stands in brackets.
    static func address(_ text: String) throws(ConfigurationError) -> (host: String, port: Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw .address(text) }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .address(text)
        }
        guard !host.isEmpty else { throw .address(text) }
        return (String(host), port)
    }

    /// Every key with the value that holds, as a configuration file.
    var summary: String {
        let quotas = settings.quotas
        return """
            dataDir: \(dataDirectory)
            listen: \(host):\(port)
            socket: \(socketPath)
            publicEndpoint: "\(publicEndpoint ?? "")"
            region: \(settings.region)
            account: "\(settings.accountID)"
            logLevel: \(logLevel.rawValue)
            retentionDays: \(settings.retentionDays)
            shortestSpacingSeconds: \(settings.shortestSpacingSeconds)
            largestConcurrency: \(settings.largestConcurrency)
            outputLimitBytes: \(settings.outputLimitBytes)
            quotas:
              windows: \(quotas.windows)
              targetsPerWindow: \(quotas.targetsPerWindow)
              tasksPerWindow: \(quotas.tasksPerWindow)
              documents: \(quotas.documents)
              versionsPerDocument: \(quotas.versionsPerDocument)
              nodes: \(quotas.nodes)
              runningWindows: \(quotas.runningWindows)
              patchBaselines: \(quotas.patchBaselines)
              patchGroupsPerBaseline: \(quotas.patchGroupsPerBaseline)
              topics: \(quotas.topics)
              subscriptionsPerTopic: \(quotas.subscriptionsPerTopic)

            """ + notificationSummary
    }
}
