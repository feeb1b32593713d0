package import WindowCore

/// What a node answered when asked about itself.
package struct NodeProbe: Hashable, Sendable {
    package var facts: NodeFacts
    /// The work would run as root.
    package var isRoot: Bool
    /// Where the runner keeps its spool there; exists and can be written.
    package var spoolDirectory: String
    /// As `stat` calls the file system, such as `tmpfs`; empty when the node cannot tell.
    package var spoolFileSystem: String
    package var spoolFreeBytes: Int?
    /// The node's clock minus this host's; whole seconds, more or less.
    package var clockSkewSeconds: Double
    /// The node can start a process in a session of its own (`setsid`, or `perl`), without which nothing can be run.
    package var canStartSessions: Bool

    package init(
        facts: NodeFacts, isRoot: Bool, spoolDirectory: String, spoolFileSystem: String = "",
        spoolFreeBytes: Int? = nil,
        clockSkewSeconds: Double = 0, canStartSessions: Bool = true
    ) {
        self.facts = facts
        self.isRoot = isRoot
        self.spoolDirectory = spoolDirectory
        self.spoolFileSystem = spoolFileSystem
        self.spoolFreeBytes = spoolFreeBytes
        self.clockSkewSeconds = clockSkewSeconds
        self.canStartSessions = canStartSessions
    }
}
