package import Foundation
import GRDB
package import Patching
package import WindowStore

/// Frozen baselines, and the versions that came to be frozen with them.
extension SQLiteStore {
    package func freeze(_ snapshot: PatchSnapshot, at now: Date) async throws(StoreError) -> PatchSnapshot {
        let identity = snapshot.identity
        let arguments: StatementArguments = [
            identity.snapshotID, identity.patchGroup, identity.operatingSystem.rawValue,
        ]
        let newest = """
            SELECT * FROM patchSnapshot WHERE snapshotID = ? AND patchGroup = ? AND operatingSystem = ?
            ORDER BY createdAt DESC LIMIT 1
            """
        // Most nodes of an operation come after the first: they need not wait for the writer.
        let early = try await read { db in try db.row(newest, arguments).map { try PatchSnapshot($0) } }
        if let early, early.isCurrent(at: now) { return early }
        return try await write { db in
            if let present = try db.row(newest, arguments).map({ try PatchSnapshot($0) }) {
                let isSame = present.createdAt.milliseconds == snapshot.createdAt.milliseconds
                if isSame || present.isCurrent(at: now) { return present }
            }
            try db.run(
                """
                INSERT INTO patchSnapshot (snapshotID, patchGroup, operatingSystem, createdAt, baseline)
                VALUES (?, ?, ?, ?, ?)
                """, arguments + [snapshot.createdAt.milliseconds, try Columns.json(snapshot.baseline)])
            // As all later callers will read it.
            guard let row = try db.row("SELECT * FROM patchSnapshot WHERE row = ?", [db.lastInsertedRowID]) else {
                throw StoreError.unavailable("The snapshot was not kept.")
            }
            return try PatchSnapshot(row)
        }
    }

    package func snapshots(_ id: String) async throws(StoreError) -> [PatchSnapshot] {
        try await read { db in
            try db.rows(
                "SELECT * FROM patchSnapshot WHERE snapshotID = ? ORDER BY createdAt DESC, row DESC", [id.lowercased()]
            ).map { try PatchSnapshot($0) }
        }
    }

    package func freezeVersions(
        _ versions: [PackageKey: FrozenVersion], in snapshot: PatchSnapshot, product: String
    ) async throws(StoreError) -> [PackageKey: FrozenVersion] {
        // What is frozen stays, so when nothing is new to it, what is read now is what a transaction would have given.
        let early = try await frozenVersions(of: snapshot, product: product)
        if !early.isEmpty, versions.keys.allSatisfy({ early[$0] != nil }) { return early }
        return try await write { db in
            guard let row = try db.snapshotRow(of: snapshot) else {
                throw StoreError.notFound(kind: "snapshot", id: snapshot.identity.snapshotID)
            }
            for (key, frozen) in versions where early[key] == nil {
                try db.run(
                    """
                    INSERT OR IGNORE INTO frozenVersion
                        (snapshotRow, product, name, architecture, version, family, isResolved)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        row, product, key.name, key.architecture, frozen.version.text, frozen.version.family.rawValue,
                        frozen.isResolved,
                    ])
            }
            return try db.frozenVersions(row, product)
        }
    }

    package func frozenVersions(
        of snapshot: PatchSnapshot, product: String
    ) async throws(StoreError) -> [PackageKey: FrozenVersion] {
        try await read { db in try db.snapshotRow(of: snapshot).map { try db.frozenVersions($0, product) } ?? [:] }
    }

    package func frozenProducts(of snapshot: PatchSnapshot) async throws(StoreError) -> [String] {
        try await read { db in
            guard let row = try db.snapshotRow(of: snapshot) else { return [] }
            return try db.rows(
                "SELECT DISTINCT product FROM frozenVersion WHERE snapshotRow = ? ORDER BY product", [row]
            ).map { $0["product"] }
        }
    }
}

extension Database {
    fileprivate func snapshotRow(of snapshot: PatchSnapshot) throws -> Int64? {
        let identity = snapshot.identity
        return try row(
            """
            SELECT row FROM patchSnapshot
            WHERE snapshotID = ? AND patchGroup = ? AND operatingSystem = ? AND createdAt = ?
            """,
            [
                identity.snapshotID, identity.patchGroup, identity.operatingSystem.rawValue,
                snapshot.createdAt.milliseconds,
            ])?["row"]
    }

    fileprivate func frozenVersions(_ snapshotRow: Int64, _ product: String) throws -> [PackageKey: FrozenVersion] {
        let rows = try rows(
            "SELECT * FROM frozenVersion WHERE snapshotRow = ? AND product = ?", [snapshotRow, product])
        return Dictionary(
            try rows.map { row in
                let version = PackageVersion(row["version"], family: try row.state(PackageFamily.self, "family"))
                return (
                    PackageKey(name: row["name"], architecture: row["architecture"]),
                    FrozenVersion(version, isResolved: row["isResolved"])
                )
            }
        ) { _, last in last }
    }
}

extension PatchSnapshot {
    fileprivate init(_ row: Row) throws {
        self.init(
            identity: SnapshotIdentity(
                patchGroup: row["patchGroup"], operatingSystem: try row.state(OperatingSystem.self, "operatingSystem"),
                snapshotID: row["snapshotID"]),
            baseline: try row.definition(PatchBaseline.self, "baseline"),
            createdAt: Date(milliseconds: row["createdAt"]))
    }
}
