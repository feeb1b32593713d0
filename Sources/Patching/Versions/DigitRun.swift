/// Runs of decimal digits compared as numbers of any length, without ever computing one: dates and commit counters in
/// versions outgrow every integer.
enum DigitRun {
    /// Compares the runs that start at the two indices and moves the indices behind them. No digits mean 0.
    static func compare(
        _ left: Span<UInt8>, from mine: inout Int, _ right: Span<UInt8>, from theirs: inout Int
    ) -> VersionOrder {
        while mine < left.count, left[mine] == UInt8(ascii: "0") { mine += 1 }
        while theirs < right.count, right[theirs] == UInt8(ascii: "0") { theirs += 1 }
        var order = VersionOrder.same
        while true {
            let mineIsDigit = mine < left.count && left[mine].isDigit
            let theirsIsDigit = theirs < right.count && right[theirs].isDigit
            // More digits, more value; with as many, the first difference decides.
            guard mineIsDigit, theirsIsDigit else {
                return mineIsDigit ? .newer : theirsIsDigit ? .older : order
            }
            if order == .same, left[mine] != right[theirs] {
                order = left[mine] < right[theirs] ? .older : .newer
            }
            mine += 1
            theirs += 1
        }
    }

    static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> VersionOrder {
        var mine = 0
        var theirs = 0
        return compare(left, from: &mine, right, from: &theirs)
    }
}

/// ASCII whatever the locale, as both tools have it.
extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    var isLetter: Bool {
        let lowered = self | 0x20
        return lowered >= UInt8(ascii: "a") && lowered <= UInt8(ascii: "z")
    }
}
