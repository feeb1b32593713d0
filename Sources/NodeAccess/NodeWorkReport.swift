package import Foundation

/// How a work ended.
package enum NodeWorkOutcome: Hashable, Sendable {
    /// By itself, with this exit status; 128 + n when signal n ended it. 127: no such command or interpreter.
    case exited(Int)
    /// Killed by the node at its time limit (SIGKILL to the whole group: 137 to the field).
    case timedOut
    /// Killed on request, or cancelled before it ever started.
    case cancelled
    /// Started under another boot ID and never ended: it must not be taken for done, nor be run again unasked.
    case interruptedByReboot
    /// Nobody knows how it ended; the text says what is known.
    case lost(String)
}

/// What came of a work.
package struct NodeWorkReport: Hashable, Sendable {
    package var outcome: NodeWorkOutcome
    /// At most the work's `outputLimitBytes` of what it wrote; bytes that are not UTF-8 are replaced by U+FFFD.
    package var standardOutput: String
    package var standardError: String
    /// The work wrote more than its limit; what is missing is the end.
    package var isStandardOutputTruncated: Bool
    package var isStandardErrorTruncated: Bool
    /// Under which the work started; empty when it never did.
    package var bootID: String
    /// On this host's clock, reckoned from the node's monotonic one, so that a wrong clock on the node does not matter.
    /// `nil` when unknown: never started, or the node rebooted since.
    package var startedAt: Date?
    package var endedAt: Date?
    /// The work had been started before, by an earlier call or an earlier connection.
    package var wasAttached: Bool

    package init(
        outcome: NodeWorkOutcome, standardOutput: String = "", standardError: String = "",
        isStandardOutputTruncated: Bool = false, isStandardErrorTruncated: Bool = false, bootID: String = "",
        startedAt: Date? = nil, endedAt: Date? = nil, wasAttached: Bool = false
    ) {
        self.outcome = outcome
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.isStandardOutputTruncated = isStandardOutputTruncated
        self.isStandardErrorTruncated = isStandardErrorTruncated
        self.bootID = bootID
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.wasAttached = wasAttached
    }
}
