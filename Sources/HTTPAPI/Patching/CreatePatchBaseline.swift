import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let createPatchBaseline = Operation(CreatePatchBaselineRequest.self, for: .operator) { request, call in
        let definition = BaselineDefinition(
            name: request.name, description: request.description,
            globalFilters: try request.globalFilters.map([PatchFilter].init),
            rules: try request.approvalRules.map([RuleDefinition].init), approvedPatches: request.approvedPatches,
            approvedPatchesLevel: try ComplianceLevel(wire: request.approvedPatchesComplianceLevel),
            approvedPatchesIncludeNonSecurity: request.approvedPatchesEnableNonSecurity,
            rejectedPatches: request.rejectedPatches,
            rejectedAction: try RejectedAction(wire: request.rejectedPatchesAction),
            availableSecurityUpdatesStatus: request.availableSecurityUpdatesComplianceStatus,
            sources: request.sources.map { $0.map(PatchSource.init) })
        let id = try await call.control.createBaseline(
            definition, for: OperatingSystem(wire: request.operatingSystem), tags: (request.tags ?? []).dictionary(),
            token: call.clientToken(request.clientToken))
        return CreatePatchBaselineResult(baselineId: id.rawValue)
    }
}
