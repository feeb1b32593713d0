import AWSWire
import Foundation
import ScheduleEngine
import WindowCore
import WindowStore

extension Window {
    /// The zone its schedule is read in; UTC when the zone has gone from this machine.
    var zone: TimeZoneRules { scheduleTimezone.flatMap { try? TimeZoneRules.named($0) } ?? .utc }

    /// A moment as AWS writes `NextExecutionTime`: in the window's zone, without seconds that are zero.
    func wireTime(_ date: Date) -> String { Moment(date).shortISO8601(in: zone) }
}

extension DaylightSavingPolicy {
    /// - Throws: `ValidationException`; the validator has checked the enumeration before.
    init?(wire text: String?) throws(WireError) {
        guard let text else { return nil }
        guard let policy = Self(rawValue: text) else {
            throw WireError(.validationException, "DaylightSaving is “\(text)”; it must be shift or skip.")
        }
        self = policy
    }
}

extension Wire.MaintenanceWindowIdentity {
    init(_ listing: WindowListing) {
        let window = listing.window
        self.init(
            windowId: window.id.rawValue, name: window.name, description: window.description,
            enabled: window.isEnabled, duration: window.durationHours, cutoff: window.cutoffHours,
            schedule: window.schedule, scheduleTimezone: window.scheduleTimezone,
            scheduleOffset: window.scheduleOffsetDays, endDate: window.endDate, startDate: window.startDate,
            nextExecutionTime: listing.nextOpeningAt.map(window.wireTime))
    }
}
