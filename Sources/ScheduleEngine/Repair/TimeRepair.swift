/// Dates and times that are nearly what `at()` takes.
enum TimeRepair {
    static func fix(_ text: String, isCall: Bool) -> Fix? {
        var text = text.asciiLowercased
        if text.hasPrefix("at ") { text = String(text.dropFirst(3)).trimmedBlanks }
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[..<10].allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "-") }) else { return nil }
        let date = String(text.prefix(10))
        var clock = text.dropFirst(10)
        if let first = clock.first, first == "t" || first == " " { clock.removeFirst() }
        let time = clock.prefix { $0.isNumber || $0 == ":" }
        let zone = clock.dropFirst(time.count)
        let padding = ["": "00:00:00", "dd:dd": ":00", "dd:dd:dd": ""]
        let shape = String(time.map { $0 == ":" ? ":" : "d" })
        guard let missing = padding[shape] else { return nil }
        let reason =
            if !zone.isEmpty {
                "The time carries no zone or fraction: it is read in the schedule's time zone, or in UTC when there is none."
            } else if isCall {
                "A one-time schedule names date and time to the second."
            } else {
                "A one-time schedule is written with at()."
            }
        return Fix(reason: reason, expression: "at(\(date)T\(time)\(missing))")
    }
}
