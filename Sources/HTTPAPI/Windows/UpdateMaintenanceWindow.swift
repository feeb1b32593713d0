import AWSWire
import ScheduleEngine
import WindowCore
import WindowService

extension Operation {
    static let updateMaintenanceWindow = Operation(UpdateMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        let change = WindowChange(
            name: request.name, description: request.description, startDate: request.startDate,
            endDate: request.endDate, schedule: request.schedule, scheduleTimezone: request.scheduleTimezone,
            scheduleOffsetDays: request.scheduleOffset, durationHours: request.duration, cutoffHours: request.cutoff,
            allowsUnassociatedTargets: request.allowUnassociatedTargets, isEnabled: request.enabled,
            daylightSaving: try DaylightSavingPolicy(wire: request.daylightSaving),
            openingNoticeMinutes: request.openingNoticeMinutes, replacesAll: request.replace ?? false)
        let window = try await call.control.updateWindow(WindowID(rawValue: request.windowId), change)
        return UpdateMaintenanceWindowResult(
            windowId: window.id.rawValue, name: window.name, description: window.description,
            startDate: window.startDate, endDate: window.endDate, schedule: window.schedule,
            scheduleTimezone: window.scheduleTimezone, scheduleOffset: window.scheduleOffsetDays,
            duration: window.durationHours, cutoff: window.cutoffHours,
            allowUnassociatedTargets: window.allowsUnassociatedTargets, enabled: window.isEnabled,
            daylightSaving: window.daylightSaving.rawValue, openingNoticeMinutes: window.openingNoticeMinutes)
    }
}
