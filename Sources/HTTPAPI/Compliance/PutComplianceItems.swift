import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let putComplianceItems = Operation(PutComplianceItemsRequest.self, for: .operator) { request, call in
        guard request.resourceType == ComplianceListing.resourceType else { throw ComplianceListing.unknownType }
        var items: [ComplianceItem] = []
        for entry in request.items { items.append(try ComplianceItem(entry)) }
        let record = ComplianceRecord(
            resourceID: request.resourceId, type: request.complianceType,
            execution: ComplianceExecution(
                at: request.executionSummary.executionTime, id: request.executionSummary.executionId,
                type: request.executionSummary.executionType), contentHash: request.itemContentHash, items: items)
        try await call.control.putCompliance(record, isPartial: request.uploadType == "PARTIAL")
        return PutComplianceItemsResult()
    }
}

extension ComplianceItem {
    fileprivate init(_ entry: Wire.ComplianceItemEntry) throws(WireError) {
        self.init(
            id: entry.id ?? "", title: entry.title ?? "",
            severity: try ComplianceLevel(wire: entry.severity) ?? .unspecified,
            isCompliant: entry.status == ComplianceListing.compliant, details: entry.details ?? [:])
    }
}

/// The words that compliance is listed in.
enum ComplianceListing {
    /// The only kind of resource that has compliance.
    static let resourceType = "ManagedInstance"
    static let compliant = "COMPLIANT"
    static let nonCompliant = "NON_COMPLIANT"

    static func status(_ isCompliant: Bool) -> String { isCompliant ? compliant : nonCompliant }

    static var unknownType: WireError {
        WireError(.invalidResourceType, "Compliance is of resources of type ManagedInstance.")
    }
}
