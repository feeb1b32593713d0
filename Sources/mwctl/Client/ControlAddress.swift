import Glibc

/// Where the service is reached.
enum ControlAddress: Equatable, Sendable {
    case socket(path: String)
    /// Without a slash at its end.
    case endpoint(url: String, region: String)

    /// For messages.
    var place: String {
        switch self {
        case .socket(let path): path
        case .endpoint(let url, _): url
        }
    }

    /// The longest path a Unix socket's address holds.
    static let longestSocketPath = 107

    /// Chooses by option, then environment, then what exists.
    /// - Parameters:
    ///   - environment: a variable's value; `nil` when it is unset or empty.
    ///   - exists: whether there is something at a path.
    init(
        options: ConnectionOptions, environment: (String) -> String? = { Environment[$0] },
        exists: (String) -> Bool = { access($0, F_OK) == 0 }
    ) throws(Complaint) {
        if let path = options.socket {
            self = try .checked(path)
        } else if let url = options.endpoint
            ?? (environment("MWCTL_SOCKET") == nil ? environment("MWCTL_ENDPOINT") : nil)
        {
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                throw Complaint(
                    .usage, "The endpoint \(url) is not a URL.", hint: "Write it as http://127.0.0.1:8420.")
            }
            let region = options.region ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION")
            self = .endpoint(url: url.last == "/" ? String(url.dropLast()) : url, region: region ?? "us-east-1")
        } else if let path = environment("MWCTL_SOCKET") {
            self = try .checked(path)
        } else {
            let candidates = Self.candidates(environment: environment)
            // The first is also the one to name when none exists.
            self = try .checked(candidates.first(where: exists) ?? candidates[0])
        }
    }

    static func candidates(environment: (String) -> String?) -> [String] {
        (environment("MWD_DATA_DIR").map { ["\($0)/mwd.sock"] } ?? []) + ["/run/mwd/mwd.sock", "/var/lib/mwd/mwd.sock"]
    }

    private static func checked(_ path: String) throws(Complaint) -> Self {
        guard path.utf8.count <= longestSocketPath else {
            throw Complaint(
                .usage, "The socket's path has \(path.utf8.count) bytes; a Unix socket's holds \(longestSocketPath).",
                hint: "Choose a shorter data directory, or a relative path.")
        }
        return .socket(path: path)
    }
}
