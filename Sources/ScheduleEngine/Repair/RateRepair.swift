/// Wrong plurals, abbreviations and units that can be said in another one.
enum RateRepair {
    private static let units: [(names: Set<String>, seconds: Int)] = [
        (["s", "sec", "secs", "second", "seconds"], 1),
        (["m", "min", "mins", "minute", "minutes"], 60),
        (["h", "hr", "hrs", "hour", "hours"], 3600),
        (["d", "day", "days"], 86400),
        (["w", "week", "weeks"], 7 * 86400),
    ]

    /// - Parameter isCall: whether the text stood in `rate(…)`; alone it must begin with a number, `every` or `rate`.
    static func fix(_ text: String, isCall: Bool) -> Fix? {
        var words = text.asciiLowercased.words
        if let first = words.first, ["every", "@every", "rate", "rate:"].contains(first) { words.removeFirst() }
        let joined = words.joined()
        let digits = joined.prefix { $0.isASCII && $0.isNumber }
        guard (1...9).contains(digits.utf8.count), let value = Int(digits), value > 0 else { return nil }
        let name = String(joined.dropFirst(digits.count))
        if ["month", "months", "year", "years"].contains(name) {
            return Fix(
                reason: "Months and years differ in length, so a rate cannot count them; cron can: "
                    + "“cron(0 2 1 * ? *)” is 02:00 on the 1st of every month.", expression: nil)
        }
        guard let unit = units.first(where: { $0.names.contains(name) }) else { return nil }
        let seconds = value * unit.seconds
        guard seconds % 60 == 0 else {
            return Fix(
                reason: "A rate counts minutes, hours or days; cron with seven fields can name seconds.",
                expression: nil)
        }
        // The author's own unit if there is one, otherwise the largest that fits.
        let chosen =
            RateExpression.Unit.allCases.first { $0.seconds == unit.seconds }
            ?? RateExpression.Unit.allCases.last { seconds % $0.seconds == 0 } ?? .minute
        let count = seconds / chosen.seconds
        return Fix(
            reason: isCall
                ? "A rate is a number and minutes, hours or days; the unit is singular after 1 and plural after any other number."
                : "A fixed spacing is written with rate().",
            expression: "rate(\(count) \(chosen.rawValue)\(count == 1 ? "" : "s"))")
    }
}
