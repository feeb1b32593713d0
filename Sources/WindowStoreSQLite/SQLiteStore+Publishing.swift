package import Foundation
import GRDB
import Notifications
package import WindowStore

extension SQLiteStore {
    package func unreadOutbox(limit: Int) async throws(StoreError) -> [OutboxRow] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM outbox WHERE sequence > (SELECT sequence FROM outboxReader) ORDER BY sequence LIMIT ?
                """, [limit]
            ).map { try OutboxRow($0) }
        }
    }

    package func publish(
        _ publications: [Publication], readThrough sequence: Int64?, at now: Date
    ) async throws(StoreError) {
        try await write { db in
            if let sequence {
                try db.run("UPDATE outboxReader SET sequence = ?1 WHERE sequence < ?1", [sequence])
                // Who read these rows before has also owed what they come to.
                guard db.changesCount == 1 else { return }
            }
            for publication in publications { try db.owe(publication, at: now) }
        }
    }
}

extension Database {
    /// Has the oldest delivery of a lane tried, unless the lane waits for something already.
    func wake(_ row: Int64, at now: Date) throws {
        try run(
            "UPDATE subscription SET attentionAt = ? WHERE row = ? AND attentionAt IS NULL", [now.milliseconds, row])
    }

    /// A hundred recipients cost three statements, as one does.
    fileprivate func owe(_ publication: Publication, at now: Date) throws {
        guard !publication.recipients.isEmpty else { return }
        let message = try insert(publication.message)
        let confirmed = "id IN (SELECT value FROM json_each(?)) AND state = 'confirmed'"
        let recipients = try Columns.json(publication.recipients)
        try run(
            """
            INSERT INTO delivery (subscriptionRow, kind, createdAt, messageRow)
            SELECT row, ?, ?, ? FROM subscription WHERE \(confirmed)
            """, [Envelope.Kind.notification.rawValue, now.milliseconds, message, recipients])
        guard changesCount > 0 else { return try run("DELETE FROM message WHERE row = ?", [message]) }
        try run(
            "UPDATE subscription SET attentionAt = ? WHERE attentionAt IS NULL AND \(confirmed)",
            [now.milliseconds, recipients])
    }

    private func insert(_ message: PublishedMessage) throws -> Int64 {
        try run(
            """
            INSERT INTO message (id, topicName, publishedAt, subject, attributes, textByProtocol, text)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                message.id, message.topicName, message.publishedAt.milliseconds, message.subject,
                message.attributes.isEmpty ? nil : try Columns.json(message.attributes),
                message.textByProtocol.isEmpty ? nil : try Columns.json(message.textByProtocol),
                Data(message.text.utf8),
            ])
        return lastInsertedRowID
    }
}
