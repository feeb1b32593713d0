/// Where one command stands on one node, in the finer words of `StatusDetails` (reference: run command 6.5).
///
///     pending ──claim──▶ inProgress ──finish──▶ success | failed | executionTimedOut | …
///        │ ▲                │   └──cancel──▶ cancelling ──finish──▶ cancelled | (its own result)
///        │ └──── delayed ◀──deferred (nothing has started; the place is given up)
///        └──▶ terminated | cancelled | deliveryTimedOut      (never sent)
package enum InvocationState: String, Codable, CaseIterable, Sendable {
    case pending = "Pending"
    case inProgress = "InProgress"
    /// The node could not be reached; another try follows.
    case delayed = "Delayed"
    case cancelling = "Cancelling"
    case success = "Success"
    case failed = "Failed"
    case executionTimedOut = "ExecutionTimedOut"
    case deliveryTimedOut = "DeliveryTimedOut"
    case undeliverable = "Undeliverable"
    case invalidPlatform = "InvalidPlatform"
    case accessDenied = "AccessDenied"
    /// Never sent, because the error threshold was passed.
    case terminated = "Terminated"
    case cancelled = "Cancelled"

    package var isFinal: Bool {
        switch self {
        case .pending, .inProgress, .delayed, .cancelling: false
        case .success, .failed, .executionTimedOut, .deliveryTimedOut, .undeliverable, .invalidPlatform, .accessDenied,
            .terminated, .cancelled:
            true
        }
    }

    /// Whether it counts against `MaxErrors`: only what the node itself reported as gone wrong does.
    package var isCountedError: Bool { self == .failed || self == .executionTimedOut }

    /// The coarse `Status` of the API.
    package var status: String {
        switch self {
        case .pending: "Pending"
        case .inProgress: "InProgress"
        case .delayed: "Delayed"
        case .cancelling: "Cancelling"
        case .success: "Success"
        case .failed, .undeliverable, .invalidPlatform, .accessDenied: "Failed"
        case .executionTimedOut, .deliveryTimedOut: "TimedOut"
        case .terminated, .cancelled: "Cancelled"
        }
    }
}

/// What can happen to an invocation.
package enum InvocationEvent: Hashable, Sendable {
    /// A dispatcher takes it.
    case claim
    /// The node was not reached and nothing has started there.
    case deferred
    case cancel
    /// The error threshold was passed.
    case terminate
    /// It is over, as the given final state says.
    case finish(InvocationState)
}

extension InvocationState {
    package func after(_ event: InvocationEvent) throws(IllegalTransition) -> Self {
        switch (self, event) {
        case (.pending, .claim), (.delayed, .claim): return .inProgress
        case (.inProgress, .deferred): return .delayed
        // Nothing has started there and nothing shall.
        case (.cancelling, .deferred): return .cancelled
        case (.pending, .cancel), (.delayed, .cancel): return .cancelled
        case (.inProgress, .cancel), (.cancelling, .cancel): return .cancelling
        case (.pending, .terminate), (.delayed, .terminate): return .terminated
        case (.inProgress, .finish(let state)), (.cancelling, .finish(let state)):
            if state.isFinal, state != .terminated { return state }
        case (.delayed, .finish(.deliveryTimedOut)), (.delayed, .finish(.undeliverable)):
            if case .finish(let state) = event { return state }
        case (.pending, .deferred), (.pending, .finish), (.inProgress, .claim), (.inProgress, .terminate),
            (.delayed, .deferred), (.delayed, .finish), (.cancelling, .claim), (.cancelling, .terminate),
            (.success, _), (.failed, _), (.executionTimedOut, _), (.deliveryTimedOut, _), (.undeliverable, _),
            (.invalidPlatform, _), (.accessDenied, _), (.terminated, _), (.cancelled, _):
            break
        }
        throw IllegalTransition(state: rawValue, event: "\(event)")
    }
}
