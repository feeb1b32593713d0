import WindowCore

/// Why the service cannot be configured as it was told.
enum ConfigurationError: UserFacingError, Equatable {
    case unreadable(path: String, reason: String)
    case unknownKey(String, file: String)
    case notANumber(key: String)
    case outOfRange(key: String, value: Int, range: ClosedRange<Int>)
    case address(String)
    case account(String)
    case endpoint(String)
    case logLevel(String)
    case notification(key: String, reason: String)

    var code: String { "InvalidConfiguration" }

    var message: String {
        switch self {
        case .unreadable(let path, let reason): "The configuration “\(path)” cannot be read: \(reason)."
        case .unknownKey(let key, let file): "The configuration “\(file)” has a key “\(key)” that nobody knows."
        case .notANumber(let key): "“\(key)” must be a whole number."
        case .outOfRange(let key, let value, let range):
            "“\(key)” is \(value); it must lie between \(range.lowerBound) and \(range.upperBound)."
        case .address(let text): "“\(text)” is not an address to listen on."
        case .account(let text): "The account “\(text)” is not twelve digits."
        case .endpoint(let text): "The public endpoint “\(text)” is not an http or https address."
        case .logLevel(let text): "“\(text)” is not a log level."
        case .notification(let key, let reason): "“\(key)” is not right: \(reason)."
        }
    }

    var hint: String? {
        switch self {
        case .unknownKey: "The keys are: \(ServiceConfiguration.keys.sorted().joined(separator: ", "))."
        case .address: "Write HOST:PORT, such as 127.0.0.1:8420 or [::1]:8420."
        case .endpoint: "Write it without a query, such as https://patch.example.org."
        case .logLevel: "Use trace, debug, info, notice, warning, error or critical."
        case .unreadable, .notANumber, .outOfRange, .account, .notification: nil
        }
    }
}
