extension DocumentPlan {
    /// The step of this document, or of one that a step of it runs. A place that names a step inside one that runs no
    /// document means that step itself.
    func step(at place: StepPlace) -> StepPlan {
        let step = steps[place.top]
        guard let inside = place.inner, case .document(let inner) = step.work else { return step }
        return inner.step(at: inside)
    }

    /// Puts other work in place of a step's; a place that there is not, or no longer, changes nothing.
    mutating func replaceWork(at place: StepPlace, with work: (StepPlan) -> StepWork) {
        guard steps.indices.contains(place.top) else { return }
        let step = steps[place.top]
        let replacement: StepWork
        if let inside = place.inner {
            guard case .document(var inner) = step.work else { return }
            inner.replaceWork(at: inside, with: work)
            replacement = .document(inner)
        } else {
            replacement = work(step)
        }
        var steps = steps
        steps[place.top] = StepPlan(
            name: step.name, action: step.action, work: replacement, modifiers: step.modifiers)
        self = DocumentPlan(steps: steps)
    }
}
