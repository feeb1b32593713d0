/// Where a command stands over all its nodes, in the finer words of `StatusDetails` (reference: run command 6.5).
package enum CommandState: String, Codable, CaseIterable, Sendable {
    case pending = "Pending"
    case inProgress = "InProgress"
    case cancelling = "Cancelling"
    case success = "Success"
    /// The targets matched nothing; a success, because nothing went wrong.
    case noInstancesInTag = "NoInstancesInTag"
    case cancelled = "Cancelled"
    case failed = "Failed"
    case executionTimedOut = "ExecutionTimedOut"
    case deliveryTimedOut = "DeliveryTimedOut"
    case accessDenied = "AccessDenied"
    case incomplete = "Incomplete"

    package var isFinal: Bool {
        switch self {
        case .pending, .inProgress, .cancelling: false
        case .success, .noInstancesInTag, .cancelled, .failed, .executionTimedOut, .deliveryTimedOut, .accessDenied,
            .incomplete:
            true
        }
    }

    /// The coarse `Status` of the API.
    package var status: String {
        switch self {
        case .pending: "Pending"
        case .inProgress: "InProgress"
        case .cancelling: "Cancelling"
        case .success, .noInstancesInTag: "Success"
        case .cancelled: "Cancelled"
        case .failed, .accessDenied, .incomplete: "Failed"
        case .executionTimedOut, .deliveryTimedOut: "TimedOut"
        }
    }

    /// The word a task's invocation uses for a command in this state.
    /// - Parameter isStoppedAtCutoff: whether it was the cutoff that cancelled it (reference: windows 3.5).
    package func taskInvocationState(isStoppedAtCutoff: Bool) -> TaskExecutionState {
        switch self {
        case .pending: .pending
        case .inProgress: .inProgress
        case .cancelling: .cancelling
        case .success: .success
        case .cancelled: isStoppedAtCutoff ? .timedOut : .cancelled
        case .noInstancesInTag, .failed, .accessDenied, .incomplete: .failed
        case .executionTimedOut, .deliveryTimedOut: .timedOut
        }
    }
}
