import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let registerDefaultPatchBaseline = Operation(
        RegisterDefaultPatchBaselineRequest.self, for: .operator
    ) { request, call in
        let id = try await call.control.setDefaultBaseline(BaselineID(rawValue: request.baselineId))
        return RegisterDefaultPatchBaselineResult(baselineId: id.rawValue)
    }

    static let getDefaultPatchBaseline = Operation(GetDefaultPatchBaselineRequest.self, for: .reader) {
        request, call in
        let system = try OperatingSystem(wire: request.operatingSystem)
        let defaults = try await call.control.defaultBaselines()
        return GetDefaultPatchBaselineResult(
            baselineId: defaults[system]?.rawValue, operatingSystem: system.rawValue)
    }
}
