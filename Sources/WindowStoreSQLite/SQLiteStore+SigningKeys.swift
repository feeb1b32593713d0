import Foundation
import GRDB
package import WindowStore

extension SQLiteStore {
    package func signingKeys() async throws(StoreError) -> [StoredSigningKey] {
        try await read { db in
            try db.rows("SELECT * FROM signingKey ORDER BY createdAt DESC, id").map {
                StoredSigningKey(
                    id: $0["id"], privateKeyPEM: $0["privateKeyPEM"], certificatePEM: $0["certificatePEM"],
                    createdAt: Date(milliseconds: $0["createdAt"]))
            }
        }
    }

    package func add(_ key: StoredSigningKey, forgetting ids: [String]) async throws(StoreError) {
        try await write { db in
            for id in ids { try db.run("DELETE FROM signingKey WHERE id = ?", [id]) }
            try db.run(
                "INSERT INTO signingKey (id, createdAt, privateKeyPEM, certificatePEM) VALUES (?, ?, ?, ?)",
                [key.id, key.createdAt.milliseconds, key.privateKeyPEM, key.certificatePEM])
        }
    }
}
