/// What a step's work is called on the node: the invocation, the step and how often it was resumed, so that every
/// start of the same work meets the same claim.
package enum SpoolName {
    package static func parts(of key: Invocation.Key, step: Int, resume: Int) -> [String] {
        [key.commandID.rawValue, key.nodeID.rawValue, "\(step)", "\(resume)"]
    }

    /// The names of every work that a finished invocation may have left on its node.
    package static func all(of key: Invocation.Key, steps: [StepRecord]) -> [[String]] {
        steps.flatMap { step in (0...step.resumes).map { parts(of: key, step: step.index, resume: $0) } }
    }
}
