extension FieldPattern {
    /// Whether a field is asked for inside another one.
    var isNested: Bool {
        alternatives.contains(where: \.isNested)
            || fields.values.contains { if case .nested = $0 { true } else { false } }
    }

    /// How many combinations of values a policy spans: the product over its lists of their length times their depth, and for
    /// `$or` the sum of what its patterns make of it (user guide, “filter policy constraints”: 3 × 4 × 2 × 3 = 72).
    /// - Returns: `Int.max` for more than an integer holds.
    var combinations: Int { combinations(startingWith: 1, depth: 1) }

    private func combinations(startingWith start: Int, depth: Int) -> Int {
        var product = start
        for field in fields.values {
            switch field {
            case .tests(let tests): product = Self.product(product, Self.product(tests.count, depth))
            case .nested(let pattern): product = pattern.combinations(startingWith: product, depth: depth + 1)
            }
        }
        guard !alternatives.isEmpty else { return product }
        return alternatives.reduce(0) { sum, pattern in
            let (total, isTooMuch) = sum.addingReportingOverflow(
                pattern.combinations(startingWith: product, depth: depth))
            return isTooMuch ? .max : total
        }
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, isTooMuch) = left.multipliedReportingOverflow(by: right)
        return isTooMuch ? .max : product
    }
}
