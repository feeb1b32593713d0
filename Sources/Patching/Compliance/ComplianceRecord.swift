package import Foundation

/// What is known of one resource under one heading: `Patch`, `Association` or `Custom:…` (reference: patching 7).
package struct ComplianceRecord: Codable, Hashable, Sendable {
    package let resourceID: String
    package let type: String
    package let execution: ComplianceExecution
    /// Of what the items were when they were put; equal again, nothing changes.
    package let contentHash: String?
    package let items: [ComplianceItem]

    package init(
        resourceID: String, type: String, execution: ComplianceExecution, contentHash: String? = nil,
        items: [ComplianceItem]
    ) {
        self.resourceID = resourceID
        self.type = type
        self.execution = execution
        self.contentHash = contentHash
        self.items = items
    }

    package static let patchType = "Patch"
    package static let associationType = "Association"

    package var summary: ComplianceSummary { ComplianceSummary(of: self) }
}

/// The run that found it.
package struct ComplianceExecution: Codable, Hashable, Sendable {
    package let at: Date
    package let id: String?
    package let type: String?

    package init(at: Date, id: String? = nil, type: String? = nil) {
        self.at = at
        self.id = id
        self.type = type
    }
}

package struct ComplianceItem: Codable, Hashable, Sendable {
    package let id: String
    package let title: String
    package let severity: ComplianceLevel
    package let isCompliant: Bool
    package let details: [String: String]

    package init(
        id: String, title: String = "", severity: ComplianceLevel, isCompliant: Bool, details: [String: String] = [:]
    ) {
        self.id = id
        self.title = title
        self.severity = severity
        self.isCompliant = isCompliant
        self.details = details
    }
}
