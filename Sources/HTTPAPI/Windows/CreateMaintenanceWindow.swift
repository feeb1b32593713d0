import AWSWire
import ScheduleEngine
import WindowCore
import WindowService

extension Operation {
    static let createMaintenanceWindow = Operation(CreateMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        let definition = WindowDefinition(
            name: request.name, description: request.description, startDate: request.startDate,
            endDate: request.endDate, schedule: request.schedule, scheduleTimezone: request.scheduleTimezone,
            scheduleOffsetDays: request.scheduleOffset, durationHours: request.duration, cutoffHours: request.cutoff,
            allowsUnassociatedTargets: request.allowUnassociatedTargets,
            daylightSaving: try DaylightSavingPolicy(wire: request.daylightSaving),
            openingNoticeMinutes: request.openingNoticeMinutes)
        let id = try await call.control.createWindow(
            definition, tags: (request.tags ?? []).dictionary(), token: call.clientToken(request.clientToken))
        return CreateMaintenanceWindowResult(windowId: id.rawValue)
    }
}
