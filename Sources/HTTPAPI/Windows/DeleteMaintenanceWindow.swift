import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let deleteMaintenanceWindow = Operation(DeleteMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        try await call.control.deleteWindow(WindowID(rawValue: request.windowId))
        return DeleteMaintenanceWindowResult(windowId: request.windowId)
    }
}
