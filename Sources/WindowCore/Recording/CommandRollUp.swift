/// How many nodes of a command stand where.
package struct InvocationCounts: Hashable, Sendable {
    package var byState: [InvocationState: Int]

    package init(_ byState: [InvocationState: Int] = [:]) { self.byState = byState }

    package subscript(state: InvocationState) -> Int { byState[state, default: 0] }

    package var total: Int { byState.values.reduce(0, +) }
    package var completed: Int { byState.reduce(0) { $0 + ($1.key.isFinal ? $1.value : 0) } }
    package var errors: Int { byState.reduce(0) { $0 + ($1.key.isCountedError ? $1.value : 0) } }
    /// Nodes that hold a place.
    package var running: Int { self[.inProgress] + self[.cancelling] }
}

/// What became of a command whose nodes are all final (reference: run command 6.5; the mixed cases are settled in
/// docs/decisions/0007-roll-up.md).
package enum CommandRollUp {
    /// - Parameters:
    ///   - counts: the command's own nodes.
    ///   - isTripped: whether the error threshold of the command's budget was passed, which other commands of the same
    ///     task may have done.
    ///   - isCancelled: whether the whole command was asked to stop.
    package static func outcome(of counts: InvocationCounts, isTripped: Bool, isCancelled: Bool) -> CommandState {
        if isCancelled && (counts[.cancelled] > 0 || counts.total == 0) { return .cancelled }
        if counts.total == 0 { return .noInstancesInTag }
        if isTripped && counts.errors + counts[.terminated] > 0 {
            return counts[.executionTimedOut] > 0 && counts[.failed] == 0 ? .executionTimedOut : .failed
        }
        if counts[.success] > 0 { return .success }
        if counts[.accessDenied] == counts.total { return .accessDenied }
        if counts[.cancelled] == counts.total { return .cancelled }
        if counts[.deliveryTimedOut] > 0 && counts.errors == 0 { return .deliveryTimedOut }
        return .incomplete
    }
}
