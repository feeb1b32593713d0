/// Which step comes next on one node, and what its outcome means (reference: documents 3.2-3.4).
///
///     next ── run, serve ──▶ record(outcome) ──▶ next …                 the node does it
///        │                      └─ reboot wanted ─▶ reboot ──▶ rebooted() ──▶ the same step again
///        ├── read ──▶ expand(text) ──▶ next …                           the node says which steps there are
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
        /// Run the script; with exit 0 its output is the document that the step runs, whole, for
        /// ``StepFlow/expand(_:at:)``. Any other end is the step's outcome.
        case read(step: StepPlace, RunScript)
        /// Record this outcome; the message stands in for the step's output.
        case settle(step: StepPlace, StepOutcome, message: String)
        /// Reboot the node, wait for another boot ID, call ``StepFlow/rebooted()``. The step then runs from its beginning.
        case reboot(step: StepPlace)
        /// Every step has ended; no status is ``DocumentStatus/inProgress``.
        case finish(DocumentStatus, responseCode: Int)
    }

    /// The agent's guard against a step that asks for a reboot each time; all documents of an invocation count together.
    package static let maximumResumes = 15

    /// With the steps of those documents that were read on the node so far.
    package private(set) var plan: DocumentPlan
    package private(set) var progress: FlowProgress
    /// What a document that is read on the node may run.
    private let documents: [String: DocumentContent]
    /// For a document that another one runs; `nil` for the command's own.
    private let outer: Outer?

    /// What a document that another one runs has to know of what is around it.
    private struct Outer: Hashable {
        /// Reboots that steps elsewhere asked for.
        let resumes: Int
    }

    /// - Parameters:
    ///   - progress: what an earlier run kept; it must be of the same document, which its number of steps shows.
    ///   - documents: those that the plan was made with: a document that is read on the node may run them too.
    package init(
        _ plan: DocumentPlan, resuming progress: FlowProgress? = nil, documents: [String: DocumentContent] = [:]
    ) {
        precondition(progress.map { $0.results.count == plan.steps.count } ?? true, "progress of another document")
        self.plan = plan
        self.progress = progress ?? FlowProgress(stepCount: plan.steps.count)
        self.documents = documents
        outer = nil
        for place in self.progress.placesOfTexts { expandPlan(at: place) }
    }

    private init(inner plan: DocumentPlan, resuming progress: FlowProgress, outer: Outer) {
        self.plan = plan
        self.progress = progress
        self.outer = outer
        documents = [:]
    }

    package var next: Action {
        guard let index = progress.results.firstIndex(where: { $0 == nil }) else {
            return .finish(progress.status, responseCode: progress.responseCode)
        }
        let step = plan.steps[index]
        let place = StepPlace(index)
        if progress.isCancelling {
            // What has begun is ended step by step, so that it shows what its steps came to.
            if progress.inner?[index] != nil, case .document(let plan) = step.work,
                let flow = inner(plan, of: index)
            {
                return flow.next.inside(index)
            }
            return .settle(step: place, .cancelled, message: "The command was cancelled. Step name: \(step.name)")
        }
        if progress.rebootingStep == index { return .reboot(step: place) }
        let isFinally = step.modifiers.isFinally && index == plan.steps.count - 1
        if progress.hasExited, !isFinally {
            let reason = "the exit of an earlier step. Step name: \(step.name)"
            return .settle(step: place, .skipped, message: "\(StepWork.skipPhrase) \(reason)")
        }
        switch step.work {
        case .run(let script): return .run(step: place, script)
        case .serve(let work): return .serve(step: place, work)
        case .document(let plan):
            guard let flow = inner(plan, of: index) else {
                let message = "The document that the step runs is not the one it began with. Step name: \(step.name)"
                return .settle(step: place, .refused, message: message)
            }
            return flow.next.inside(index)
        case .localDocument(let document): return .read(step: place, document.script)
        case .skip(let reason): return .settle(step: place, .skipped, message: reason)
        case .fail(let reason): return .settle(step: place, .refused, message: reason)
        case .succeed: return .settle(step: place, .nothingToDo, message: "Nothing to do. Step name: \(step.name)")
        }
    }

    /// Takes the outcome of the step that ``next`` named. A step that has ended already keeps its result, so that a
    /// report that arrives twice changes nothing. The last step of an inner document also ends the step that runs it.
    package mutating func record(_ outcome: StepOutcome, ofStep place: StepPlace) {
        let index = place.top
        guard progress.results[index] == nil else { return }
        if let inside = place.inner, case .document(let plan) = plan.steps[index].work,
            var flow = inner(plan, of: index)
        {
            flow.record(outcome, ofStep: inside)
            progress.inner = (progress.inner ?? [:]).merging([index: flow.progress]) { $1 }
            let status = DocumentStatus(merging: flow.progress.results)
            if status != .inProgress { end(index, .document(status, code: flow.progress.responseCode)) }
        } else if case .localDocument = plan.steps[index].work, outcome == .exited(code: 0) {
            // Read, but not taken: nothing of the document has run, which is no success.
            end(index, .refused)
        } else {
            end(index, outcome)
        }
    }

    private mutating func end(_ index: Int, _ outcome: StepOutcome) {
        let hasResumesLeft = (outer?.resumes ?? 0) + progress.allResumes < Self.maximumResumes
        // A script of a document that another one runs may not ask for a reboot (reference: documents 3.4 rule 4).
        let consequence = plan.steps[index].modifiers.consequence(
            of: outcome, isCancelling: progress.isCancelling,
            canResume: hasResumesLeft && (outer == nil || outcome == .rebootWanted))
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

    /// - Returns: `nil` when what was kept is of another document.
    private func inner(_ plan: DocumentPlan, of index: Int) -> StepFlow? {
        let kept = progress.inner?[index]
        var inner = kept ?? FlowProgress(stepCount: plan.steps.count)
        guard inner.results.count == plan.steps.count, inner.results.contains(nil) else { return nil }
        inner.isCancelling = progress.isCancelling
        let elsewhere = (outer?.resumes ?? 0) + progress.allResumes - inner.allResumes
        return StepFlow(inner: plan, resuming: inner, outer: Outer(resumes: elsewhere))
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

    /// Takes the document that ``Action/read(step:_:)`` brought, and remembers it. ``next`` is then its first step, or
    /// settles the step as refused when this text cannot be run.
    package mutating func expand(_ text: String, at place: StepPlace) {
        guard case .localDocument = step(at: place).work else { return }
        progress[text: place] = text
        expandPlan(at: place)
    }

    private mutating func expandPlan(at place: StepPlace) {
        guard let text = progress[text: place] else { return }
        plan.replaceWork(at: place) { step in
            guard case .localDocument(let document) = step.work else { return step.work }
            do throws(DocumentError) {
                return .document(try document.plan(text, documents: documents))
            } catch {
                let name = "Step name: \(step.name)"
                return .fail(reason: "The document \(document.path) cannot be run: \(error.message) \(name)")
            }
        }
    }

    /// The step of this name that stands before a step of the same document; `nil` if there is none.
    package func sibling(named name: String, before place: StepPlace) -> StepPlace? {
        place.earlierSiblings.first { step(at: $0).name == name }
    }

    /// The step of an inner document, or the command's own.
    package func step(at place: StepPlace) -> StepPlan { plan.step(at: place) }
}

extension StepFlow.Action {
    fileprivate func inside(_ index: Int) -> Self {
        switch self {
        case .run(let place, let script): .run(step: StepPlace(index, inner: place), script)
        case .serve(let place, let work): .serve(step: StepPlace(index, inner: place), work)
        case .read(let place, let script): .read(step: StepPlace(index, inner: place), script)
        case .settle(let place, let outcome, let message):
            .settle(step: StepPlace(index, inner: place), outcome, message: message)
        case .reboot(let place): .reboot(step: StepPlace(index, inner: place))
        // `inner` makes no flow of a document that has ended.
        case .finish: preconditionFailure("an inner document ended without its step")
        }
    }
}
