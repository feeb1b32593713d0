/// A record in numbers: it complies when no item says otherwise (reference: patching 7.1).
package struct ComplianceSummary: Codable, Hashable, Sendable {
    package let resourceID: String
    package let type: String
    package let execution: ComplianceExecution
    package let compliant: SeverityCounts
    package let nonCompliant: SeverityCounts

    package init(
        resourceID: String, type: String, execution: ComplianceExecution, compliant: SeverityCounts,
        nonCompliant: SeverityCounts
    ) {
        self.resourceID = resourceID
        self.type = type
        self.execution = execution
        self.compliant = compliant
        self.nonCompliant = nonCompliant
    }

    init(of record: ComplianceRecord) {
        var compliant = SeverityCounts()
        var nonCompliant = SeverityCounts()
        for item in record.items {
            if item.isCompliant { compliant.add(item.severity) } else { nonCompliant.add(item.severity) }
        }
        self.init(
            resourceID: record.resourceID, type: record.type, execution: record.execution, compliant: compliant,
            nonCompliant: nonCompliant)
    }

    package var isCompliant: Bool { nonCompliant.total == 0 }

    /// The highest severity among what does not comply; unspecified when everything does.
    package var overallSeverity: ComplianceLevel { nonCompliant.highest ?? .unspecified }
}

/// How many of each severity.
package struct SeverityCounts: Codable, Hashable, Sendable {
    package private(set) var critical = 0
    package private(set) var high = 0
    package private(set) var medium = 0
    package private(set) var low = 0
    package private(set) var informational = 0
    package private(set) var unspecified = 0

    package init() {}

    package mutating func add(_ level: ComplianceLevel, count: Int = 1) {
        switch level {
        case .critical: critical += count
        case .high: high += count
        case .medium: medium += count
        case .low: low += count
        case .informational: informational += count
        case .unspecified: unspecified += count
        }
    }

    package subscript(level: ComplianceLevel) -> Int {
        switch level {
        case .critical: critical
        case .high: high
        case .medium: medium
        case .low: low
        case .informational: informational
        case .unspecified: unspecified
        }
    }

    package var total: Int { ComplianceLevel.allCases.reduce(0) { $0 + self[$1] } }

    package var highest: ComplianceLevel? { ComplianceLevel.allCases.filter { self[$0] > 0 }.max() }
}
