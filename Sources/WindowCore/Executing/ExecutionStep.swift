package import Foundation

/// What an execution needs done now: the one decision about priorities, cutoff and cancellation.
package struct ExecutionStep: Hashable, Sendable {
    /// Tasks whose turn it is.
    package var starts: [TaskExecutionID] = []
    /// Tasks that never started and never will, because the cutoff has passed.
    package var timeOuts: [TaskExecutionID] = []
    /// Tasks that never started and never will, because the execution is cancelled.
    package var cancellations: [TaskExecutionID] = []
    /// Started tasks whose commands the cutoff cancels.
    package var stops: [TaskExecutionID] = []
    /// The execution may not begin yet: as many windows run as may.
    package var isHeldBack = false
    /// The execution is over.
    package var finish: ExecutionRollUp.Outcome?
    /// When to look again though nothing else happens; `nil` when only an event can change anything.
    package var wakeAt: Date?
}

extension ExecutionStep {
    /// Decides for an execution at `now`.
    ///
    /// - Groups of equal priority start together, in ascending order; a group waits until the one before it is final,
    ///   whatever its outcome.
    /// - The cutoff gates tasks: strictly after it none starts. `CANCEL_TASK` also stops those that run; a
    ///   `CONTINUE_TASK` task goes on as if there were no cutoff.
    /// - A cancelled execution starts nothing and waits for what runs (reference: windows 3.3 to 3.6).
    /// - One that has not begun and finds no slot starts nothing either; cutoff and cancellation end it all the same.
    package static func next(
        for execution: Execution, tasks: [TaskExecution], slots: ExecutionSlots = .unlimited, now: Date
    ) -> ExecutionStep {
        var step = ExecutionStep()
        guard !execution.state.isFinal else { return step }
        let isPastCutoff = now > execution.cutoffAt

        var settled: [TaskExecutionState] = []
        for task in tasks {
            switch task.state {
            case .pending where execution.isCancelRequested:
                step.cancellations.append(task.id)
                settled.append(.cancelled)
            case .pending where isPastCutoff:
                step.timeOuts.append(task.id)
                settled.append(.timedOut)
            case .inProgress, .cancelling:
                if isPastCutoff, !task.isStoppedAtCutoff, task.task.cutoffBehavior == .cancelTask {
                    step.stops.append(task.id)
                }
            case .pending:
                break
            case .success, .failed, .timedOut, .cancelled:
                settled.append(task.state)
            }
        }

        if settled.count == tasks.count {
            step.finish = ExecutionRollUp.outcome(of: settled, isCancelRequested: execution.isCancelRequested)
            return step
        }
        if !isPastCutoff {
            step.isHeldBack = execution.state == .pending && !slots.isFree
            if !execution.isCancelRequested, !step.isHeldBack { step.starts = nextGroup(of: tasks) }
            step.wakeAt = execution.cutoffAt.addingTimeInterval(0.001)
        }
        return step
    }

    /// The tasks that may start: the pending ones of the first group that is not final.
    private static func nextGroup(of tasks: [TaskExecution]) -> [TaskExecutionID] {
        let unfinished = tasks.filter { !$0.state.isFinal }
        guard let priority = unfinished.map(\.task.priority).min() else { return [] }
        return unfinished.filter { $0.task.priority == priority && $0.state == .pending }.map(\.id)
    }
}
