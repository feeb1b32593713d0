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
        /// Run the script as this step.
        case run(step: StepPlace, RunScript)
        /// Do what the service itself knows how to do, by the step's action.
        case serve(step: StepPlace, ServiceWork)
        /// Record this outcome; the message stands in for the step's output.
        case settle(step: StepPlace, StepOutcome, message: String)
        /// Reboot the node, wait for another boot ID, call ``StepFlow/rebooted()``. The step then runs from its beginning.
        case reboot(step: StepPlace)
        /// Every step has ended; no status is ``DocumentStatus/inProgress``.
        case finish(DocumentStatus, responseCode: Int)
    }

    /// The agent's guard against a step that asks for a reboot each time.
    package static let maximumResumes = 15

    package let plan: DocumentPlan
    package private(set) var progress: FlowProgress
    /// Scripts of a document that another one runs may not ask for a reboot (reference: documents 3.4 rule 4).
    private let isInner: Bool

    /// - Parameter progress: what an earlier run kept; it must be of the same document, which its number of steps shows.
    package init(_ plan: DocumentPlan, resuming progress: FlowProgress? = nil) {
        self.init(plan, resuming: progress, isInner: false)
    }

    private init(_ plan: DocumentPlan, resuming progress: FlowProgress?, isInner: Bool) {
        precondition(progress.map { $0.results.count == plan.steps.count } ?? true, "progress of another document")
        self.plan = plan
        self.progress = progress ?? FlowProgress(stepCount: plan.steps.count)
        self.isInner = isInner
    }

    package var next: Action {
        guard let index = progress.results.firstIndex(where: { $0 == nil }) else {
            return .finish(progress.status, responseCode: progress.responseCode)
        }
        let step = plan.steps[index]
        let place = StepPlace(index)
        if progress.isCancelling {
            return .settle(step: place, .cancelled, message: "The command was cancelled. Step name: \(step.name)")
        }
        if progress.rebootingStep == index { return .reboot(step: place) }
        let isFinally = step.modifiers.isFinally && index == plan.steps.count - 1
        if progress.hasExited, !isFinally {
            let reason = "the exit of an earlier step. Step name: \(step.name)"
            return .settle(step: place, .skipped, message: "\(StepWork.skipPhrase) \(reason)")
        }
        return switch step.work {
        case .run(let script): .run(step: place, script)
        case .serve(let work): .serve(step: place, work)
        case .document(let plan): inner(plan, of: index).next.inside(index)
        case .skip(let reason): .settle(step: place, .skipped, message: reason)
        case .fail(let reason): .settle(step: place, .refused, message: reason)
        case .succeed: .settle(step: place, .nothingToDo, message: "Nothing to do. Step name: \(step.name)")
        }
    }

    /// Takes the outcome of the step that ``next`` named. A step that has ended already keeps its result, so that a
    /// report that arrives twice changes nothing. The last step of an inner document also ends the step that runs it.
    package mutating func record(_ outcome: StepOutcome, ofStep place: StepPlace) {
        let index = place.top
        guard progress.results[index] == nil else { return }
        if let inside = place.inner, case .document(let plan) = plan.steps[index].work {
            var flow = inner(plan, of: index)
            flow.record(outcome, ofStep: inside)
            progress.inner = (progress.inner ?? [:]).merging([index: flow.progress]) { $1 }
            if case .finish(let status, let code) = flow.next { end(index, .document(status, code: code)) }
        } else {
            end(index, outcome)
        }
    }

    private mutating func end(_ index: Int, _ outcome: StepOutcome) {
        let hasResumesLeft = progress.resumes < Self.maximumResumes
        let consequence = plan.steps[index].modifiers.consequence(
            of: outcome, isCancelling: progress.isCancelling,
            canResume: hasResumesLeft && (!isInner || outcome == .rebootWanted))
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

    private func inner(_ plan: DocumentPlan, of index: Int) -> StepFlow {
        StepFlow(plan, resuming: progress.inner?[index], isInner: true)
    }

    /// The node has come up with another boot ID.
    package mutating func rebooted() { progress.rebooted() }

    /// Nothing new is started; what runs is the caller's to stop, and to record as it ends.
    package mutating func cancel() {
        progress.isCancelling = true
        progress.rebooted()
    }

    /// What the step at this place wants remembered between its visits to the node.
    package mutating func note(_ text: String, at place: StepPlace) { progress[note: place] = text }

    /// Says which work is about to start on the node, so that whoever cancels knows its name.
    package mutating func announce(_ work: [String]?) { progress.announcedWork = work }

    /// The step of an inner document, or the command's own.
    package func step(at place: StepPlace) -> StepPlan {
        let step = plan.steps[place.top]
        guard let inside = place.inner, case .document(let inner) = step.work else { return step }
        return StepFlow(inner).step(at: inside)
    }
}

extension StepFlow.Action {
    fileprivate func inside(_ index: Int) -> Self {
        switch self {
        case .run(let place, let script): .run(step: StepPlace(index, inner: place), script)
        case .serve(let place, let work): .serve(step: StepPlace(index, inner: place), work)
        case .settle(let place, let outcome, let message):
            .settle(step: StepPlace(index, inner: place), outcome, message: message)
        case .reboot(let place): .reboot(step: StepPlace(index, inner: place))
        // `record` ends the outer step together with the last inner one.
        case .finish: preconditionFailure("an inner document ended without its step")
        }
    }
}
