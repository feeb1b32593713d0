/// What is wrong with a pattern, in the words of the field's rule engine; whoever asked puts its own words before it.
struct PatternError: Error, Hashable, Sendable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
