import AWSWire
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// Per type, how many nodes comply.
    static let listComplianceSummaries = Operation(ListComplianceSummariesRequest.self, for: .reader) {
        request, call in
        let filters = try ComplianceFilters(request.filters, about: ComplianceFilters.ofSummaries)
        var types: [String: (compliant: SeverityCounts, nonCompliant: SeverityCounts)] = [:]
        var cursor: String?
        repeat {
            let page = try await call.control.store.complianceSummaries(
                filters.stored, page: PageRequest(limit: 1000, cursor: cursor))
            for summary in page.items where filters.accepts(summary) {
                var counts = types[summary.type] ?? (SeverityCounts(), SeverityCounts())
                if summary.isCompliant {
                    counts.compliant.add(summary.overallSeverity)
                } else {
                    counts.nonCompliant.add(summary.overallSeverity)
                }
                types[summary.type] = counts
            }
            cursor = page.next
        } while cursor != nil
        let found = types.sorted { $0.key < $1.key }
        let page = try call.page(of: found, request.maxResults, request.nextToken, id: \.key)
        return ListComplianceSummariesResult(
            complianceSummaryItems: page.items.map { type, counts in
                .init(
                    complianceType: type, compliantSummary: .init(counts.compliant),
                    nonCompliantSummary: .init(counts.nonCompliant))
            }, nextToken: page.token)
    }

    /// Per node and type, how many items comply.
    static let listResourceComplianceSummaries = Operation(
        ListResourceComplianceSummariesRequest.self, for: .reader
    ) { request, call in
        let filters = try ComplianceFilters(request.filters, about: ComplianceFilters.ofSummaries)
        let page = try call.page(request.maxResults, request.nextToken)
        var found: [ComplianceSummary] = []
        var cursor = page.cursor
        repeat {
            // Asks for as many as are still missing, so that the store's cursor is always that of the last one shown.
            let part = try await call.control.store.complianceSummaries(
                filters.stored, page: PageRequest(limit: page.limit - found.count, cursor: cursor))
            found += part.items.filter(filters.accepts)
            cursor = part.next
        } while cursor != nil && found.count < page.limit
        return ListResourceComplianceSummariesResult(
            resourceComplianceSummaryItems: found.map(Wire.ResourceComplianceSummaryItem.init),
            nextToken: call.token(cursor))
    }
}

extension ComplianceFilters {
    fileprivate static let ofSummaries: [Subject] = [
        .type, .resourceType, .resourceID, .status, .severity, .overallSeverity, .executionTime, .executionID,
        .executionType,
    ]
}

extension Wire.ResourceComplianceSummaryItem {
    init(_ summary: ComplianceSummary) {
        self.init(
            complianceType: summary.type, resourceType: ComplianceListing.resourceType, resourceId: summary.resourceID,
            status: ComplianceListing.status(summary.isCompliant), overallSeverity: summary.overallSeverity.rawValue,
            executionSummary: .init(summary.execution), compliantSummary: .init(summary.compliant),
            nonCompliantSummary: .init(summary.nonCompliant))
    }
}

extension Wire.ComplianceExecutionSummary {
    init(_ execution: ComplianceExecution) {
        self.init(executionTime: execution.at, executionId: execution.id, executionType: execution.type)
    }
}

extension Wire.CompliantSummary {
    init(_ counts: SeverityCounts) { self.init(compliantCount: counts.total, severitySummary: .init(counts)) }
}

extension Wire.NonCompliantSummary {
    init(_ counts: SeverityCounts) { self.init(nonCompliantCount: counts.total, severitySummary: .init(counts)) }
}

extension Wire.SeveritySummary {
    init(_ counts: SeverityCounts) {
        self.init(
            criticalCount: counts.critical, highCount: counts.high, mediumCount: counts.medium, lowCount: counts.low,
            informationalCount: counts.informational, unspecifiedCount: counts.unspecified)
    }
}
