/// A cron expression as bit sets, ready to jump from field to field in either direction.
///
/// Whatever the day fields say (`L`, `nW`, `n#k` …) depends on two things only: the month's length and the weekday of
/// its first day. So the days are 28 masks, the months 14 (per leap year and weekday of 1 January), and the years one
/// set in which a year stands only if something happens in it: every jump lands, and a search costs the same whether
/// the answer is tomorrow or in 2096. All times are civil seconds since 1970-01-01T00:00:00, in no zone.
struct CronTable: Sendable {
    private let seconds: UInt64
    private let minutes: UInt64
    private let hours: UInt64
    /// Bit d of `days[firstWeekday * 4 + length - 28]` is day d of such a month.
    private let days: InlineArray<28, UInt32>
    /// Bit m of `months[weekday of 1 January * 2 + leap]`: month m has a matching day.
    private let months: InlineArray<14, UInt16>
    /// Bit y of the whole is 1970 + y; only years that have a matching month.
    private let years: InlineArray<4, UInt64>
    let firstTimeOfDay: Int
    let lastTimeOfDay: Int

    /// 2200-01-01T00:00:00: nothing matches from here on.
    static let end = 7_258_118_400

    init(_ cron: CronExpression) {
        seconds = cron.seconds.bits(in: CronField.second.range)
        minutes = cron.minutes.bits(in: CronField.minute.range)
        hours = cron.hours.bits(in: CronField.hour.range)
        firstTimeOfDay =
            hours.trailingZeroBitCount * 3600 + minutes.trailingZeroBitCount * 60 + seconds.trailingZeroBitCount
        lastTimeOfDay = hours.highestBit * 3600 + minutes.highestBit * 60 + seconds.highestBit

        let pattern = DayPattern(cron)
        let days = InlineArray<28, UInt32> { UInt32(pattern.days(firstWeekday: $0 / 4, length: 28 + $0 % 4)) }
        let named = cron.months.bits(in: CronField.month.range)
        let months = InlineArray<14, UInt16> { kind in
            var weekday = kind / 2
            var found: UInt16 = 0
            for month in 1...12 {
                let length = CivilDate.length(ofMonth: month, leap: kind & 1 == 1)
                if named >> UInt64(month) & 1 == 1, days[weekday * 4 + length - 28] != 0 { found |= 1 << UInt16(month) }
                weekday = (weekday + length) % 7
            }
            return found
        }
        var years = InlineArray<4, UInt64>(repeating: 0)
        cron.years.forEachValue(in: CronField.year.range) { year in
            if months[Self.kind(ofYear: year, january1: CivilDate.january1(of: year))] != 0 {
                years[(year - 1970) / 64] |= 1 << UInt64((year - 1970) % 64)
            }
        }
        self.days = days
        self.months = months
        self.years = years
    }

    var canEverFire: Bool { years[0] | years[1] | years[2] | years[3] != 0 }

    /// The first match at or after a civil time.
    @inline(__always)
    func next(atOrAfter time: Int) -> Int? {
        let time = max(time, 0)
        guard time < Self.end else { return nil }
        let day = Int(UInt32(truncatingIfNeeded: UInt64(truncatingIfNeeded: time) / 86400))
        let date = CivilDate(daysSince1970: day)
        if contains(year: date.year) {
            let months = self.months(ofYear: date.year)
            if months >> UInt64(date.month) & 1 == 1 {
                let matching = self.days(ofMonthWith: date, on: day)
                let here = matching >> UInt64(date.day)
                if here & 1 == 1, let clock = nextTime(atOrAfter: time &- day &* 86400) { return day &* 86400 &+ clock }
                let later = here & ~1
                if later != 0 { return (day &+ later.trailingZeroBitCount) &* 86400 &+ firstTimeOfDay }
            }
            let later = months & (~1 << UInt64(date.month))
            if later != 0 {
                return firstDay(year: date.year, month: later.trailingZeroBitCount) &* 86400 &+ firstTimeOfDay
            }
        }
        guard let year = self.year(after: date.year) else { return nil }
        let month = months(ofYear: year).trailingZeroBitCount
        return firstDay(year: year, month: month) &* 86400 &+ firstTimeOfDay
    }

    /// The last match at or before a civil time.
    @inline(__always)
    func previous(atOrBefore time: Int) -> Int? {
        let time = min(time, Self.end - 1)
        guard time >= 0 else { return nil }
        let day = Int(UInt32(truncatingIfNeeded: UInt64(truncatingIfNeeded: time) / 86400))
        let date = CivilDate(daysSince1970: day)
        if contains(year: date.year) {
            let months = self.months(ofYear: date.year)
            if months >> UInt64(date.month) & 1 == 1 {
                let matching = self.days(ofMonthWith: date, on: day)
                if matching >> UInt64(date.day) & 1 == 1, let clock = previousTime(atOrBefore: time &- day &* 86400) {
                    return day &* 86400 &+ clock
                }
                let earlier = matching & ~(~0 << UInt64(date.day))
                if earlier != 0 { return (day &- date.day &+ earlier.highestBit) &* 86400 &+ lastTimeOfDay }
            }
            let earlier = months & ~(~0 << UInt64(date.month))
            if earlier != 0 { return lastDay(year: date.year, month: earlier.highestBit) &* 86400 &+ lastTimeOfDay }
        }
        guard let year = self.year(before: date.year) else { return nil }
        return lastDay(year: year, month: months(ofYear: year).highestBit) &* 86400 &+ lastTimeOfDay
    }
}

// Times of one day.
extension CronTable {
    @inline(__always)
    private func nextTime(atOrAfter clock: Int) -> Int? {
        let clock = UInt32(truncatingIfNeeded: clock)
        let hour = UInt64(clock / 3600)
        let minute = UInt64(clock / 60 % 60)
        if hours >> hour & 1 == 1 {
            if minutes >> minute & 1 == 1 {
                let rest = seconds >> UInt64(clock % 60)
                if rest != 0 { return Int(clock) &+ rest.trailingZeroBitCount }
            }
            let later = minutes & (~1 << minute)
            if later != 0 {
                return Int(hour) &* 3600 &+ later.trailingZeroBitCount &* 60 &+ seconds.trailingZeroBitCount
            }
        }
        let later = hours & (~1 << hour)
        guard later != 0 else { return nil }
        return later.trailingZeroBitCount &* 3600 &+ minutes.trailingZeroBitCount &* 60 &+ seconds.trailingZeroBitCount
    }

    @inline(__always)
    private func previousTime(atOrBefore clock: Int) -> Int? {
        let clock = UInt32(truncatingIfNeeded: clock)
        let hour = UInt64(clock / 3600)
        let minute = UInt64(clock / 60 % 60)
        if hours >> hour & 1 == 1 {
            if minutes >> minute & 1 == 1 {
                let rest = seconds & ~(~1 << UInt64(clock % 60))
                if rest != 0 { return Int(hour) &* 3600 &+ Int(minute) &* 60 &+ rest.highestBit }
            }
            let earlier = minutes & ~(~0 << minute)
            if earlier != 0 { return Int(hour) &* 3600 &+ earlier.highestBit &* 60 &+ seconds.highestBit }
        }
        let earlier = hours & ~(~0 << hour)
        guard earlier != 0 else { return nil }
        return earlier.highestBit &* 3600 &+ minutes.highestBit &* 60 &+ seconds.highestBit
    }
}

// Days of one year.
extension CronTable {
    @inline(__always)
    private static func kind(ofYear year: Int, january1: Int) -> Int {
        // 1 January 1970 is day 0 and a Thursday.
        (january1 &+ 4) % 7 &* 2 &+ (CivilDate.isLeap(year) ? 1 : 0)
    }

    @inline(__always)
    private func contains(year: Int) -> Bool {
        let bit = year &- 1970
        return years[bit >> 6] >> UInt64(bit & 63) & 1 == 1
    }

    @inline(__always)
    private func months(ofYear year: Int) -> UInt64 {
        UInt64(months[Self.kind(ofYear: year, january1: CivilDate.january1(of: year))])
    }

    /// The matching days of the month in which `date`, day number `day`, lies.
    @inline(__always)
    private func days(ofMonthWith date: CivilDate, on day: Int) -> UInt64 {
        let length = CivilDate.length(ofMonth: date.month, leap: CivilDate.isLeap(date.year))
        // 35 days more keep the dividend positive in January 1970 and change no weekday.
        let firstWeekday = (day &- date.day &+ 1 &+ 4 &+ 35) % 7
        return UInt64(days[firstWeekday &* 4 &+ length &- 28])
    }

    private func month(_ month: Int, of year: Int) -> (start: Int, days: UInt64) {
        let leap = CivilDate.isLeap(year)
        let start = CivilDate.january1(of: year) &+ CivilDate.daysBefore(month: month, leap: leap)
        let length = CivilDate.length(ofMonth: month, leap: leap)
        return (start, UInt64(days[(start &+ 4) % 7 &* 4 &+ length &- 28]))
    }

    private func firstDay(year: Int, month: Int) -> Int {
        let (start, days) = self.month(month, of: year)
        return start &+ days.trailingZeroBitCount &- 1
    }

    private func lastDay(year: Int, month: Int) -> Int {
        let (start, days) = self.month(month, of: year)
        return start &+ days.highestBit &- 1
    }

    private func year(after year: Int) -> Int? {
        let first = year &- 1969
        guard first < 256 else { return nil }
        var word = first >> 6
        var bits = years[word] & (~0 << UInt64(first & 63))
        while bits == 0 {
            word &+= 1
            guard word < 4 else { return nil }
            bits = years[word]
        }
        return 1970 &+ word &* 64 &+ bits.trailingZeroBitCount
    }

    private func year(before year: Int) -> Int? {
        let last = year &- 1971
        guard last >= 0 else { return nil }
        var word = last >> 6
        var bits = years[word] & ~(~1 << UInt64(last & 63))
        while bits == 0 {
            word &-= 1
            guard word >= 0 else { return nil }
            bits = years[word]
        }
        return 1970 &+ word &* 64 &+ bits.highestBit
    }
}

extension CronTable {
    /// Calls `visit` with every matching month in order: its first day's number and its days (bit d is day d).
    func forEachMonth(_ visit: (_ start: Int, _ days: UInt64) -> Bool) {
        for year in 1970...2199 where contains(year: year) {
            let months = self.months(ofYear: year)
            for month in 1...12 where months >> UInt64(month) & 1 == 1 {
                let (start, days) = self.month(month, of: year)
                guard visit(start, days) else { return }
            }
        }
    }
}

extension UInt64 {
    /// The place of the greatest bit set; not for 0.
    @inline(__always)
    var highestBit: Int { 63 &- leadingZeroBitCount }
}
