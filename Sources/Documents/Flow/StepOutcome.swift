/// How one attempt at a step ended, as the node or the plan says.
package enum StepOutcome: Codable, Hashable, Sendable {
    /// The script ended by itself, or was killed by somebody else.
    case exited(code: Int)
    /// The script was killed at its own time limit.
    case timedOut
    /// The script was killed because the command was cancelled, or never started for that reason.
    case cancelled
    /// The node was rebooted while the script ran and there is no exit status. It is not run again.
    case interrupted
    /// The plan says ``StepWork/skip(reason:)``, or an earlier step ended the document.
    case skipped
    /// The plan says ``StepWork/fail(reason:)``.
    case refused
    /// The plan says ``StepWork/succeed``.
    case nothingToDo
    /// Success, and nothing is left to do in this document but its `finallyStep`.
    case concluded
    /// The step asked for a reboot, and the node does not let itself be rebooted.
    case rebootRefused
    /// The service wants the node rebooted and will go on with the step afterwards.
    case rebootWanted
    /// The document that the step runs has ended; its status is the worst of its steps, its code the first that is not 0.
    case document(DocumentStatus, code: Int)
}

/// The exit codes that mean more than failure (reference: documents 3.3).
package enum ExitCode {
    package static let killed = 137
    package static let succeedAndStop = 168
    package static let failAndStop = 169
    package static let reboot = 194
    /// Not a process's code: the step did not start, or its result never arrived.
    package static let notStarted = -1
}

package enum StepStatus: String, CaseIterable, Codable, Sendable {
    case success = "Success"
    case failed = "Failed"
    case timedOut = "TimedOut"
    case cancelled = "Cancelled"
    case skipped = "Skipped"

    /// The API's word: its step statuses have no Skipped and show Success instead.
    package var wireName: String { self == .skipped ? StepStatus.success.rawValue : rawValue }
}

/// What a step came to in the end.
package struct StepResult: Codable, Hashable, Sendable {
    package let status: StepStatus
    /// The `ResponseCode`.
    package let code: Int

    package init(_ status: StepStatus, code: Int) {
        self.status = status
        self.code = code
    }
}

/// An invocation's status as its steps make it (reference: documents 3.3).
package enum DocumentStatus: String, CaseIterable, Codable, Sendable {
    case inProgress = "InProgress"
    case success = "Success"
    case failed = "Failed"
    case timedOut = "TimedOut"
    case cancelled = "Cancelled"

    /// What a document that a step runs comes to for that step: the worst of its steps, where running out of time is
    /// worse than being cancelled and that worse than failing, unlike in an invocation (reference: documents 3.3).
    init(merging results: [StepResult?]) {
        let statuses = results.map(\.?.status)
        self =
            if statuses.contains(nil) {
                .inProgress
            } else if statuses.contains(.timedOut) {
                .timedOut
            } else if statuses.contains(.cancelled) {
                .cancelled
            } else if statuses.contains(.failed) {
                .failed
            } else {
                .success
            }
    }

    /// - Parameters:
    ///   - results: `nil` for a step that has not ended.
    ///   - isRebooting: a step asked for a reboot and will run again.
    package init(of results: [StepResult?], isRebooting: Bool = false) {
        let statuses = results.map(\.?.status)
        self =
            if isRebooting {
                .inProgress
            } else if statuses.contains(.failed) {
                .failed
            } else if statuses.contains(.timedOut) {
                .timedOut
            } else if statuses.contains(.cancelled) {
                .cancelled
            } else if statuses.allSatisfy({ $0 == .success || $0 == .skipped }) {
                .success
            } else {
                .inProgress
            }
    }
}
