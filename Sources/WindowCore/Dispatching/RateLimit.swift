/// `MaxConcurrency` or `MaxErrors` as written: a number of nodes or a share of them (reference: windows 5.3, 5.4).
package enum RateLimit: Hashable, Sendable {
    case count(Int)
    /// 0 to 100.
    case percent(Int)

    /// Reads `10` or `10%`: no sign, no leading zero, no fraction, at most seven characters.
    package init?(_ text: String) {
        guard (1...7).contains(text.utf8.count) else { return nil }
        let isPercent = text.hasSuffix("%")
        let digits = isPercent ? text.dropLast() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(digits),
            digits == "0" || digits.first != "0"
        else { return nil }
        if isPercent {
            guard value <= 100 else { return nil }
            self = .percent(value)
        } else {
            self = .count(value)
        }
    }

    /// Percentages floor: never more than the operator allowed.
    package func applied(to nodeCount: Int) -> Int {
        switch self {
        case .count(let count): count
        case .percent(let percent): nodeCount * percent / 100
        }
    }

    package var isZero: Bool { self == .count(0) || self == .percent(0) }
}
