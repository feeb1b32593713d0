package import Foundation
import ScheduleEngine

extension WindowEvent {
    /// A node began or ceased to comply (reference: run command 7.2).
    /// - Parameters:
    ///   - resource: the node's ID.
    ///   - type: `Patch`, `Association` or `Custom:…`; patches tell severity and baseline, the others when they ran.
    ///   - severity: the highest among what does not comply, in the API's word.
    ///   - baselineID: `nil` when it is not known.
    package static func compliance(
        of resource: String, type: String, isCompliant: Bool, severity: String, baselineID: String?, executedAt: Date
    ) -> Self {
        var detail = [
            "resource-type": "managed-instance", "resource-id": resource, "compliance-type": type,
            "compliance-status": isCompliant ? "compliant" : "non_compliant",
        ]
        if type == "Patch" {
            detail["severity"] = severity.lowercased()
            detail["patch-baseline-id"] = baselineID
        } else {
            detail["last-runtime"] = Moment(executedAt).rfc3339()
        }
        return Self(detailType: "Configuration Compliance State Change", resources: [resource], detail: detail)
    }
}
