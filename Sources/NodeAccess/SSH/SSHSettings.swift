/// How the service uses `ssh`. Everything about a single node stays in the operator's `ssh_config`.
package struct SSHSettings: Hashable, Sendable {
    /// The OpenSSH client: a name looked up in PATH, or a path.
    package var program: String
    /// Read instead of `~/.ssh/config` and `/etc/ssh/ssh_config` when given (`ssh -F`).
    package var configurationFile: String?
    /// Where the sockets of shared connections live; made with mode 0700. A path too long for a socket is replaced by a
    /// private directory below `/tmp`.
    package var controlDirectory: String
    package var connectTimeoutSeconds: Int
    /// A connection on which the node stays silent for interval × count is given up.
    package var serverAliveIntervalSeconds: Int
    package var serverAliveCountMax: Int
    /// How long a shared connection outlives its last session.
    package var persistSeconds: Int
    /// A session that printed nothing for this long is given up: a stale master, or a login that hangs.
    package var firstOutputSeconds: Int

    package init(
        controlDirectory: String, program: String = "ssh", configurationFile: String? = nil,
        connectTimeoutSeconds: Int = 15,
        serverAliveIntervalSeconds: Int = 10, serverAliveCountMax: Int = 3, persistSeconds: Int = 60,
        firstOutputSeconds: Int = 90
    ) {
        self.controlDirectory = controlDirectory
        self.program = program
        self.configurationFile = configurationFile
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.serverAliveIntervalSeconds = serverAliveIntervalSeconds
        self.serverAliveCountMax = serverAliveCountMax
        self.persistSeconds = persistSeconds
        self.firstOutputSeconds = firstOutputSeconds
    }
}
