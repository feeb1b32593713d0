package import Patching
import WindowCore
import WindowStore

extension Control {
    /// Puts what somebody else found out about a node (reference: patching 7.2).
    /// - Parameter isPartial: only the listed items are replaced; for associations, which are several jobs on one node.
    package func putCompliance(_ record: ComplianceRecord, isPartial: Bool) async throws(RequestError) {
        let node = NodeID(rawValue: record.resourceID)
        _ = try await stored { () async throws(StoreError) in try await store.node(node) }
        try record.check()
        guard !isPartial || record.type == ComplianceRecord.associationType else {
            throw .invalid("UploadType PARTIAL is for compliance of type Association only.", hint: "Send COMPLETE.")
        }
        let complete = isPartial ? try await merged(record) : record
        try complete.checkSize()
        let now = clock.now
        try await stored { () async throws(StoreError) in try await store.put(complete, at: now) }
    }

    private func merged(_ record: ComplianceRecord) async throws(RequestError) -> ComplianceRecord {
        let before = try await stored { () async throws(StoreError) in
            try await store.complianceRecord(of: record.resourceID, type: record.type)
        }
        let replaced = Set(record.items.map(\.id))
        let kept = (before?.items ?? []).filter { !replaced.contains($0.id) }
        return ComplianceRecord(
            resourceID: record.resourceID, type: record.type, execution: record.execution,
            contentHash: record.contentHash, items: kept + record.items)
    }
}

extension ComplianceRecord {
    fileprivate func check() throws(RequestError) {
        let isOurs = type == Self.patchType || type == Self.associationType
        guard isOurs || type.hasPrefix("Custom:") else {
            throw .invalid(
                "“\(type)” is not a compliance type. There are Patch, Association and Custom:NAME.",
                hint: "Did you mean “Custom:\(type)”?")
        }
        var seen: Set<String> = []
        for item in items where !item.id.isEmpty && !seen.insert(item.id).inserted {
            throw .complianceItem("The item “\(item.id)” of \(type) is given twice.")
        }
    }

    /// In bytes of texts. The model names the errors and no figures; these are those of inventory, which it shares the
    /// errors with: 200 KB for what somebody defines themselves, 1 MB for all of a type.
    fileprivate func checkSize() throws(RequestError) {
        var total = 0
        for item in items {
            let size = item.sizeBytes
            guard size <= Self.largestItemBytes else {
                throw .complianceItemSize(
                    "The item “\(item.id)” of \(type) has \(size) bytes, and at most \(Self.largestItemBytes) are allowed."
                )
            }
            total += size
        }
        guard total <= Self.largestBytes else {
            throw .complianceSize(
                "The items of \(type) have \(total) bytes together, and at most \(Self.largestBytes) are allowed.")
        }
    }

    private static let largestItemBytes = 200_000
    private static let largestBytes = 1_000_000
}

extension ComplianceItem {
    fileprivate var sizeBytes: Int {
        details.reduce(id.utf8.count + title.utf8.count) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    }
}
