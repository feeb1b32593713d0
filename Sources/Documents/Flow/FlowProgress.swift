/// How far one invocation has come: what a store keeps between two runs of the service. The plan is not in it.
package struct FlowProgress: Codable, Hashable, Sendable {
    /// One for each step; `nil` until it has ended.
    package internal(set) var results: [StepResult?]
    /// The step that asked for a reboot, until the node has come up again.
    package internal(set) var rebootingStep: Int?
    /// Reboots that steps asked for so far.
    package internal(set) var resumes: Int
    package internal(set) var isCancelling: Bool
    /// An outcome ended the document; only a `finallyStep` still runs.
    package internal(set) var hasExited: Bool

    package init(stepCount: Int) {
        results = Array(repeating: nil, count: stepCount)
        resumes = 0
        isCancelling = false
        hasExited = false
    }

    package var status: DocumentStatus { DocumentStatus(of: results, isRebooting: rebootingStep != nil) }

    /// The invocation's `ResponseCode`: the first code that is not 0, and -1 before anything has ended.
    package var responseCode: Int {
        let codes = results.compactMap { $0?.code }
        return codes.first { $0 != 0 } ?? (codes.isEmpty ? ExitCode.notStarted : 0)
    }
}
