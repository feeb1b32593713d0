/// What became of a task whose commands are all final (reference: windows 3.5, 5.5).
package enum TaskRollUp {
    package struct Outcome: Hashable, Sendable {
        package let event: TaskExecutionEvent
        /// At most 250 characters; `nil` when the status says it all.
        package let details: String?
    }

    /// - Parameters:
    ///   - counts: the nodes of all the task's commands.
    ///   - errorLimit: the effective `MaxErrors`.
    ///   - isStoppedAtCutoff: whether the cutoff cancelled what was left of it.
    package static func outcome(
        of counts: InvocationCounts, errorLimit: Int, isStoppedAtCutoff: Bool
    ) -> Outcome {
        guard counts.total > 0 else { return Outcome(event: .fail, details: "No Invocations to Execute") }
        let errors = counts.errors
        if errors > errorLimit {
            return Outcome(
                event: .fail,
                details: "\(errors) of \(counts.total) nodes failed, more than the \(errorLimit) allowed; "
                    + "\(counts[.terminated]) never started.")
        }
        if isStoppedAtCutoff, counts[.cancelled] > 0 {
            return Outcome(
                event: .timeOut,
                details: "The cutoff stopped the task on \(counts[.cancelled]) of \(counts.total) nodes.")
        }
        if counts[.success] > 0 {
            let others = counts.total - counts[.success]
            return Outcome(
                event: .succeed, details: others == 0 ? nil : "\(others) of \(counts.total) nodes did not succeed.")
        }
        if counts[.cancelled] > 0 {
            return Outcome(event: .cancel, details: "The command was cancelled.")
        }
        return Outcome(event: .fail, details: "No node succeeded.")
    }
}
