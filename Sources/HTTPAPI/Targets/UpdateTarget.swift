import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let updateTarget = Operation(UpdateMaintenanceWindowTargetRequest.self, for: .operator) { request, call in
        let change = TargetChange(
            criteria: request.targets?.map(TargetCriterion.init), ownerInformation: request.ownerInformation,
            name: request.name, description: request.description, replacesAll: request.replace ?? false)
        let target = try await call.control.updateTarget(
            WindowTargetID(rawValue: request.windowTargetId.lowercased()),
            of: WindowID(rawValue: request.windowId), change)
        return UpdateMaintenanceWindowTargetResult(
            windowId: target.windowID.rawValue, windowTargetId: target.id.rawValue,
            targets: target.criteria.map(Wire.Target.init), ownerInformation: target.ownerInformation,
            name: target.name, description: target.description)
    }
}
