/// The rule for years beyond a zone file's table: a TZ string as in POSIX, with the extensions of RFC 9636
/// (`<+1030>-10:30<+11>-11,M10.1.0,M4.1.0`; hours of -167 to 167).
struct PosixRule: Hashable, Sendable {
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// 1 to 365; 29 February is never counted.
            case julian(Int)
            /// 0 to 365; 29 February is counted.
            case zeroBased(Int)
            /// Month, week 1 to 5 (5 is the last), weekday (0 is Sunday).
            case weekday(Int, Int, Int)
        }
        var day: Day
        /// Seconds after local midnight; may be negative or beyond the day.
        var time: Int
    }

    /// Seconds east of UTC.
    var standardOffset: Int
    /// `nil` when the clocks never change.
    var daylight: (offset: Int, start: Change, end: Change)?

    static func == (left: Self, right: Self) -> Bool {
        left.standardOffset == right.standardOffset && left.daylight?.offset == right.daylight?.offset
            && left.daylight?.start == right.daylight?.start && left.daylight?.end == right.daylight?.end
    }

    func hash(into hasher: inout Hasher) { hasher.combine(standardOffset) }

    /// The changes of a year in ascending order, as instants.
    func changes(in year: Int) -> [(at: Int, offset: Int)] {
        guard let daylight else { return [] }
        let start = (at: daylight.start.localSecond(in: year) - standardOffset, offset: daylight.offset)
        let end = (at: daylight.end.localSecond(in: year) - daylight.offset, offset: standardOffset)
        // Daylight time all year is written as an end that meets the next start: the start wins.
        return end.at <= start.at ? [end, start] : [start, end]
    }
}

extension PosixRule.Change {
    func localSecond(in year: Int) -> Int {
        let january1 = CivilDate.january1(of: year)
        let leap = CivilDate.isLeap(year)
        let day: Int
        switch self.day {
        case .julian(let number): day = january1 + number - 1 + (leap && number >= 60 ? 1 : 0)
        case .zeroBased(let number): day = january1 + number
        case .weekday(let month, let week, let weekday):
            let first = january1 + CivilDate.daysBefore(month: month, leap: leap)
            let length = CivilDate.length(ofMonth: month, leap: leap)
            let offset = (weekday - CivilDate.weekday(daysSince1970: first) + 7) % 7 + 7 * (week - 1)
            day = first + (offset < length ? offset : offset - 7)
        }
        return day * 86400 + time
    }
}

extension PosixRule {
    /// - Returns: `nil` when the text is not such a rule.
    init?(parsing bytes: ArraySlice<UInt8>) {
        var reader = Reader(rest: bytes)
        guard reader.abbreviation(), let west = reader.clock(hoursUpTo: 24) else { return nil }
        standardOffset = -west
        guard !reader.rest.isEmpty else { return }
        guard reader.abbreviation() else { return nil }
        var offset = standardOffset + 3600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let west = reader.clock(hoursUpTo: 24) else { return nil }
            offset = -west
        }
        guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else { return nil }
        daylight = (offset, start, end)
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func abbreviation() -> Bool {
            if take("<") {
                guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[(close + 1)...]
                return true
            }
            let letters = rest.prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0.uppercased) }
            rest = rest[letters.endIndex...]
            return letters.count >= 3
        }

        mutating func number(upTo bound: Int) -> Int? {
            let digits = rest.prefix { $0.isDigit }
            guard (1...3).contains(digits.count) else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            rest = rest[digits.endIndex...]
            return value <= bound ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]`
        mutating func clock(hoursUpTo bound: Int) -> Int? {
            let sign = take("-") ? -1 : 1
            if sign == 1 { _ = take("+") }
            guard let hours = number(upTo: bound) else { return nil }
            var seconds = hours * 3600
            if take(":") {
                guard let minutes = number(upTo: 59) else { return nil }
                seconds += minutes * 60
                if take(":") {
                    guard let given = number(upTo: 59) else { return nil }
                    seconds += given
                }
            }
            return sign * seconds
        }

        mutating func change() -> Change? {
            guard take(",") else { return nil }
            let day: Change.Day
            if take("M") {
                guard let month = number(upTo: 12), month >= 1, take("."), let week = number(upTo: 5), week >= 1,
                    take("."), let weekday = number(upTo: 6)
                else { return nil }
                day = .weekday(month, week, weekday)
            } else if take("J") {
                guard let number = number(upTo: 365), number >= 1 else { return nil }
                day = .julian(number)
            } else {
                guard let number = number(upTo: 365) else { return nil }
                day = .zeroBased(number)
            }
            guard take("/") else { return Change(day: day, time: 7200) }
            guard let time = clock(hoursUpTo: 167) else { return nil }
            return Change(day: day, time: time)
        }
    }
}
