/// What counts of a receiver's answer.
struct Answer: Hashable, Sendable {
    let status: Int
    /// As it came.
    let retryAfter: String?
}

/// Why what a receiver said is no answer.
enum AnswerFlaw: Error, Hashable, Sendable {
    case notHTTP
    /// More than ``AnswerReader/mostHeadBytes``.
    case endless
}
