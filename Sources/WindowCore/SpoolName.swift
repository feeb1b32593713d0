/// What a step's work is called on the node: the invocation, the step and how often it was resumed, so that every
/// start of the same work meets the same claim.
package enum SpoolName {
    package static func parts(of key: Invocation.Key, step: Int, resume: Int) -> [String] {
        parts(of: key, work: ["\(step)", "\(resume)"])
    }

    /// - Parameter work: the step's place, how often it was resumed, and for a step of several visits which one.
    package static func parts(of key: Invocation.Key, work: [String]) -> [String] {
        [key.commandID.rawValue, key.nodeID.rawValue] + work
    }

    /// The names of every work that a finished invocation may have left on its node.
    package static func all(of key: Invocation.Key, steps: [StepRecord]) -> [[String]] {
        steps.flatMap { step in
            step.works.map { works in works.map { parts(of: key, work: $0) } }
                ?? (0...step.resumes).map { parts(of: key, step: step.index, resume: $0) }
        }
    }

    /// What works of steps that announce theirs would be called without that.
    package static func unannounced(of key: Invocation.Key, steps: [StepRecord]) -> [[String]] {
        steps.filter { $0.works != nil }.flatMap { step in
            (0...step.resumes).map { parts(of: key, step: step.index, resume: $0) }
        }
    }
}
