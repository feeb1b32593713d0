import AWSWire
import ScheduleEngine
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let getMaintenanceWindow = Operation(GetMaintenanceWindowRequest.self, for: .reader) { request, call in
        let listing = try await call.control.store.window(WindowID(rawValue: request.windowId))
        let window = listing.window
        return GetMaintenanceWindowResult(
            windowId: window.id.rawValue, name: window.name, description: window.description,
            startDate: window.startDate, endDate: window.endDate, schedule: window.schedule,
            scheduleTimezone: window.scheduleTimezone, scheduleOffset: window.scheduleOffsetDays,
            nextExecutionTime: listing.nextOpeningAt.map(window.wireTime), duration: window.durationHours,
            cutoff: window.cutoffHours, allowUnassociatedTargets: window.allowsUnassociatedTargets,
            enabled: window.isEnabled, createdDate: window.createdAt, modifiedDate: window.modifiedAt,
            daylightSaving: window.daylightSaving.rawValue, openingNoticeMinutes: window.openingNoticeMinutes)
    }
}
