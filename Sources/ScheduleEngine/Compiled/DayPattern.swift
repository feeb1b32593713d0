/// What the two day fields and the shape of a month say about its days.
struct DayPattern {
    private let cron: CronExpression

    init(_ cron: CronExpression) { self.cron = cron }

    /// The matching days, bit d for day d.
    /// - Parameters:
    ///   - firstWeekday: of the month's first day; 0 is Sunday.
    ///   - length: 28 to 31.
    func days(firstWeekday: Int, length: Int) -> UInt64 {
        switch (cron.dayOfMonth, cron.dayOfWeek) {
        case (.any, .any): 0
        case (.any, .list(let list)): days(on: list.bits(in: CronField.dayOfWeek.range) >> 1, firstWeekday, length)
        case (.any, .last(let weekday)): 1 << UInt64(days(on: 1 << (weekday - 1), firstWeekday, length).highestBit)
        case (.any, .nth(let weekday, let k)):
            bit(first(weekday: weekday - 1, firstWeekday) + 7 * (k - 1), length)
        case (.list(let list), _): list.bits(in: CronField.dayOfMonth.range) & ~(~1 << UInt64(length))
        case (.last(let daysBefore), _): bit(length - daysBefore, length)
        case (.lastWeekday, _): bit(nearestWeekday(to: length, firstWeekday, length), length)
        case (.weekdayNearest(let day), _):
            day > length ? 0 : bit(nearestWeekday(to: day, firstWeekday, length), length)
        }
    }

    private func bit(_ day: Int, _ length: Int) -> UInt64 { day >= 1 && day <= length ? 1 << UInt64(day) : 0 }

    private func first(weekday: Int, _ firstWeekday: Int) -> Int { (weekday - firstWeekday + 7) % 7 + 1 }

    /// - Parameter weekdays: bit 0 is Sunday.
    private func days(on weekdays: UInt64, _ firstWeekday: Int, _ length: Int) -> UInt64 {
        // Turned so that bit 0 is the first day's weekday, and repeated for five weeks.
        let week = (weekdays >> UInt64(firstWeekday) | weekdays << UInt64(7 - firstWeekday)) & 0x7F
        return (week * 0x1020_4081) << 1 & ~(~1 << UInt64(length))
    }

    /// Saturday gives way to Friday and Sunday to Monday, but never into another month.
    private func nearestWeekday(to day: Int, _ firstWeekday: Int, _ length: Int) -> Int {
        switch (firstWeekday + day - 1) % 7 {
        case 6: day == 1 ? 3 : day - 1
        case 0: day == length ? day - 2 : day + 1
        default: day
        }
    }
}

extension CronExpression {
    var table: CronTable { CronTable(self) }
}
