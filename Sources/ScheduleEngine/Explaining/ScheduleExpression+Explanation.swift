extension ScheduleExpression {
    /// The expression in plain English: “At 02:00 on the third Thursday of every month, in every year”.
    ///
    /// No zone, dates or policy, because an expression does not know them; no full stop at the end.
    package var explanation: String {
        switch self {
        case .cron(let cron):
            "\(cron.timePhrase)\(cron.dayPhrase), \(cron.yearPhrase)"
                + (canEverFire ? "" : "; it never fires, because no date from 1970 to 2199 matches")
        case .rate(let rate):
            rate.value == 1
                ? "Every \(rate.unit.rawValue), counted from the start date or the activation"
                : "Every \(rate.value) \(rate.unit.rawValue)s, counted from the start date or the activation"
        case .at(let civil):
            "Once, at \(civil.clockText) on \(civil.day) \(EnglishName.months[civil.month - 1]) \(civil.year)"
        }
    }
}

extension CivilDateTime {
    fileprivate var clockText: String { EnglishList.clock(hour: hour, minute: minute, second: second) }
}

extension CronExpression {
    // MARK: Which times of the day

    /// A few times are listed; more are described field by field.
    fileprivate var timePhrase: String {
        let seconds = self.seconds.values(in: CronField.second.range)
        let minutes = self.minutes.values(in: CronField.minute.range)
        let hours = self.hours.values(in: CronField.hour.range)
        if seconds.count * minutes.count * hours.count <= 6 {
            let times = hours.flatMap { hour in
                minutes.flatMap { minute in
                    seconds.map { EnglishList.clock(hour: hour, minute: minute, second: $0) }
                }
            }
            return "At \(EnglishList.joined(times)) "
        }
        return "\(clockPhrase(seconds: seconds, minutes: minutes))\(hourPhrase(hours)), "
    }

    private func clockPhrase(seconds: [Int], minutes: [Int]) -> String {
        let everyMinute = EnglishList.steps(minutes, through: 59, unit: "minute")
        let minute = everyMinute ?? "minute\(minutes.count == 1 ? "" : "s") \(EnglishList.runs(minutes))"
        if seconds == [0] { return everyMinute.map(\.capitalizedFirst) ?? "At \(minute)" }
        let everySecond = EnglishList.steps(seconds, through: 59, unit: "second")
        let second =
            everySecond.map(\.capitalizedFirst)
            ?? "At second\(seconds.count == 1 ? "" : "s") \(EnglishList.runs(seconds))"
        if everyMinute == "every minute" { return everySecond == nil ? "\(second) of every minute" : second }
        return everyMinute == nil ? "\(second) of \(minute)" : "\(second) of a minute, \(minute)"
    }

    private func hourPhrase(_ hours: [Int]) -> String {
        if hours.count == 24 {
            // “Every 15 minutes of every hour” says no more than “every 15 minutes”.
            let minutes = self.minutes.values(in: CronField.minute.range)
            return EnglishList.steps(minutes, through: 59, unit: "minute") == nil ? " of every hour" : ""
        }
        if hours.count == 1 { return " from \(padded(hours[0], to: 2)):00 to \(padded(hours[0], to: 2)):59" }
        if let step = EnglishList.steps(hours, through: 23, unit: "hour") {
            return " in \(step.replacingFirst("every", with: "one hour of every")) from 00:00"
        }
        let runs = EnglishList.consecutive(hours, modulus: nil).map { first, last in
            "\(padded(first, to: 2)):00 to \(padded(last, to: 2)):59"
        }
        return " from \(EnglishList.joined(runs))"
    }

    // MARK: Which days

    fileprivate var dayPhrase: String {
        switch (dayOfMonth, dayOfWeek) {
        case (.any, .list(let list)): weekdayPhrase(list.values(in: CronField.dayOfWeek.range))
        case (.any, .last(let weekday)): "on the last \(EnglishName.weekdays[weekday - 1])\(ofMonths)"
        case (.any, .nth(let weekday, let k)):
            "on the \(EnglishName.counts[k - 1]) \(EnglishName.weekdays[weekday - 1])\(k == 5 ? ofMonthsHavingIt : ofMonths)"
        case (.any, .any): "never"
        case (.list(let list), _): monthDayPhrase(list.values(in: CronField.dayOfMonth.range))
        case (.last(0), _): "on the last day\(ofMonths)"
        case (.last(let days), _):
            "on the day \(days) day\(days == 1 ? "" : "s") before the last\(days > 27 ? ofMonthsHavingIt : ofMonths)"
        case (.lastWeekday, _): "on the last weekday (Monday to Friday)\(ofMonths)"
        case (.weekdayNearest(let day), _):
            "on the weekday (Monday to Friday) nearest to the \(EnglishName.ordinal(day))"
                + (day > 28 ? ofMonthsHavingIt : ofMonths)
        }
    }

    private func weekdayPhrase(_ weekdays: [Int]) -> String {
        if weekdays.count == 7 { return "every day\(inMonths)" }
        let names = EnglishName.weekdays
        if weekdays.count == 1 { return "every \(names[weekdays[0] - 1])\(inMonths)" }
        let runs = EnglishList.consecutive(weekdays, modulus: 1...7)
        if runs.count == 1, weekdays.count > 2 {
            return "from \(names[runs[0].0 - 1]) to \(names[runs[0].1 - 1])\(inMonths)"
        }
        return "on \(EnglishList.joined(EnglishList.spelled(runs) { names[$0 - 1] }))\(inMonths)"
    }

    private func monthDayPhrase(_ days: [Int]) -> String {
        if days.count == 31 { return "every day\(inMonths)" }
        let text = EnglishList.joined(
            EnglishList.spelled(EnglishList.consecutive(days, modulus: nil)) { EnglishName.ordinal($0) })
        return "on the \(text)" + (days.count == 1 && days[0] > 28 ? ofMonthsHavingIt : ofMonths)
    }

    private var monthValues: [Int] { months.values(in: CronField.month.range) }

    /// After a day that is counted within the month.
    private var ofMonths: String {
        let runs = EnglishList.consecutive(monthValues, modulus: 1...12)
        if monthValues.count == 12 { return " of every month" }
        if runs.count == 1, monthValues.count > 2 { return " of each month\(inMonths)" }
        return " of \(monthNames)"
    }

    /// After a day that some months lack.
    private var ofMonthsHavingIt: String {
        monthValues.count == 12 ? " of every month that has one" : "\(ofMonths), when there is one"
    }

    /// After a day that the month only limits.
    private var inMonths: String {
        let runs = EnglishList.consecutive(monthValues, modulus: 1...12)
        if monthValues.count == 12 { return "" }
        return runs.count == 1 && monthValues.count > 2 ? " from \(monthNames)" : " in \(monthNames)"
    }

    private var monthNames: String {
        let runs = EnglishList.consecutive(monthValues, modulus: 1...12)
        return EnglishList.joined(EnglishList.spelled(runs) { EnglishName.months[$0 - 1] })
    }

    // MARK: Which years

    fileprivate var yearPhrase: String {
        let values = years.values(in: CronField.year.range)
        if values.count == CronField.year.range.count { return "in every year" }
        if let interval = EnglishList.interval(values), values.count > 3 {
            return "in every \(EnglishName.ordinal(interval)) year from \(values[0]) to \(values.last!)"
        }
        return "in \(EnglishList.runs(values))"
    }
}
