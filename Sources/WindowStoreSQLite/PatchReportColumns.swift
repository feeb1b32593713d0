import Foundation
import GRDB
import Patching
import WindowStore

/// A report as it is written: made before the transaction, so that the writer does not wait for it.
struct PatchReportColumns: Sendable {
    /// In the order of ``narrowNames``.
    private let narrow: [DatabaseValue]
    /// In the order of ``bodyNames``.
    private let body: [DatabaseValue]
    let candidates: String

    init(_ report: PatchReport, execution: String) throws {
        let counters = report.counters
        candidates = try Columns.json(report.candidates)
        let values: [(any DatabaseValueConvertible)?] =
            [
                report.patchGroup, report.baselineID.rawValue, report.operatingSystem.rawValue, report.product,
                execution, report.startedAt.milliseconds, report.endedAt.milliseconds,
                report.pendingReboot?.installedAt.milliseconds, report.wantsReboot, try Columns.json(report.order),
            ] + PatchCounters.columns.map { counters[keyPath: $0.path] }
        narrow = values.map { $0?.databaseValue ?? .null }
        body = [
            try Columns.json(report.items).databaseValue,
            try report.pendingReboot.map { try Columns.json(PendingRebootColumn($0)).databaseValue } ?? .null,
            candidates.databaseValue,
        ]
    }

    private static let narrowNames =
        [
            "patchGroup", "baselineID", "operatingSystem", "product", "execution", "startedAt", "endedAt",
            "pendingSince", "wantsReboot", "definition",
        ] + PatchCounters.columns.map(\.name)
    private static let bodyNames = ["items", "pendingReboot", "candidates"]

    private static let isPresent = """
        SELECT 1 FROM patchReport JOIN patchReportBody USING (nodeID)
        WHERE nodeID = ? AND \((narrowNames + bodyNames).map { "\($0) IS ?" }.joined(separator: " AND "))
        """
    private static let writeNarrow = upsert("patchReport", narrowNames)
    private static let writeBody = upsert("patchReportBody", bodyNames)

    /// An update and not a replacement, which would take along what refers to the row.
    private static func upsert(_ table: String, _ names: [String]) -> String {
        """
        INSERT INTO \(table) (nodeID, \(names.joined(separator: ", "))) VALUES (\(Database.marks(names.count + 1)))
        ON CONFLICT (nodeID) DO UPDATE SET \(names.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """
    }

    /// Whether this very report is the node's last one.
    func isPresent(_ db: Database, of node: String) throws -> Bool {
        try db.row(Self.isPresent, StatementArguments([node.databaseValue] + narrow + body)) != nil
    }

    func write(_ db: Database, of node: String) throws {
        try db.run(Self.writeNarrow, StatementArguments([node.databaseValue] + narrow))
        try db.run(Self.writeBody, StatementArguments([node.databaseValue] + body))
    }
}

/// With its versions as a list in order: a dictionary of such keys has no order that two processes agree on.
struct PendingRebootColumn: Codable {
    private let bootID: String
    private let installedAt: Date
    private let patches: [WantedPatch]

    init(_ pending: PendingReboot) {
        bootID = pending.bootID
        installedAt = pending.installedAt
        patches = pending.versions.map { WantedPatch(key: $0, version: $1) }.sorted { $0.key < $1.key }
    }

    var value: PendingReboot {
        PendingReboot(
            bootID: bootID, installedAt: installedAt,
            versions: Dictionary(patches.map { ($0.key, $0.version) }) { _, last in last })
    }
}

extension PatchCounters {
    /// Which column holds which number.
    static var columns: [(name: String, path: WritableKeyPath<PatchCounters, Int>)] {
        [
            ("installed", \.installed), ("installedOther", \.installedOther),
            ("installedPendingReboot", \.installedPendingReboot), ("installedRejected", \.installedRejected),
            ("missing", \.missing), ("failed", \.failed), ("notApplicable", \.notApplicable),
            ("criticalNonCompliant", \.criticalNonCompliant), ("securityNonCompliant", \.securityNonCompliant),
            ("otherNonCompliant", \.otherNonCompliant),
        ]
    }

    init(_ row: Row) {
        self.init()
        for (name, path) in Self.columns { self[keyPath: path] = row[name] }
    }
}
