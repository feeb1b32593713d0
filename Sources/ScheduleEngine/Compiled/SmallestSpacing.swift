extension ScheduleExpression {
    /// The least number of seconds between two occurrences that follow one another; `nil` when there are fewer than two.
    ///
    /// Exact, and in civil time: what a change of the clocks does to two occurrences around it is not counted, as no
    /// operator means it when limiting how often a window may open.
    package var smallestSpacingSeconds: Int? {
        switch self {
        case .cron(let cron): cron.smallestSpacingSeconds
        case .rate(let rate): rate.intervalSeconds
        case .at: nil
        }
    }
}

extension CronExpression {
    /// Two neighbours differ in the second, or else in the minute, or else in the hour, or else in the day; in each of these
    /// cases the later one is the first of its minute, hour or day and the earlier one the last.
    fileprivate var smallestSpacingSeconds: Int? {
        let seconds = self.seconds.values(in: CronField.second.range)
        let minutes = self.minutes.values(in: CronField.minute.range)
        let hours = self.hours.values(in: CronField.hour.range)
        let table = self.table
        guard table.canEverFire else { return nil }
        var spacings: [Int] = []
        if let gap = seconds.smallestGap { spacings.append(gap) }
        if let gap = minutes.smallestGap { spacings.append(gap * 60 - (seconds.last! - seconds[0])) }
        if let gap = hours.smallestGap {
            spacings.append(gap * 3600 - (minutes.last! - minutes[0]) * 60 - (seconds.last! - seconds[0]))
        }
        if let gap = table.smallestGapDays {
            spacings.append(gap * 86400 - (table.lastTimeOfDay - table.firstTimeOfDay))
        }
        return spacings.min()
    }
}

extension CronTable {
    /// Over all 230 years; `nil` when only one day matches.
    fileprivate var smallestGapDays: Int? {
        var last: Int?
        var smallest: Int?
        forEachMonth { start, days in
            var rest = days
            while rest != 0 {
                let day = start + rest.trailingZeroBitCount - 1
                rest &= rest - 1
                if let last { smallest = min(smallest ?? .max, day - last) }
                last = day
            }
            // Nothing is nearer than the next day.
            return smallest != 1
        }
        return smallest
    }
}

extension [Int] {
    /// Between neighbours of an ascending list.
    fileprivate var smallestGap: Int? { zip(self, dropFirst()).map { $1 - $0 }.min() }
}
