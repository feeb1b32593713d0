import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let openMaintenanceWindow = Operation(OpenMaintenanceWindowRequest.self, for: .operator) { request, call in
        let execution = try await call.control.openWindow(WindowID(rawValue: request.windowId), logger: call.logger)
        return OpenMaintenanceWindowResult(windowId: request.windowId, windowExecutionId: execution.rawValue)
    }
}
