package import Foundation
import GRDB
package import WindowCore
package import WindowStore

/// Whether nodes answer; the world is told when that changes.
extension SQLiteStore {
    package func recordContact(with id: NodeID, facts: NodeFacts?, at moment: Date) async throws(StoreError) {
        try await write { db in
            if let facts {
                try db.run("UPDATE node SET facts = ? WHERE id = ?", [try Columns.json(facts), id.rawValue])
            }
            try db.noteContact(with: id, at: moment)
        }
    }

    package func recordUnreachable(_ id: NodeID, at moment: Date) async throws(StoreError) {
        try await write { db in try db.noteUnreachable(id, at: moment) }
    }
}

extension Database {
    func noteContact(with id: NodeID, at moment: Date) throws {
        if let node = try row(
            "SELECT name, unreachableSince FROM node WHERE id = ? AND unreachableSince IS NOT NULL", [id.rawValue])
        {
            let since = node.date("unreachableSince") ?? moment
            try owe(.nodeReachable(id, name: node["name"], unreachableSince: since), at: moment)
        }
        try run(
            "UPDATE node SET lastContactAt = ?, unreachableSince = NULL WHERE id = ?",
            [moment.milliseconds, id.rawValue])
    }

    /// One that never answered is not missed, nor is one that is known not to.
    func noteUnreachable(_ id: NodeID, at moment: Date) throws {
        guard
            let node = try row(
                """
                SELECT name, lastContactAt FROM node
                WHERE id = ? AND unreachableSince IS NULL AND lastContactAt IS NOT NULL
                """, [id.rawValue])
        else { return }
        try run("UPDATE node SET unreachableSince = ? WHERE id = ?", [moment.milliseconds, id.rawValue])
        let lastContactAt = node.date("lastContactAt") ?? moment
        try owe(.nodeUnreachable(id, name: node["name"], lastContactAt: lastContactAt, at: moment), at: moment)
    }
}
