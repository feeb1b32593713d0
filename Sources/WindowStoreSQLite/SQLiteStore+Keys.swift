import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func create(_ key: AccessKey) async throws(StoreError) {
        try await write { db in
            guard try db.row("SELECT 1 FROM accessKey WHERE id = ?", [key.id]) == nil else {
                throw StoreError.alreadyExists(kind: "access key", id: key.id)
            }
            try db.run(
                "INSERT INTO accessKey (id, createdAt, definition) VALUES (?, ?, ?)",
                [key.id, key.createdAt.milliseconds, try Columns.json(key)])
        }
    }

    package func key(_ id: String) async throws(StoreError) -> AccessKey? {
        try await read { db in
            try db.row("SELECT definition FROM accessKey WHERE id = ?", [id])?.definition(AccessKey.self)
        }
    }

    package func keys() async throws(StoreError) -> [AccessKey] {
        try await read { db in
            try db.rows("SELECT definition FROM accessKey ORDER BY createdAt, id").map {
                try $0.definition(AccessKey.self)
            }
        }
    }

    package func revokeKey(_ id: String) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM accessKey WHERE id = ?", [id])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "access key", id: id) }
        }
    }
}
