/// What `numeric` asks of a number: one bound, two bounds, or equality.
struct NumericRange: Hashable, Sendable {
    enum Comparison: String, Sendable {
        case less = "<"
        case atMost = "<="
        case equal = "="
        case more = ">"
        case atLeast = ">="

        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .less: left < right
            case .atMost: left <= right
            case .equal: left == right
            case .more: left > right
            case .atLeast: left >= right
            }
        }
    }

    struct Bound: Hashable, Sendable {
        let comparison: Comparison
        let limit: Double
    }

    let bounds: [Bound]

    func contains(_ number: Double) -> Bool { bounds.allSatisfy { $0.comparison.holds(number, $0.limit) } }
}

extension NumericRange {
    /// Reads `[">", 0, "<=", 150]`; the texts of errors are those of the field's rule engine.
    init(reading value: BodyValue) throws(PatternError) {
        guard case .list(let list) = value else {
            throw PatternError("Value of numeric must be an array.")
        }
        var terms = list[...]
        guard let first = terms.popFirst() else { throw PatternError("Invalid member in numeric match: ]") }
        guard case .text(let word) = first else {
            throw PatternError("Invalid member in numeric match: \(first.inWords)")
        }
        guard let comparison = Comparison(rawValue: word) else {
            throw PatternError("Unrecognized numeric range operator: \(word)")
        }
        let lower = Bound(comparison: comparison, limit: try Self.limit(of: comparison, from: &terms))
        guard let next = terms.popFirst() else {
            bounds = [lower]
            return
        }
        guard comparison == .more || comparison == .atLeast else {
            throw PatternError("Too many elements in numeric expression")
        }
        guard case .text(let nextWord) = next else { throw PatternError("Bad value in numeric range: \(next.inWords)") }
        guard let upperComparison = Comparison(rawValue: nextWord), [.less, .atMost].contains(upperComparison) else {
            throw PatternError("Bad numeric range operator: \(nextWord)")
        }
        let upper = Bound(comparison: upperComparison, limit: try Self.limit(of: upperComparison, from: &terms))
        guard lower.limit < upper.limit else { throw PatternError("Bottom must be less than top") }
        guard terms.isEmpty else { throw PatternError("Too many terms in numeric range expression") }
        bounds = [lower, upper]
    }

    private static func limit(
        of comparison: Comparison, from terms: inout ArraySlice<BodyValue>
    ) throws(PatternError) -> Double {
        guard case .number(let limit)? = terms.popFirst() else {
            throw PatternError("Value of \(comparison == .equal ? "equals" : comparison.rawValue) must be numeric")
        }
        return limit
    }
}
