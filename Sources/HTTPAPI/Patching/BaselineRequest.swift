import AWSWire
import Patching

/// The members that say what a baseline approves; `nil` ones were not sent.
protocol BaselineRequest {
    var globalFilters: Wire.PatchFilterGroup? { get }
    var approvalRules: Wire.PatchRuleGroup? { get }
    var approvedPatches: [String]? { get }
    var approvedPatchesComplianceLevel: String? { get }
    var approvedPatchesEnableNonSecurity: Bool? { get }
    var rejectedPatches: [String]? { get }
    var rejectedPatchesAction: String? { get }
    var availableSecurityUpdatesComplianceStatus: String? { get }
    var sources: [Wire.PatchSource]? { get }
}

extension CreatePatchBaselineRequest: BaselineRequest {}
extension UpdatePatchBaselineRequest: BaselineRequest {}
extension Wire.BaselineOverride: BaselineRequest {}

extension BaselineDefinition {
    init(_ request: some BaselineRequest, name: String?, description: String? = nil) throws(WireError) {
        self.init(
            name: name, description: description, globalFilters: try request.globalFilters.map([PatchFilter].init),
            rules: try request.approvalRules.map([RuleDefinition].init), approvedPatches: request.approvedPatches,
            approvedPatchesLevel: try ComplianceLevel(wire: request.approvedPatchesComplianceLevel),
            approvedPatchesIncludeNonSecurity: request.approvedPatchesEnableNonSecurity,
            rejectedPatches: request.rejectedPatches,
            rejectedAction: try RejectedAction(wire: request.rejectedPatchesAction),
            availableSecurityUpdatesStatus: request.availableSecurityUpdatesComplianceStatus,
            sources: request.sources.map { $0.map(PatchSource.init) })
    }
}
