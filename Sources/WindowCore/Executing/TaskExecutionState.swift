/// Where one task of an execution stands; a task's invocation uses the same words (reference: windows 3.1, 3.2).
///
///     pending ──start──▶ inProgress ──finish──▶ success | failed | timedOut | cancelled
///        │                   └──cancel──▶ cancelling ──finish──▶ timedOut | cancelled | …
///        └──timeOut | cancel──▶ timedOut | cancelled        (never started)
package enum TaskExecutionState: String, Codable, CaseIterable, Sendable {
    case pending = "PENDING"
    case inProgress = "IN_PROGRESS"
    case success = "SUCCESS"
    case failed = "FAILED"
    case timedOut = "TIMED_OUT"
    case cancelling = "CANCELLING"
    case cancelled = "CANCELLED"

    package var isFinal: Bool {
        switch self {
        case .pending, .inProgress, .cancelling: false
        case .success, .failed, .timedOut, .cancelled: true
        }
    }
}

/// What can happen to a task of an execution.
package enum TaskExecutionEvent: String, CaseIterable, Sendable {
    /// Its targets are resolved and its commands exist.
    case start
    /// The cutoff, for a task that cancels there.
    case stop
    case succeed, fail, timeOut, cancel
}

extension TaskExecutionState {
    package func after(_ event: TaskExecutionEvent) throws(IllegalTransition) -> Self {
        switch (self, event) {
        case (.pending, .start): .inProgress
        case (.inProgress, .stop), (.cancelling, .stop): .cancelling
        case (.inProgress, .succeed), (.cancelling, .succeed): .success
        case (.pending, .fail), (.inProgress, .fail), (.cancelling, .fail): .failed
        case (.pending, .timeOut), (.inProgress, .timeOut), (.cancelling, .timeOut): .timedOut
        case (.pending, .cancel), (.inProgress, .cancel), (.cancelling, .cancel): .cancelled
        case (.pending, .stop), (.pending, .succeed), (.inProgress, .start), (.cancelling, .start), (.success, _),
            (.failed, _), (.timedOut, _), (.cancelled, _):
            throw IllegalTransition(state: rawValue, event: event.rawValue)
        }
    }
}
