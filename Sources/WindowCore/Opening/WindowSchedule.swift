package import Foundation
package import ScheduleEngine

extension Moment {
    package init(_ date: Date) {
        self.init(millisecondsSince1970: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}

extension Date {
    package init(_ moment: Moment) {
        self.init(timeIntervalSince1970: Double(moment.millisecondsSince1970) / 1000)
    }
}

extension ScheduleError: UserFacingError {}

extension Window {
    /// The window's schedule, ready to be asked for moments.
    ///
    /// - Throws: whatever is wrong with the expression, the zone, the offset or the dates.
    package func compiledSchedule() throws(ScheduleError) -> Schedule {
        try Schedule(
            expression: ScheduleExpression(parsing: schedule),
            zone: scheduleTimezone.map { name throws(ScheduleError) in try TimeZoneRules.named(name) } ?? .utc,
            offsetDays: scheduleOffsetDays, startsAt: startDate.map(Self.moment), endsAt: endDate.map(Self.moment),
            activatedAt: Moment(activatedAt), daylightSaving: daylightSaving)
    }

    private static func moment(_ text: String) throws(ScheduleError) -> Moment { try Moment(parsing: text) }

    /// The first opening strictly after `date`; `nil` while the window is disabled, or when none is left.
    package func nextOpening(after date: Date) throws(ScheduleError) -> Date? {
        guard isEnabled else { return nil }
        return try compiledSchedule().next(after: Moment(date)).map { Date($0.moment) }
    }
}
