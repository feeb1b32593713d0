import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let getPatchBaseline = Operation(GetPatchBaselineRequest.self, for: .reader) { request, call in
        let baseline = try await call.control.patchBaseline(BaselineID(rawValue: request.baselineId))
        return GetPatchBaselineResult(
            baselineId: baseline.id.rawValue, name: baseline.name, operatingSystem: baseline.operatingSystem.rawValue,
            globalFilters: .init(baseline.globalFilters), approvalRules: .init(baseline.rules),
            approvedPatches: baseline.approvedPatches,
            approvedPatchesComplianceLevel: baseline.approvedPatchesLevel.rawValue,
            approvedPatchesEnableNonSecurity: baseline.approvedPatchesIncludeNonSecurity,
            rejectedPatches: baseline.rejectedPatches, rejectedPatchesAction: baseline.rejectedAction.rawValue,
            patchGroups: try await call.control.patchGroups(servedBy: baseline.id), createdDate: baseline.createdAt,
            modifiedDate: baseline.modifiedAt, description: baseline.description,
            sources: baseline.sources.map(Wire.PatchSource.init),
            availableSecurityUpdatesComplianceStatus: baseline.availableSecurityUpdatesStatus)
    }
}
