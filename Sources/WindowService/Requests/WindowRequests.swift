import Foundation
package import ScheduleEngine
package import WindowCore
package import WindowStore

/// What a window is created with (reference: windows 1.1).
package struct WindowDefinition: Hashable, Sendable {
    package var name: String
    package var description: String?
    package var startDate: String?
    package var endDate: String?
    package var schedule: String
    package var scheduleTimezone: String?
    package var scheduleOffsetDays: Int?
    package var durationHours: Int
    package var cutoffHours: Int
    package var allowsUnassociatedTargets: Bool
    /// `nil` is ``DaylightSavingPolicy/shift``.
    package var daylightSaving: DaylightSavingPolicy?
    /// 0 to 10,080; 0 and `nil` are none.
    package var openingNoticeMinutes: Int?

    package init(
        name: String, description: String? = nil, startDate: String? = nil, endDate: String? = nil, schedule: String,
        scheduleTimezone: String? = nil, scheduleOffsetDays: Int? = nil, durationHours: Int, cutoffHours: Int,
        allowsUnassociatedTargets: Bool, daylightSaving: DaylightSavingPolicy? = nil, openingNoticeMinutes: Int? = nil
    ) {
        self.name = name
        self.description = description
        self.startDate = startDate
        self.endDate = endDate
        self.schedule = schedule
        self.scheduleTimezone = scheduleTimezone
        self.scheduleOffsetDays = scheduleOffsetDays
        self.durationHours = durationHours
        self.cutoffHours = cutoffHours
        self.allowsUnassociatedTargets = allowsUnassociatedTargets
        self.daylightSaving = daylightSaving
        self.openingNoticeMinutes = openingNoticeMinutes
    }
}

/// What an update says; `nil` members were not sent (reference: windows 1.4).
package struct WindowChange: Hashable, Sendable {
    package var name: String?
    package var description: String?
    package var startDate: String?
    package var endDate: String?
    package var schedule: String?
    package var scheduleTimezone: String?
    package var scheduleOffsetDays: Int?
    package var durationHours: Int?
    package var cutoffHours: Int?
    package var allowsUnassociatedTargets: Bool?
    package var isEnabled: Bool?
    package var daylightSaving: DaylightSavingPolicy?
    /// 0 to 10,080; 0 is none.
    package var openingNoticeMinutes: Int?
    /// Optional members that were not sent are cleared, and those a window must have must be sent.
    package var replacesAll: Bool

    package init(
        name: String? = nil, description: String? = nil, startDate: String? = nil, endDate: String? = nil,
        schedule: String? = nil, scheduleTimezone: String? = nil, scheduleOffsetDays: Int? = nil,
        durationHours: Int? = nil, cutoffHours: Int? = nil, allowsUnassociatedTargets: Bool? = nil,
        isEnabled: Bool? = nil, daylightSaving: DaylightSavingPolicy? = nil, openingNoticeMinutes: Int? = nil,
        replacesAll: Bool = false
    ) {
        self.name = name
        self.description = description
        self.startDate = startDate
        self.endDate = endDate
        self.schedule = schedule
        self.scheduleTimezone = scheduleTimezone
        self.scheduleOffsetDays = scheduleOffsetDays
        self.durationHours = durationHours
        self.cutoffHours = cutoffHours
        self.allowsUnassociatedTargets = allowsUnassociatedTargets
        self.isEnabled = isEnabled
        self.daylightSaving = daylightSaving
        self.openingNoticeMinutes = openingNoticeMinutes
        self.replacesAll = replacesAll
    }
}

extension Control {
    /// - Returns: the new window's ID, or the earlier one's when the token was used for the same request before.
    package func createWindow(
        _ definition: WindowDefinition, tags: [String: String] = [:], token: ClientToken? = nil
    ) async throws(RequestError) -> WindowID {
        let now = clock.now
        let window = Window(
            id: .random(), name: definition.name, description: definition.description,
            startDate: definition.startDate, endDate: definition.endDate, schedule: definition.schedule,
            scheduleTimezone: definition.scheduleTimezone, scheduleOffsetDays: definition.scheduleOffsetDays,
            durationHours: definition.durationHours, cutoffHours: definition.cutoffHours,
            allowsUnassociatedTargets: definition.allowsUnassociatedTargets,
            daylightSaving: definition.daylightSaving ?? .shift,
            openingNoticeMinutes: definition.openingNoticeMinutes.flatMap { $0 == 0 ? nil : $0 }, createdAt: now)
        try checkTags(tags)
        try window.checkSpan()
        let schedule = try check(scheduleOf: window)
        try window.checkEnd(of: schedule, now: now)
        let next = schedule.next(after: Moment(now)).map { Date($0.moment) }
        let id = try await stored { () async throws(StoreError) in
            try await store.create(window, tags: tags, nextOpeningAt: next, token: token)
        }
        nudges.openings()
        return id
    }

    /// Changes what was sent, checks the result as a whole, and moves the next opening if the schedule changed.
    ///
    /// A member that repeats the stored value is no change: infrastructure tools resend every member, and that must not
    /// re-anchor a rate (reference: windows 1.4).
    /// - Returns: the window as it is now.
    package func updateWindow(_ id: WindowID, _ change: WindowChange) async throws(RequestError) -> Window {
        let now = clock.now
        let listing = try await stored { () async throws(StoreError) in try await store.window(id) }
        let before = listing.window
        var after = try change.applied(to: before)
        after.modifiedAt = now
        try after.checkSpan()

        let isRescheduled =
            (before.schedule, before.scheduleTimezone, before.startDate, before.endDate)
            != (after.schedule, after.scheduleTimezone, after.startDate, after.endDate)
            || before.scheduleOffsetDays != after.scheduleOffsetDays
        if isRescheduled { after.activatedAt = now }
        var next = listing.nextOpeningAt
        if isRescheduled || before.daylightSaving != after.daylightSaving || (after.isEnabled && !before.isEnabled) {
            let schedule = try check(scheduleOf: after)
            if before.endDate != after.endDate { try after.checkEnd(of: schedule, now: now) }
            next = schedule.next(after: Moment(now)).map { Date($0.moment) }
        }
        // Otherwise the stored opening stays, even one that is due this second and not yet taken.
        let (window, opening) = (after, after.isEnabled ? next : nil)
        try await stored { () async throws(StoreError) in try await store.update(window, nextOpeningAt: opening) }
        nudges.openings()
        return window
    }

    /// Forgets the window with its targets and tasks; its history stays readable. An unknown one is no error.
    package func deleteWindow(_ id: WindowID) async throws(RequestError) {
        try await stored { () async throws(StoreError) in try await store.deleteWindow(id) }
        nudges.openings()
    }

    /// The window's schedule, if it can be read and is not denser than this service allows.
    private func check(scheduleOf window: Window) throws(RequestError) -> Schedule {
        let schedule: Schedule
        do { schedule = try window.compiledSchedule() } catch { throw .schedule(error) }
        if let spacing = schedule.expression.smallestSpacingSeconds, spacing < settings.shortestSpacingSeconds {
            throw .invalid(
                "The schedule \(window.schedule) can fire \(spacing) seconds apart; windows open at most every "
                    + "\(settings.shortestSpacingSeconds) seconds here.",
                hint: "Write a schedule with more time between openings.")
        }
        return schedule
    }
}

extension Window {
    private static let mostNoticeMinutes = 7 * 24 * 60

    /// `0 <= Cutoff <= Duration - 1`, judged on the window as it will be (reference: windows 1.2).
    fileprivate func checkSpan() throws(RequestError) {
        guard (1...24).contains(durationHours) else {
            throw .invalid("Duration is \(durationHours) hours; it must lie between 1 and 24.")
        }
        guard (0..<durationHours).contains(cutoffHours) else {
            throw .invalid(
                "Cutoff is \(cutoffHours) hours; with a Duration of \(durationHours) it must lie between 0 and "
                    + "\(durationHours - 1).")
        }
        if let minutes = openingNoticeMinutes, !(0...Self.mostNoticeMinutes).contains(minutes) {
            throw .invalid(
                "OpeningNoticeMinutes is \(minutes); it must lie between 0 and \(Self.mostNoticeMinutes).")
        }
    }

    fileprivate func checkEnd(of schedule: Schedule, now: Date) throws(RequestError) {
        guard let end = schedule.endsAt, end <= Moment(now) else { return }
        throw .invalid("The end date \(endDate ?? "") is not later than now, \(Moment(now)).")
    }
}

extension WindowChange {
    fileprivate func applied(to window: Window) throws(RequestError) -> Window {
        if replacesAll {
            let missing = [
                ("Name", name == nil), ("Schedule", schedule == nil), ("Duration", durationHours == nil),
                ("Cutoff", cutoffHours == nil), ("AllowUnassociatedTargets", allowsUnassociatedTargets == nil),
            ].filter(\.1).map(\.0)
            guard missing.isEmpty else {
                throw .invalid(
                    "With Replace every required member must be sent; \(missing.joined(separator: ", ")) is missing.")
            }
        }
        var result = window
        result.name = name ?? window.name
        result.schedule = schedule ?? window.schedule
        result.durationHours = durationHours ?? window.durationHours
        result.cutoffHours = cutoffHours ?? window.cutoffHours
        result.allowsUnassociatedTargets = allowsUnassociatedTargets ?? window.allowsUnassociatedTargets
        // Enabled is not among the members a window must have, so Replace leaves it alone.
        result.isEnabled = isEnabled ?? window.isEnabled
        result.description = description ?? (replacesAll ? nil : window.description)
        result.startDate = startDate ?? (replacesAll ? nil : window.startDate)
        result.endDate = endDate ?? (replacesAll ? nil : window.endDate)
        result.scheduleTimezone = scheduleTimezone ?? (replacesAll ? nil : window.scheduleTimezone)
        result.scheduleOffsetDays = scheduleOffsetDays ?? (replacesAll ? nil : window.scheduleOffsetDays)
        // A client that knows only AWS's members must not reset ours by replacing: it cannot send them.
        result.daylightSaving = daylightSaving ?? window.daylightSaving
        if let minutes = openingNoticeMinutes { result.openingNoticeMinutes = minutes == 0 ? nil : minutes }
        return result
    }
}
