/// What became of an execution whose tasks are all final: cancelled if that was asked for, else failed, else timed
/// out, else success (reference: windows 3.2).
package enum ExecutionRollUp {
    package struct Outcome: Hashable, Sendable {
        package let event: ExecutionEvent
        package let details: String?
    }

    package static func outcome(of tasks: [TaskExecutionState], isCancelRequested: Bool) -> Outcome {
        if isCancelRequested { return Outcome(event: .drain, details: "Cancelled on request.") }
        if tasks.isEmpty { return Outcome(event: .succeed, details: "No tasks to execute.") }
        if tasks.contains(.failed) {
            return Outcome(event: .fail, details: "One or more tasks in the orchestration failed.")
        }
        if tasks.contains(.timedOut) {
            return Outcome(event: .timeOut, details: "One or more tasks did not complete before the cutoff.")
        }
        if tasks.contains(.cancelled) {
            return Outcome(event: .drain, details: "One or more tasks were cancelled.")
        }
        return Outcome(event: .succeed, details: nil)
    }
}
