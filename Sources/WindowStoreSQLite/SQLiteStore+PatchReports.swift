package import Foundation
import GRDB
package import Patching
package import WindowCore
package import WindowStore

/// What runs found on nodes. Lists read narrow rows only; items are read of one node at a time.
extension SQLiteStore {
    package func record(
        _ report: PatchReport, for node: NodeID, execution: String, at now: Date
    ) async throws(StoreError) {
        let columns: PatchReportColumns
        do {
            columns = try PatchReportColumns(report, execution: execution)
        } catch {
            throw .unavailable("\(error)")
        }
        let summary = report.complianceSummary(of: node.rawValue, execution: execution)
        try await write { db in
            try db.requireNode(node.rawValue)
            guard try !columns.isPresent(db, of: node.rawValue) else { return }
            try columns.write(db, of: node.rawValue)
            try db.forgetPending(node)
            try db.replaceCompliance(
                with: summary, contentHash: nil, items: nil, baselineID: report.baselineID.rawValue, at: now)
            // One statement whatever their number; those that are known already cost a look into an index each.
            try db.run(
                """
                INSERT OR IGNORE INTO knownPatch (
                    product, name, architecture, version, operatingSystem, firstSeenAt, definition)
                SELECT ?1, json_extract(value, '$.key.name'), json_extract(value, '$.key.architecture'),
                    json_extract(value, '$.version.text'), ?2, ?3, value FROM json_each(?4)
                """,
                [report.product, report.operatingSystem.rawValue, now.milliseconds, columns.candidates])
        }
    }

    package func record(pending: PendingReboot?, for node: NodeID) async throws(StoreError) {
        try await write { db in
            try db.requireNode(node.rawValue)
            guard let pending else { return try db.forgetPending(node) }
            try db.run(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                [node.pendingNote, try Columns.json(PendingRebootColumn(pending))])
        }
    }

    package func pendingReboot(of node: NodeID) async throws(StoreError) -> PendingReboot? {
        try await read { db in
            let row = try db.row(
                """
                SELECT coalesce(
                    (SELECT value FROM note WHERE key = ?),
                    (SELECT pendingReboot FROM patchReportBody WHERE nodeID = ?)) AS pending
                """, [node.pendingNote, node.rawValue])
            return try (row?["pending"] as String?).map { try Columns.value(PendingRebootColumn.self, from: $0).value }
        }
    }

    package func patchReport(of node: NodeID) async throws(StoreError) -> PatchReport? {
        try await read { db in
            try db.row(
                "SELECT * FROM patchReport JOIN patchReportBody USING (nodeID) WHERE nodeID = ?", [node.rawValue]
            ).map { try PatchReport($0) }
        }
    }

    package func patchStatuses(of nodes: [NodeID]) async throws(StoreError) -> [PatchStatus] {
        try await statuses(
            "WHERE nodeID IN (SELECT value FROM json_each(?)) ORDER BY nodeID",
            { [try Columns.json(nodes.map(\.rawValue))] })
    }

    package func patchStatuses(ofGroup group: String) async throws(StoreError) -> [PatchStatus] {
        try await statuses("WHERE patchGroup = ? ORDER BY nodeID", { [group] })
    }

    package func patchStatuses() async throws(StoreError) -> [PatchStatus] {
        try await statuses("ORDER BY nodeID", { [] })
    }

    private func statuses(
        _ condition: String, _ arguments: @escaping @Sendable () throws -> StatementArguments
    ) async throws(StoreError) -> [PatchStatus] {
        try await read { db in
            // The nodes of one operation have the same order, to the letter.
            var orders: [String: PatchOrder] = [:]
            return try db.rows("SELECT * FROM patchReport " + condition, try arguments()).map { row in
                let json: String = row["definition"]
                let order = try orders[json] ?? Columns.value(PatchOrder.self, from: json)
                orders[json] = order
                return PatchStatus(row, order: order)
            }
        }
    }

    package func knownPatches(product: String?, page: PageRequest) async throws(StoreError) -> Page<KnownPatch> {
        let place = try KnownPatchCursor(page.cursor)
        return try await read { db in
            // Of one product, the place is looked up within it: the index is no help with a product named twice.
            let condition =
                product == nil
                ? "(product, name, architecture, firstSeenAt, version) > (?, ?, ?, ?, ?)"
                : "product = ? AND (name, architecture, firstSeenAt, version) > (?, ?, ?, ?)"
            let rows = try db.rows(
                """
                SELECT * FROM knownPatch WHERE \(condition)
                ORDER BY product, name, architecture, firstSeenAt, version LIMIT ?
                """, [product ?? place.product] + place.withinProduct + [page.limit + 1])
            return Page(fetched: try rows.map { try KnownPatch($0) }, request: page) { KnownPatchCursor($0).text }
        }
    }
}

/// A place in the list of known patches.
private struct KnownPatchCursor: Codable {
    private(set) var product = ""
    private var name = ""
    private var architecture = ""
    private var firstSeenAt: Int64 = 0
    private var version = ""

    init(_ patch: KnownPatch) {
        product = patch.product
        name = patch.package.key.name
        architecture = patch.package.key.architecture
        firstSeenAt = patch.firstSeenAt.milliseconds
        version = patch.package.version.text
    }

    init(_ text: String?) throws(StoreError) {
        guard let text else { return }
        do {
            self = try Columns.value(Self.self, from: text)
        } catch {
            throw .invalidCursor
        }
    }

    var text: String { (try? Columns.json(self)) ?? "" }

    var withinProduct: StatementArguments { [name, architecture, firstSeenAt, version] }
}

extension NodeID {
    /// The key of what waits for a reboot without a report that says so.
    fileprivate var pendingNote: String { "pendingReboot \(rawValue)" }
}

extension Database {
    func forgetPending(_ node: NodeID) throws { try run("DELETE FROM note WHERE key = ?", [node.pendingNote]) }

    func requireNode(_ id: String) throws {
        guard try row("SELECT 1 FROM node WHERE id = ?", [id]) != nil else {
            throw StoreError.notFound(kind: "node", id: id)
        }
    }
}

extension PatchReport {
    fileprivate init(_ row: Row) throws {
        let items = try row.definition([PatchItem].self, "items")
        let pending: String? = row["pendingReboot"]
        self.init(
            order: try row.definition(PatchOrder.self), patchGroup: row["patchGroup"],
            baselineID: BaselineID(rawValue: row["baselineID"]),
            operatingSystem: try row.state(OperatingSystem.self, "operatingSystem"), product: row["product"],
            items: items,
            notApplicableCount: PatchCounters(row).notApplicable - items.count { $0.state == .notApplicable },
            startedAt: Date(milliseconds: row["startedAt"]), endedAt: Date(milliseconds: row["endedAt"]),
            pendingReboot: try pending.map { try Columns.value(PendingRebootColumn.self, from: $0).value },
            wantsReboot: row["wantsReboot"], candidates: try row.definition([AvailablePackage].self, "candidates"))
    }
}

extension PatchStatus {
    fileprivate init(_ row: Row, order: PatchOrder) {
        self.init(
            nodeID: NodeID(rawValue: row["nodeID"]), order: order, patchGroup: row["patchGroup"],
            baselineID: BaselineID(rawValue: row["baselineID"]), counters: PatchCounters(row),
            startedAt: Date(milliseconds: row["startedAt"]), endedAt: Date(milliseconds: row["endedAt"]),
            pendingSince: row.date("pendingSince"), wantsReboot: row["wantsReboot"])
    }
}

extension KnownPatch {
    fileprivate init(_ row: Row) throws {
        self.init(
            product: row["product"], operatingSystem: try row.state(OperatingSystem.self, "operatingSystem"),
            package: try row.definition(AvailablePackage.self), firstSeenAt: Date(milliseconds: row["firstSeenAt"]))
    }
}
