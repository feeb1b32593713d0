import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let createPatchBaseline = Operation(CreatePatchBaselineRequest.self, for: .operator) { request, call in
        let definition = try BaselineDefinition(request, name: request.name, description: request.description)
        let id = try await call.control.createBaseline(
            definition, for: OperatingSystem(wire: request.operatingSystem), tags: (request.tags ?? []).dictionary(),
            token: call.clientToken(request.clientToken))
        return CreatePatchBaselineResult(baselineId: id.rawValue)
    }
}
