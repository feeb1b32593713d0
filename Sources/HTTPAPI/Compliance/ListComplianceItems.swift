import AWSWire
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// One node's items, of all types; without a node those of all nodes (reference: patching 7.3).
    static let listComplianceItems = Operation(ListComplianceItemsRequest.self, for: .reader) { request, call in
        guard (request.resourceTypes ?? []).allSatisfy({ $0 == ComplianceListing.resourceType }) else {
            throw ComplianceListing.unknownType
        }
        let filters = try ComplianceFilters(
            request.filters,
            about: ComplianceFilters.Subject.allCases.filter { $0 != .overallSeverity })
        var wanted = filters.stored
        if let ids = request.resourceIds {
            guard ids.count == 1 else {
                throw WireError(.validationException, "Compliance items are listed for one ResourceId at a time.")
            }
            _ = try await call.control.node(NodeID(rawValue: ids[0]))
            wanted.resourceIDs = ids
        }
        let page = try call.page(request.maxResults, request.nextToken)
        var reading = try ComplianceReading(wanted, page: page)
        let items = try await reading.matching(in: call.control.store, filters)
        return ListComplianceItemsResult(complianceItems: items, nextToken: call.token(reading.next))
    }
}

/// Reads records in order of resource and type, and keeps the place at which a page is full.
private struct ComplianceReading {
    private let filter: ComplianceFilter
    private let limit: Int
    /// Items of the first record that were shown already.
    private var offset = 0
    /// The store's place before the first record.
    private var cursor: String?
    /// Where the next page starts; `nil` when there is none.
    private(set) var next: String?

    init(_ filter: ComplianceFilter, page: PageRequest) throws(StoreError) {
        self.filter = filter
        limit = page.limit
        guard let text = page.cursor else { return }
        let words = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2, let offset = Int(words[0]), offset >= 0 else { throw .invalidCursor }
        self.offset = offset
        cursor = words[1].isEmpty ? nil : String(words[1])
    }

    mutating func matching(
        in store: any Store, _ filters: ComplianceFilters
    ) async throws(StoreError) -> [Wire.ComplianceItem] {
        var found: [Wire.ComplianceItem] = []
        while true {
            // One record at a time: its items may be ten thousand, and the store's cursor then names exactly one.
            let part = try await store.complianceSummaries(filter, page: PageRequest(limit: 1, cursor: cursor))
            guard let summary = part.items.first else { return found }
            let record = try await store.complianceRecord(of: summary.resourceID, type: summary.type)
            if let record {
                for (index, item) in record.items.enumerated().dropFirst(offset)
                where filters.accepts(item, of: record) {
                    if found.count == limit {
                        next = "\(index)/\(cursor ?? "")"
                        return found
                    }
                    found.append(Wire.ComplianceItem(item, of: record))
                }
            }
            guard let following = part.next else { return found }
            offset = 0
            cursor = following
        }
    }
}

extension Wire.ComplianceItem {
    init(_ item: ComplianceItem, of record: ComplianceRecord) {
        self.init(
            complianceType: record.type, resourceType: ComplianceListing.resourceType, resourceId: record.resourceID,
            id: item.id, title: item.title, status: ComplianceListing.status(item.isCompliant),
            severity: item.severity.rawValue, executionSummary: .init(record.execution), details: item.details)
    }
}
