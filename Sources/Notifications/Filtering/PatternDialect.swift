/// Which tests a pattern may ask for: a topic's filter policies know fewer than the event bus.
struct PatternDialect: Sendable {
    /// The tests that may stand in `anything-but`.
    let negatable: Set<String>
    let allowsWildcards: Bool
    /// Whether `prefix` and `suffix` may ignore the case.
    let allowsCaselessEnds: Bool

    static let topic = PatternDialect(
        negatable: ["prefix", "suffix"], allowsWildcards: false, allowsCaselessEnds: false)
    static let eventBus = PatternDialect(
        negatable: ["prefix", "suffix", "equals-ignore-case", "wildcard"], allowsWildcards: true,
        allowsCaselessEnds: true)
}
