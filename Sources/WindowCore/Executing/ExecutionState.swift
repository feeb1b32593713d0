/// Where one opening of a window stands (reference: windows 3.1, 3.2).
///
///     pending ──start──▶ inProgress ──finish──▶ success | failed | timedOut | cancelled
///        │                   └──cancel──▶ cancelling ──finish──▶ cancelled
///        └──finish | cancel──▶ success | … (nothing to run) | cancelling
///     skippedOverlapping and a missed opening (cancelled) are born final.
package enum ExecutionState: String, Codable, CaseIterable, Sendable {
    case pending = "PENDING"
    case inProgress = "IN_PROGRESS"
    case success = "SUCCESS"
    case failed = "FAILED"
    case timedOut = "TIMED_OUT"
    case cancelling = "CANCELLING"
    case cancelled = "CANCELLED"
    case skippedOverlapping = "SKIPPED_OVERLAPPING"

    package var isFinal: Bool {
        switch self {
        case .pending, .inProgress, .cancelling: false
        case .success, .failed, .timedOut, .cancelled, .skippedOverlapping: true
        }
    }
}

/// What can happen to an execution.
package enum ExecutionEvent: String, CaseIterable, Sendable {
    case start, cancel, succeed, fail, timeOut, drain
}

extension ExecutionState {
    package func after(_ event: ExecutionEvent) throws(IllegalTransition) -> Self {
        switch (self, event) {
        case (.pending, .start): .inProgress
        case (.pending, .cancel), (.inProgress, .cancel), (.cancelling, .cancel): .cancelling
        case (.pending, .succeed), (.inProgress, .succeed): .success
        case (.inProgress, .fail): .failed
        case (.pending, .timeOut), (.inProgress, .timeOut): .timedOut
        case (.cancelling, .drain), (.inProgress, .drain): .cancelled
        // No `default`: a new state or event must not compile until somebody has decided.
        case (.pending, .fail), (.pending, .drain), (.inProgress, .start), (.cancelling, .start),
            (.cancelling, .succeed), (.cancelling, .fail), (.cancelling, .timeOut), (.success, _), (.failed, _),
            (.timedOut, _), (.cancelled, _), (.skippedOverlapping, _):
            throw IllegalTransition(state: rawValue, event: event.rawValue)
        }
    }
}
