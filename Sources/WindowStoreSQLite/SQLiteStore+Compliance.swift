package import Foundation
import GRDB
package import Patching
import WindowCore
package import WindowStore

/// Compliance of every type: counts in a narrow row, items beside it. Of patches, items are those of the node's report,
/// unless somebody has put others since.
extension SQLiteStore {
    /// The field's own limit (reference: patching 7.2).
    private static let customTypeLimit = 10

    package func put(_ record: ComplianceRecord, at now: Date) async throws(StoreError) {
        try await write { db in
            try db.requireNode(record.resourceID)
            if let hash = record.contentHash,
                try db.row(
                    "SELECT 1 FROM compliance WHERE resourceID = ? AND type = ? AND contentHash = ?",
                    [record.resourceID, record.type, hash]) != nil
            {
                return
            }
            try db.requireRoom(for: record.type, limit: Self.customTypeLimit)
            try db.replaceCompliance(
                with: record.summary, contentHash: record.contentHash, items: try Columns.json(record.items),
                baselineID: record.items.lazy.compactMap { $0.details["PatchBaselineId"] }.first, at: now)
        }
    }

    package func complianceRecord(
        of resource: String, type: String
    ) async throws(StoreError) -> ComplianceRecord? {
        try await read { db in
            guard
                let row = try db.row(
                    """
                    SELECT compliance.*, items FROM compliance LEFT JOIN complianceItems USING (resourceID, type)
                    WHERE resourceID = ? AND type = ?
                    """, [resource, type])
            else { return nil }
            let items: String? = row["items"]
            return ComplianceRecord(
                resourceID: resource, type: type, execution: ComplianceExecution(row), contentHash: row["contentHash"],
                items: try items.map { try Columns.value([ComplianceItem].self, from: $0) }
                    ?? db.complianceItems(ofReportOf: resource))
        }
    }

    package func complianceSummaries(
        _ filter: ComplianceFilter, page: PageRequest
    ) async throws(StoreError) -> Page<ComplianceSummary> {
        let place = try Self.place(page.cursor)
        return try await read { db in
            var sql = "SELECT * FROM compliance WHERE (resourceID, type) > (?, ?)"
            var arguments: StatementArguments = [place.resourceID, place.type]
            for (column, values) in [("resourceID", filter.resourceIDs), ("type", filter.types)]
            where !values.isEmpty {
                sql += " AND \(column) IN (SELECT value FROM json_each(?))"
                arguments += [try Columns.json(values)]
            }
            arguments += [page.limit + 1]
            let rows = try db.rows(sql + " ORDER BY resourceID, type LIMIT ?", arguments)
            return Page(fetched: rows.map { ComplianceSummary($0) }, request: page) { "\($0.resourceID)|\($0.type)" }
        }
    }

    private static func place(_ cursor: String?) throws(StoreError) -> (resourceID: String, type: String) {
        guard let cursor else { return ("", "") }
        guard let separator = cursor.lastIndex(of: "|") else { throw .invalidCursor }
        return (String(cursor[..<separator]), String(cursor[cursor.index(after: separator)...]))
    }
}

extension Database {
    /// Replaces a record, and tells when the resource began or ceased to comply.
    /// - Parameter items: `nil` when the node's patch report holds them.
    func replaceCompliance(
        with summary: ComplianceSummary, contentHash: String?, items: String?, baselineID: String?, at now: Date
    ) throws {
        let key: StatementArguments = [summary.resourceID, summary.type]
        let before = try row("SELECT * FROM compliance WHERE resourceID = ? AND type = ?", key)
            .map { ComplianceSummary($0) }
        let execution = summary.execution
        var arguments = key
        arguments += [execution.at.milliseconds, execution.id, execution.type, contentHash]
        arguments += StatementArguments(SeverityCounts.columns.map { summary[keyPath: $0.side][$0.level] })
        try run(Self.writeCompliance, arguments)
        if let items {
            try run(
                """
                INSERT INTO complianceItems (resourceID, type, items) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET items = excluded.items
                """, key + [items])
        } else {
            try run("DELETE FROM complianceItems WHERE resourceID = ? AND type = ?", key)
        }
        guard before?.isCompliant != summary.isCompliant else { return }
        try owe(
            .compliance(
                of: summary.resourceID, type: summary.type, isCompliant: summary.isCompliant,
                severity: summary.overallSeverity.rawValue, baselineID: baselineID, executedAt: execution.at),
            at: now)
    }

    private static let writeCompliance = {
        let names = ["executedAt", "executionID", "executionType", "contentHash"] + SeverityCounts.columns.map(\.name)
        return """
            INSERT INTO compliance (resourceID, type, \(names.joined(separator: ", ")))
            VALUES (\(marks(names.count + 2)))
            ON CONFLICT (resourceID, type) DO UPDATE SET \(names.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            """
    }()

    fileprivate func requireRoom(for type: String, limit: Int) throws {
        guard type.hasPrefix("Custom:"), try row("SELECT 1 FROM compliance WHERE type = ? LIMIT 1", [type]) == nil
        else { return }
        // `;` follows `:`, so this is every type with the prefix.
        let count = try count(
            "SELECT COUNT(DISTINCT type) FROM compliance WHERE type >= 'Custom:' AND type < 'Custom;'")
        guard count < limit else { throw StoreError.limitExceeded(kind: "custom compliance types", limit: limit) }
    }

    fileprivate func complianceItems(ofReportOf node: String) throws -> [ComplianceItem] {
        guard
            let row = try row(
                """
                SELECT baselineID, patchGroup, items FROM patchReport JOIN patchReportBody USING (nodeID)
                WHERE nodeID = ?
                """, [node])
        else { return [] }
        let baseline = BaselineID(rawValue: row["baselineID"])
        let group: String = row["patchGroup"]
        return try row.definition([PatchItem].self, "items").compactMap {
            ComplianceItem($0, baseline: baseline, patchGroup: group)
        }
    }
}

extension ComplianceExecution {
    fileprivate init(_ row: Row) {
        self.init(at: Date(milliseconds: row["executedAt"]), id: row["executionID"], type: row["executionType"])
    }
}

extension ComplianceSummary {
    fileprivate init(_ row: Row) {
        var compliant = SeverityCounts()
        var nonCompliant = SeverityCounts()
        for level in ComplianceLevel.allCases {
            compliant.add(level, count: row["compliant\(level.columnSuffix)"])
            nonCompliant.add(level, count: row["nonCompliant\(level.columnSuffix)"])
        }
        self.init(
            resourceID: row["resourceID"], type: row["type"], execution: ComplianceExecution(row),
            compliant: compliant, nonCompliant: nonCompliant)
    }
}

extension SeverityCounts {
    fileprivate static var columns:
        [(name: String, side: KeyPath<ComplianceSummary, SeverityCounts>, level: ComplianceLevel)]
    {
        ComplianceLevel.allCases.map { ("compliant\($0.columnSuffix)", \.compliant, $0) }
            + ComplianceLevel.allCases.map { ("nonCompliant\($0.columnSuffix)", \.nonCompliant, $0) }
    }
}

extension ComplianceLevel {
    fileprivate var columnSuffix: String { rawValue.capitalized }
}
