import Foundation
import GRDB
package import Patching
import WindowCore
package import WindowStore

/// Baselines, and which of them serves whom.
extension SQLiteStore {
    package func create(
        _ baseline: PatchBaseline, tags: [String: String], token: ClientToken?
    ) async throws(StoreError) -> BaselineID {
        let limit = quotas.patchBaselines
        return try await write { db in
            try db.once(token, at: baseline.createdAt) {
                guard try db.count("SELECT COUNT(*) FROM patchBaseline") < limit else {
                    throw StoreError.limitExceeded(kind: "patch baselines", limit: limit)
                }
                try db.run(
                    "INSERT INTO patchBaseline (id, createdAt, definition) VALUES (?, ?, ?)",
                    [baseline.id.rawValue, baseline.createdAt.milliseconds, try Columns.json(baseline)])
                try db.setTags("PatchBaseline", baseline.id.rawValue, tags)
                return baseline.id
            }
        }
    }

    package func baseline(_ id: BaselineID) async throws(StoreError) -> PatchBaseline {
        try await read { db in
            guard let row = try db.row("SELECT definition FROM patchBaseline WHERE id = ?", [id.rawValue]) else {
                throw StoreError.notFound(kind: "patch baseline", id: id.rawValue)
            }
            return try row.definition(PatchBaseline.self)
        }
    }

    package func baselines() async throws(StoreError) -> [PatchBaseline] {
        try await read { db in
            try db.rows("SELECT definition FROM patchBaseline ORDER BY createdAt, id").map {
                try $0.definition(PatchBaseline.self)
            }
        }
    }

    package func update(_ baseline: PatchBaseline) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE patchBaseline SET definition = ? WHERE id = ?",
                [try Columns.json(baseline), baseline.id.rawValue])
            guard db.changesCount == 1 else {
                throw StoreError.notFound(kind: "patch baseline", id: baseline.id.rawValue)
            }
        }
    }

    package func deleteBaseline(_ id: BaselineID) async throws(StoreError) {
        try await write { db in
            if let group = try db.row(
                "SELECT name FROM patchGroup WHERE baselineID = ? ORDER BY name LIMIT 1", [id.rawValue])
            {
                let name: String = group["name"]
                throw StoreError.baselineInUse(id.rawValue, by: "the patch group “\(name)”")
            }
            if let system = try db.row(
                "SELECT operatingSystem FROM defaultBaseline WHERE baselineID = ?", [id.rawValue])
            {
                let name: String = system["operatingSystem"]
                throw StoreError.baselineInUse(id.rawValue, by: "\(name) as its default")
            }
            try db.run("DELETE FROM patchBaseline WHERE id = ?", [id.rawValue])
            try db.run("DELETE FROM tag WHERE resourceType = 'PatchBaseline' AND resourceID = ?", [id.rawValue])
        }
    }

    package func setDefaultBaseline(_ id: BaselineID, of system: OperatingSystem) async throws(StoreError) {
        try await write { db in
            try db.requireBaseline(id)
            try db.run(
                """
                INSERT INTO defaultBaseline (operatingSystem, baselineID) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET baselineID = excluded.baselineID
                """, [system.rawValue, id.rawValue])
        }
    }

    package func defaultBaselines() async throws(StoreError) -> [OperatingSystem: BaselineID] {
        try await read { db in
            let rows = try db.rows("SELECT * FROM defaultBaseline")
            return Dictionary(
                try rows.map {
                    (try $0.state(OperatingSystem.self, "operatingSystem"), BaselineID(rawValue: $0["baselineID"]))
                }
            ) { _, last in last }
        }
    }

    package func register(_ registration: PatchGroupRegistration) async throws(StoreError) {
        let limit = quotas.patchGroupsPerBaseline
        try await write { db in
            let baseline = registration.baselineID.rawValue
            try db.requireBaseline(registration.baselineID)
            let present = try db.row(
                "SELECT baselineID FROM patchGroup WHERE name = ? AND operatingSystem = ?",
                [registration.patchGroup, registration.operatingSystem.rawValue])
            if let present {
                guard present["baselineID"] == baseline else {
                    throw StoreError.alreadyExists(kind: "patch group", id: registration.patchGroup)
                }
                return
            }
            guard try db.count("SELECT COUNT(*) FROM patchGroup WHERE baselineID = ?", [baseline]) < limit else {
                throw StoreError.limitExceeded(kind: "patch groups of a baseline", limit: limit)
            }
            try db.run(
                "INSERT INTO patchGroup (name, operatingSystem, baselineID) VALUES (?, ?, ?)",
                [registration.patchGroup, registration.operatingSystem.rawValue, baseline])
        }
    }

    package func deregister(group: String, baseline: BaselineID) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM patchGroup WHERE name = ? AND baselineID = ?", [group, baseline.rawValue])
            guard db.changesCount > 0 else { throw StoreError.notFound(kind: "patch group", id: group) }
        }
    }

    package func patchGroups() async throws(StoreError) -> [PatchGroupRegistration] {
        try await read { db in
            try db.rows("SELECT * FROM patchGroup ORDER BY name, operatingSystem").map {
                PatchGroupRegistration(
                    patchGroup: $0["name"], baselineID: BaselineID(rawValue: $0["baselineID"]),
                    operatingSystem: try $0.state(OperatingSystem.self, "operatingSystem"))
            }
        }
    }
}

extension Database {
    /// What is registered must exist, lest one be deleted between a caller's look and its word. Predefined ones, whose
    /// IDs are ARNs, are not ours to know.
    fileprivate func requireBaseline(_ id: BaselineID) throws {
        guard !id.rawValue.hasPrefix("arn:") else { return }
        guard try row("SELECT 1 FROM patchBaseline WHERE id = ?", [id.rawValue]) != nil else {
            throw StoreError.notFound(kind: "patch baseline", id: id.rawValue)
        }
    }
}
