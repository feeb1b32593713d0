package import Foundation

/// One opening of a window. Its identity is `(windowID, scheduledAt)`, so a restart cannot open it twice.
package struct Execution: Codable, Hashable, Sendable, Identifiable {
    /// Why there is an execution.
    package enum Reason: String, Codable, CaseIterable, Sendable {
        case schedule
        /// An operator opened the window by hand.
        case manual
    }

    package let id: ExecutionID
    package let windowID: WindowID
    /// What the schedule said; for a manual opening, when it was asked for.
    package let scheduledAt: Date
    /// What happened.
    package let openedAt: Date
    package let cutoffAt: Date
    package let endsAt: Date
    package let reason: Reason
    /// The opening was due while nobody watched and it was too late to make up for it.
    package let isMissed: Bool
    package var state: ExecutionState
    /// At most 250 characters.
    package var details: String?
    package var isCancelRequested: Bool
    package var endedAt: Date?

    package init(
        id: ExecutionID, windowID: WindowID, span: OpeningSpan, openedAt: Date, reason: Reason = .schedule,
        isMissed: Bool = false, state: ExecutionState = .pending, details: String? = nil,
        isCancelRequested: Bool = false, endedAt: Date? = nil
    ) {
        self.id = id
        self.windowID = windowID
        scheduledAt = span.scheduledAt
        cutoffAt = span.cutoffAt
        endsAt = span.endsAt
        self.openedAt = openedAt
        self.reason = reason
        self.isMissed = isMissed
        self.state = state
        self.details = details
        self.isCancelRequested = isCancelRequested
        self.endedAt = endedAt
    }
}

extension Execution {
    /// The same opening, met by an earlier execution that is not final: over in the moment it was due
    /// (reference: windows 3.3).
    package var skipped: Execution {
        Execution(
            id: id, windowID: windowID,
            span: OpeningSpan(scheduledAt: scheduledAt, cutoffAt: cutoffAt, endsAt: endsAt), openedAt: scheduledAt,
            reason: reason, state: .skippedOverlapping, details: "The window's earlier execution was still running.",
            endedAt: scheduledAt)
    }
}

/// One task of one execution, with the definition it was given when the window opened.
package struct TaskExecution: Codable, Hashable, Sendable, Identifiable {
    package let id: TaskExecutionID
    package let executionID: ExecutionID
    package let task: WindowTask
    /// The registered targets the task referred to at the opening, in the task's order.
    package let targets: [WindowTarget]
    package var state: TaskExecutionState
    /// At most 250 characters.
    package var details: String?
    /// Whether the cutoff asked its commands to stop.
    package var isStoppedAtCutoff: Bool
    package var startedAt: Date?
    package var endedAt: Date?

    package init(
        id: TaskExecutionID, executionID: ExecutionID, task: WindowTask, targets: [WindowTarget],
        state: TaskExecutionState = .pending, details: String? = nil, isStoppedAtCutoff: Bool = false,
        startedAt: Date? = nil, endedAt: Date? = nil
    ) {
        self.id = id
        self.executionID = executionID
        self.task = task
        self.targets = targets
        self.state = state
        self.details = details
        self.isStoppedAtCutoff = isStoppedAtCutoff
        self.startedAt = startedAt
        self.endedAt = endedAt
    }
}
