import ScheduleEngine

/// The shortest matcher that could be right: it reads the expression's text on its own, walks through every local minute (or
/// second), asks every field, and turns local times into moments by trying every offset the zone has nearby.
///
/// Shares nothing with the engine but the zone's offsets, which are compared with `zdump` elsewhere.
struct NaiveWalker {
    let fields: [String]
    let zone: TimeZoneRules
    let policy: DaylightSavingPolicy
    let offsetDays: Int
    /// Counts for expressions with an offset only.
    let activatedAt: Int
    private let months: Set<Int>
    private let years: Set<Int>
    private let daysOfMonth: Set<Int>
    private let weekdays: Set<Int>

    /// - Parameter expression: valid, with six or seven fields.
    init(
        _ expression: String, zone: TimeZoneRules, policy: DaylightSavingPolicy, offsetDays: Int = 0,
        activatedAt: Int = .min
    ) {
        let fields = expression.dropFirst(5).dropLast().split(separator: " ").map { $0.uppercased() }
        self.fields = fields.count == 6 ? ["0"] + fields : fields
        months = Self.values(self.fields[4], 1...12)
        years = Self.values(self.fields[6], 1970...2199)
        let (day, weekday) = (self.fields[3], self.fields[5])
        daysOfMonth = day.contains { "?LW".contains($0) } ? [] : Self.values(day, 1...31)
        weekdays = weekday.contains { "?L#".contains($0) } ? [] : Self.values(weekday, 1...7)
        self.zone = zone
        self.policy = policy
        self.offsetDays = offsetDays
        self.activatedAt = activatedAt
    }

    /// Every moment within the seconds given, ascending, without duplicates.
    func moments(in range: Range<Int>) -> [Int] {
        var found: Set<Int> = []
        let hours = Self.values(fields[2], 0...23).sorted()
        let minutes = Self.values(fields[1], 0...59).sorted()
        let seconds = Self.values(fields[0], 0...59).sorted()
        let clocks = hours.flatMap { hour in
            minutes.flatMap { minute in seconds.map { hour * 3600 + minute * 60 + $0 } }
        }
        let margin = 3 * 86400 + offsetDays * 86400
        var day = floorDivide(range.lowerBound - margin, 86400)
        while day * 86400 < range.upperBound + margin {
            if matchesDay(day) {
                for clock in clocks {
                    let base = day * 86400 + clock
                    if offsetDays > 0, instant(of: base, policy: .shift)! <= activatedAt { continue }
                    if let second = instant(of: base + offsetDays * 86400, policy: policy), range.contains(second) {
                        found.insert(second)
                    }
                }
            }
            day += 1
        }
        return found.sorted()
    }

    /// Tries offsets: a local time is shown at the instants whose offset leads to it.
    private func instant(of local: Int, policy: DaylightSavingPolicy) -> Int? {
        let offsets = stride(from: -36, through: 36, by: 12).map { offset(at: local + $0 * 3600) }
        let shown = offsets.map { local - $0 }.filter { $0 + offset(at: $0) == local }
        if let first = shown.min() { return first }
        guard policy == .shift else { return nil }
        // Skipped: the clocks before the jump have the smaller offset of the two that are near.
        let near = [offset(at: local - 30 * 3600), offset(at: local + 30 * 3600)]
        return local - near.min()!
    }

    private func offset(at second: Int) -> Int { zone.offsetSeconds(at: Moment(secondsSince1970: Int64(second))) }

    private func matchesDay(_ dayNumber: Int) -> Bool {
        let date = CivilDateTime(walkedFrom: dayNumber)
        guard years.contains(date.year), months.contains(date.month) else { return false }
        let length = (28...31).last { CivilDateTime(year: date.year, month: date.month, day: $0) != nil }!
        let weekday = (dayNumber % 7 + 11) % 7 + 1
        if fields[5] == "?" { return matchesDayOfMonth(date.day, weekday, length) }
        let text = fields[5]
        if text == "L" { return weekday == 7 }
        if text.hasSuffix("L") { return weekday == Self.number(String(text.dropLast())) && date.day + 7 > length }
        if let hash = text.firstIndex(of: "#") {
            let k = Int(text[text.index(after: hash)...])!
            return weekday == Self.number(String(text[..<hash])) && (date.day + 6) / 7 == k
        }
        return weekdays.contains(weekday)
    }

    private func matchesDayOfMonth(_ day: Int, _ weekday: Int, _ length: Int) -> Bool {
        let text = fields[3]
        if text == "L" { return day == length }
        let isWeekday = { (other: Int) in
            let weekdayOfOther = ((weekday - 1 + other - day) % 7 + 35) % 7
            return weekdayOfOther != 0 && weekdayOfOther != 6
        }
        if text.hasPrefix("L-") { return day == length - Int(text.dropFirst(2))! }
        if text.hasSuffix("W") {
            let wanted = text == "LW" ? length : Int(text.dropLast())!
            guard wanted <= length else { return false }
            // Nearest first; there is never a tie between two weekdays, except across a month's end.
            let candidates = (1...length).filter(isWeekday).sorted { abs($0 - wanted) < abs($1 - wanted) }
            return candidates.first == day
        }
        return daysOfMonth.contains(day)
    }

    private static func values(_ text: String, _ range: ClosedRange<Int>) -> Set<Int> {
        Set(range.filter { text == "*" || matches($0, text, range) })
    }

    private static func matches(_ value: Int, _ text: String, _ range: ClosedRange<Int>) -> Bool {
        text.split(separator: ",").contains { item in
            let parts = item.split(separator: "/")
            let step = parts.count == 2 ? Int(parts[1])! : 1
            var (first, last) = (range.lowerBound, range.upperBound)
            if parts[0] != "*" {
                let bounds = parts[0].split(separator: "-").map { number(String($0)) }
                first = bounds[0]
                last = bounds.count == 2 ? bounds[1] : parts.count == 2 ? range.upperBound : first
            }
            var current = first
            if last < first { last += range.count }
            while current <= last {
                if current == value || current - range.count == value, range.contains(value) { return true }
                current += step
            }
            return false
        }
    }

    private static func number(_ text: String) -> Int {
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        return Int(text) ?? months.firstIndex(of: text).map { $0 + 1 } ?? weekdays.firstIndex(of: text)! + 1
    }
}

func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
}

extension CivilDateTime {
    /// Years and months by subtraction, so that no arithmetic is shared with the engine.
    init(walkedFrom dayNumber: Int) {
        var (year, rest) = (1970, dayNumber)
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }
        while rest < 0 {
            year -= 1
            rest += isLeap(year) ? 366 : 365
        }
        while rest >= (isLeap(year) ? 366 : 365) {
            rest -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        while rest >= lengths[month - 1] {
            rest -= lengths[month - 1]
            month += 1
        }
        self = CivilDateTime(year: year, month: month, day: rest + 1)!
    }
}
