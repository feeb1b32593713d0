import Foundation

/// What a report says as compliance of type `Patch` (reference: patching 7.1, inventory 3).
extension PatchReport {
    /// - Parameter execution: the command that the report is of.
    package func complianceSummary(of resource: String, execution: String) -> ComplianceSummary {
        var compliant = SeverityCounts()
        var nonCompliant = SeverityCounts()
        for item in items where item.state != .notApplicable {
            if item.state.isNonCompliant { nonCompliant.add(item.level) } else { compliant.add(item.level) }
        }
        return ComplianceSummary(
            resourceID: resource, type: ComplianceRecord.patchType,
            execution: ComplianceExecution(at: endedAt, id: execution, type: "Command"), compliant: compliant,
            nonCompliant: nonCompliant)
    }
}

extension ComplianceItem {
    /// A patch as the field's compliance lists show it. What is not applicable is neither compliant nor not, and gives `nil`.
    package init?(_ patch: PatchItem, baseline: BaselineID, patchGroup: String) {
        guard patch.state != .notApplicable else { return nil }
        var details = [
            "PatchState": patch.state.word, "Classification": patch.classification, "PatchSeverity": patch.severity,
            "PatchBaselineId": baseline.rawValue, "PatchGroup": patchGroup, "DocumentName": "AWS-RunPatchBaseline",
            "DocumentVersion": "1", "InstalledTime": patch.installedAt?.ISO8601Format() ?? "",
        ]
        if !patch.cves.isEmpty { details["CVEIds"] = patch.cves.joined(separator: ",") }
        details["DetailedText"] = patch.note
        self.init(
            id: "\(patch.key)", title: patch.title, severity: patch.level, isCompliant: !patch.state.isNonCompliant,
            details: details)
    }
}

extension PatchState {
    /// As details and filters write it: `InstalledPendingReboot`.
    package var word: String { rawValue.lowercased().split(separator: "_").map(\.capitalized).joined() }
}
