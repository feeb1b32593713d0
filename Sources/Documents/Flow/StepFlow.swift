/// Which step comes next on one node, and what its outcome means (reference: documents 3.2-3.4).
///
///     next ── run ──▶ record(outcome) ──▶ next …                        the node does it
///        │                 └─ exit 194 ─▶ reboot ──▶ rebooted() ──▶ run, the same step
///        ├── settle ──▶ record(outcome) ──▶ next …                      nobody needs to do anything
///        └── finish
///
/// A value: the service asks for ``next``, does it, records the outcome and keeps ``progress``. Asking again after a
/// restart, with the progress that was kept, gives the same answer.
package struct StepFlow: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// Run the script as step number `step`, counted from 0.
        case run(step: Int, RunScript)
        /// Record this outcome; the message stands in for the step's output.
        case settle(step: Int, StepOutcome, message: String)
        /// Reboot the node, wait for another boot ID, call ``StepFlow/rebooted()``. The step then runs from its beginning.
        case reboot(step: Int)
        /// Every step has ended; no status is ``DocumentStatus/inProgress``.
        case finish(DocumentStatus, responseCode: Int)
    }

    /// The agent's guard against a step that asks for a reboot each time.
    package static let maximumResumes = 15

    package let plan: DocumentPlan
    package private(set) var progress: FlowProgress

    /// - Parameter progress: what an earlier run kept; it must be of the same document, which its number of steps shows.
    package init(_ plan: DocumentPlan, resuming progress: FlowProgress? = nil) {
        precondition(progress.map { $0.results.count == plan.steps.count } ?? true, "progress of another document")
        self.plan = plan
        self.progress = progress ?? FlowProgress(stepCount: plan.steps.count)
    }

    package var next: Action {
        guard let index = progress.results.firstIndex(where: { $0 == nil }) else {
            return .finish(progress.status, responseCode: progress.responseCode)
        }
        let step = plan.steps[index]
        if progress.isCancelling {
            return .settle(step: index, .cancelled, message: "The command was cancelled. Step name: \(step.name)")
        }
        if progress.rebootingStep == index { return .reboot(step: index) }
        let isFinally = step.modifiers.isFinally && index == plan.steps.count - 1
        if progress.hasExited, !isFinally {
            let reason = "the exit of an earlier step. Step name: \(step.name)"
            return .settle(step: index, .skipped, message: "\(StepWork.skipPhrase) \(reason)")
        }
        return switch step.work {
        case .run(let script): .run(step: index, script)
        case .skip(let reason): .settle(step: index, .skipped, message: reason)
        case .fail(let reason): .settle(step: index, .refused, message: reason)
        case .succeed: .settle(step: index, .nothingToDo, message: "Nothing to do. Step name: \(step.name)")
        }
    }

    /// Takes the outcome of the step that ``next`` named. A step that has ended already keeps its result, so that a
    /// report that arrives twice changes nothing.
    package mutating func record(_ outcome: StepOutcome, ofStep index: Int) {
        guard progress.results[index] == nil else { return }
        let consequence = plan.steps[index].modifiers.consequence(
            of: outcome, isCancelling: progress.isCancelling, canResume: progress.resumes < Self.maximumResumes)
        switch consequence {
        case .rebootAndRepeat:
            progress.rebootingStep = index
            progress.resumes += 1
        case .end(let result, let exits):
            progress.results[index] = result
            progress.hasExited = progress.hasExited || exits
            progress.rebootingStep = nil
        }
    }

    /// The node has come up with another boot ID.
    package mutating func rebooted() { progress.rebootingStep = nil }

    /// Nothing new is started; what runs is the caller's to stop, and to record as it ends.
    package mutating func cancel() {
        progress.isCancelling = true
        progress.rebootingStep = nil
    }
}
