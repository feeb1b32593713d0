import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let registerTarget = Operation(RegisterTargetWithMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        let id = try await call.control.registerTarget(
            TargetDefinition(
                criteria: request.targets.map(TargetCriterion.init), ownerInformation: request.ownerInformation,
                name: request.name, description: request.description),
            of: ResourceType(wire: request.resourceType), with: WindowID(rawValue: request.windowId),
            token: call.clientToken(request.clientToken))
        return RegisterTargetWithMaintenanceWindowResult(windowTargetId: id.rawValue)
    }

    static let deregisterTarget = Operation(DeregisterTargetFromMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        let id = WindowTargetID(rawValue: request.windowTargetId.lowercased())
        try await call.control.deregisterTarget(
            id, of: WindowID(rawValue: request.windowId), safely: request.safe ?? false)
        return DeregisterTargetFromMaintenanceWindowResult(windowId: request.windowId, windowTargetId: id.rawValue)
    }
}
