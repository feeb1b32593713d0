/// An error that a person reads at night: what happened, with the value they gave, and what to try.
package protocol UserFacingError: Error, Sendable {
    /// Stable and tested; scripts may compare it.
    var code: String { get }
    /// What happened, in one sentence.
    var message: String { get }
    /// What to try next, in one sentence; `nil` when the message already says it.
    var hint: String? { get }
}

extension UserFacingError {
    /// The message followed by the hint, for places that have one line.
    package var sentence: String {
        guard let hint else { return message }
        // Somebody else's words may end without one.
        let isEnded = message.last.map { ".!?:)”".contains($0) } ?? true
        return "\(message)\(isEnded ? "" : ".") \(hint)"
    }
}
