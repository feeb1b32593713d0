import WindowCore

/// The arguments of one `ssh`, built so that nothing an operator typed for a node can become an option.
struct SSHArguments: Equatable {
    /// Options that say where to connect; also what error messages show.
    let destination: [String]
    private let options: [String]
    private let host: String

    /// - Throws: the reason, when the host or the user could not be one.
    init(_ node: SSHDestination, settings: SSHSettings, controlPath: String) throws(Invalid) {
        guard Self.isHost(node.host) else { throw Invalid(reason: "“\(node.host)” cannot be the name of a host.") }
        if let user = node.user, !Self.isUser(user) { throw Invalid(reason: "“\(user)” cannot be the name of a user.") }
        if let port = node.port, !(1...65_535).contains(port) {
            throw Invalid(reason: "Port is \(port); it must lie between 1 and 65535.")
        }
        var options: [String] = []
        if let file = settings.configurationFile { options += ["-F", file] }
        // The first value ssh meets wins, so these hold against ssh_config. `yes` and `accept-new` both refuse a changed key.
        let fixed = [
            "BatchMode=yes",
            "StrictHostKeyChecking=\(node.acceptsNewHostKey ? "accept-new" : "yes")",
            "ControlMaster=auto",
            "ControlPath=\"\(controlPath.replacing("%", with: "%%"))\"",
            "ControlPersist=\(settings.persistSeconds)",
            "ConnectTimeout=\(settings.connectTimeoutSeconds)",
            "ServerAliveInterval=\(settings.serverAliveIntervalSeconds)",
            "ServerAliveCountMax=\(settings.serverAliveCountMax)",
            "ForwardAgent=no",
            "ForwardX11=no",
            "ClearAllForwardings=yes",
            "PermitLocalCommand=no",
            "RemoteCommand=none",
            // Failures are told apart by what ssh says of them.
            "LogLevel=INFO",
        ]
        options += ["-T"] + fixed.flatMap { ["-o", $0] }
        var destination: [String] = []
        if let port = node.port { destination += ["-p", String(port)] }
        if let user = node.user { destination += ["-l", user] }
        if let file = node.identityFile { destination += ["-i", file, "-o", "IdentitiesOnly=yes"] }
        self.options = options + destination
        self.destination = destination + [node.host]
        host = node.host
    }

    func running(_ command: String) -> [String] { options + ["--", host, command] }

    /// For the master: `exit` or `check`.
    func controlling(_ command: String) -> [String] { options + ["-O", command, "--", host] }

    struct Invalid: Error, Equatable {
        let reason: String
    }

    /// ssh hands the host to the shell in ProxyCommand and Match exec, and older ones do not look at it first.
    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.first != UInt8(ascii: "-")
            && host.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
    }

    /// What ssh 9.6 refuses itself.
    private static func isUser(_ user: String) -> Bool {
        !user.isEmpty && user.utf8.first != UInt8(ascii: "-") && user.utf8.last != UInt8(ascii: "\\")
            && user.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && !Array("'`\";&<>|(){}$".utf8).contains($0) }
    }
}
