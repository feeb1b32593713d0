/// One step on one node: the program and the limits it runs under.
package struct NodeWork: Hashable, Sendable {
    package let id: SpoolID
    /// The whole program, byte for byte. It is written to an executable file, so that a first line `#!…` chooses the
    /// interpreter; without one it is read by `sh`. Standard input is empty.
    package var script: String
    /// Added to what the node gives a login. Names may be anything without `=` and NUL.
    package var environment: [String: String]
    /// Absolute. Where it cannot be entered (or is `nil`), the work starts in the user's home directory.
    package var workingDirectory: String?
    /// When it strikes, the node kills the whole process group with SIGKILL; at least 1.
    package var timeoutSeconds: Int
    /// How much of standard output and of standard error is brought back, each counted alone; the rest stays on the node.
    package var outputLimitBytes: Int
    /// The caller knows that this work was started earlier: when the node has no trace of it, it is reported as lost instead of started.
    package var isKnownStarted: Bool

    package init(
        id: SpoolID, script: String, environment: [String: String] = [:], workingDirectory: String? = nil,
        timeoutSeconds: Int = 3600, outputLimitBytes: Int = 1 << 20, isKnownStarted: Bool = false
    ) {
        self.id = id
        self.script = script
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.timeoutSeconds = timeoutSeconds
        self.outputLimitBytes = outputLimitBytes
        self.isKnownStarted = isKnownStarted
    }

    /// The output limit as a count that can be sent and added to.
    var wantedBytes: Int { min(max(0, outputLimitBytes), 1 << 40) }
}
