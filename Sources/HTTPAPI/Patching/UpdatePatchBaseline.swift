import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let updatePatchBaseline = Operation(UpdatePatchBaselineRequest.self, for: .operator) { request, call in
        let definition = try BaselineDefinition(request, name: request.name, description: request.description)
        let baseline = try await call.control.updateBaseline(
            BaselineID(rawValue: request.baselineId), definition, replacingAll: request.replace ?? false)
        return UpdatePatchBaselineResult(
            baselineId: baseline.id.rawValue, name: baseline.name, operatingSystem: baseline.operatingSystem.rawValue,
            globalFilters: .init(baseline.globalFilters), approvalRules: .init(baseline.rules),
            approvedPatches: baseline.approvedPatches,
            approvedPatchesComplianceLevel: baseline.approvedPatchesLevel.rawValue,
            approvedPatchesEnableNonSecurity: baseline.approvedPatchesIncludeNonSecurity,
            rejectedPatches: baseline.rejectedPatches, rejectedPatchesAction: baseline.rejectedAction.rawValue,
            createdDate: baseline.createdAt, modifiedDate: baseline.modifiedAt, description: baseline.description,
            sources: baseline.sources.map(Wire.PatchSource.init),
            availableSecurityUpdatesComplianceStatus: baseline.availableSecurityUpdatesStatus)
    }

    static let deletePatchBaseline = Operation(DeletePatchBaselineRequest.self, for: .operator) { request, call in
        try await call.control.deleteBaseline(BaselineID(rawValue: request.baselineId))
        return DeletePatchBaselineResult(baselineId: request.baselineId)
    }
}
