package import Foundation
package import ScheduleEngine

/// A recurring span in which registered tasks may run (reference: windows 1.1).
package struct Window: Codable, Hashable, Sendable, Identifiable {
    package let id: WindowID
    /// 3 to 128 letters, digits and `_-.`; not unique.
    package var name: String
    /// Sensitive: never logged.
    package var description: String?
    /// As the operator wrote it, because clients compare what they read with what they sent.
    package var startDate: String?
    /// As the operator wrote it.
    package var endDate: String?
    /// `cron()`, `rate()` or `at()`, as the operator wrote it.
    package var schedule: String
    /// An IANA zone name as the operator wrote it; `nil` is UTC.
    package var scheduleTimezone: String?
    /// 1 to 6 days, `cron()` only.
    package var scheduleOffsetDays: Int?
    /// 1 to 24.
    package var durationHours: Int
    /// Hours before the end after which no task starts; 0 to `durationHours - 1`.
    package var cutoffHours: Int
    package var allowsUnassociatedTargets: Bool
    package var isEnabled: Bool
    package var daylightSaving: DaylightSavingPolicy
    /// How long before each opening its owner is told of it, 1 to 10,080; `nil` is not at all.
    package var openingNoticeMinutes: Int?
    package let createdAt: Date
    package var modifiedAt: Date
    /// When the schedule took its present form: the anchor of a rate, and the moment after which the base dates of an
    /// offset count (reference: windows 2.4, 2.7).
    package var activatedAt: Date

    package init(
        id: WindowID, name: String, description: String? = nil, startDate: String? = nil, endDate: String? = nil,
        schedule: String, scheduleTimezone: String? = nil, scheduleOffsetDays: Int? = nil, durationHours: Int,
        cutoffHours: Int, allowsUnassociatedTargets: Bool, isEnabled: Bool = true,
        daylightSaving: DaylightSavingPolicy = .shift, openingNoticeMinutes: Int? = nil, createdAt: Date
    ) {
        self.id = id
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
        self.createdAt = createdAt
        self.modifiedAt = createdAt
        self.activatedAt = createdAt
    }
}

extension Window {
    /// The span of an opening at `scheduledAt`. Durations are elapsed time, never wall-clock time, so a four-hour
    /// window is four hours long on the night the clocks change (reference: windows 2.6).
    package func span(openingAt scheduledAt: Date) -> OpeningSpan {
        let endsAt = scheduledAt.addingTimeInterval(Double(durationHours) * 3600)
        return OpeningSpan(
            scheduledAt: scheduledAt, cutoffAt: endsAt.addingTimeInterval(-Double(cutoffHours) * 3600), endsAt: endsAt)
    }
}

/// When one opening starts, stops taking new tasks, and ends.
package struct OpeningSpan: Hashable, Sendable {
    /// What the schedule said, which is not when the opening really happened.
    package let scheduledAt: Date
    /// No task starts after this moment; one that starts exactly then still may (reference: windows 3.3).
    package let cutoffAt: Date
    /// Nothing is stopped by the end of a window; it is what people are told (reference: windows 3.5).
    package let endsAt: Date

    package init(scheduledAt: Date, cutoffAt: Date, endsAt: Date) {
        self.scheduledAt = scheduledAt
        self.cutoffAt = cutoffAt
        self.endsAt = endsAt
    }
}
