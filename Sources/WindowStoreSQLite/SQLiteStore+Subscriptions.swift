package import Foundation
import GRDB
package import Notifications
import WindowCore
package import WindowStore

extension SQLiteStore {
    package func subscriptionCounts(of topicName: String) async throws(StoreError) -> [Subscription.State: Int] {
        try await read { db in
            try db.requireTopic(topicName)
            let rows = try db.rows(
                "SELECT state, COUNT(*) AS number FROM subscription WHERE topicName = ? GROUP BY state", [topicName])
            return Dictionary(try rows.map { (try $0.state(Subscription.State.self), $0["number"]) }) { _, last in last
            }
        }
    }

    package func subscribe(
        _ subscription: Subscription, asking token: ConfirmationToken, at now: Date
    ) async throws(StoreError) -> Subscription {
        let limit = quotas.subscriptionsPerTopic
        return try await write { db in
            try db.requireTopic(subscription.topicName)
            var standing = try db.standing(
                subscription.transport.rawValue, subscription.endpoint, subscription.topicName)
            if standing == nil {
                let present = try db.count(
                    "SELECT COUNT(*) FROM subscription WHERE topicName = ? AND state <> 'removed'",
                    [subscription.topicName])
                guard present < limit else { throw StoreError.limitExceeded(kind: "subscriptions", limit: limit) }
                standing = try db.insert(subscription)
            }
            guard let standing else { throw StoreError.notFound(kind: "subscription", id: subscription.id) }
            let present = try Subscription(standing)
            if present.state == .pending {
                try db.ask(standing["row"], .subscriptionConfirmation, token, at: now)
                try db.wake(standing["row"], at: now)
            }
            return present
        }
    }

    package func subscription(_ id: String) async throws(StoreError) -> Subscription {
        try await read { db in try Subscription(db.present(id)) }
    }

    package func subscriptions(
        of topicName: String?, page: PageRequest
    ) async throws(StoreError) -> Page<Subscription> {
        let after = try page.rowCursor ?? 0
        return try await read { db in
            let rows: [Row]
            if let topicName {
                try db.requireTopic(topicName)
                rows = try db.rows(
                    """
                    SELECT * FROM subscription WHERE topicName = ? AND state <> 'removed' AND row > ?
                    ORDER BY row LIMIT ?
                    """, [topicName, after, page.limit + 1])
            } else {
                rows = try db.rows(
                    "SELECT * FROM subscription WHERE state <> 'removed' AND row > ? ORDER BY row LIMIT ?",
                    [after, page.limit + 1])
            }
            let placed = try rows.map { (place: $0["row"] as Int64, subscription: try Subscription($0)) }
            return Page(fetched: placed, request: page) { String($0.place) }.map(\.subscription)
        }
    }

    package func confirmedSubscriptions(of topicName: String) async throws(StoreError) -> [Subscription] {
        try await read { db in
            try db.requireTopic(topicName)
            return try db.rows(
                "SELECT * FROM subscription WHERE topicName = ? AND state = 'confirmed' ORDER BY row", [topicName]
            ).map { try Subscription($0) }
        }
    }

    package func update(_ subscription: Subscription) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE subscription SET attributes = ? WHERE id = ? AND state <> 'removed'",
                [try Columns.json(subscription.attributes), subscription.id])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "subscription", id: subscription.id) }
        }
    }

    package func confirm(
        _ token: ConfirmationToken, ofTopic topicName: String, issuedAfter: Date, isSigned: Bool,
        requiresSignatureToRemove: Bool, at now: Date
    ) async throws(StoreError) -> Subscription {
        try await write { db in
            guard
                let asked = try db.row(
                    """
                    SELECT subscription.* FROM confirmationToken
                    JOIN subscription ON subscription.row = confirmationToken.subscriptionRow
                    WHERE token = ? AND topicName = ? AND issuedAt >= ?
                    """, [token.text, topicName, issuedAfter.milliseconds])
            else { throw StoreError.notFound(kind: "token", id: token.text) }
            // An endpoint may have been subscribed anew since it was removed. It has one place in a topic, and the answer
            // is for that.
            let present = try db.standing(asked["transport"], asked["endpoint"], topicName) ?? asked
            let row: Int64 = present["row"]
            if try present.state(Subscription.State.self) == .confirmed {
                try db.run(
                    """
                    UPDATE subscription SET wasConfirmedBySignature = max(wasConfirmedBySignature, ?),
                        requiresSignatureToRemove = max(requiresSignatureToRemove, ?) WHERE row = ?
                    """, [isSigned, requiresSignatureToRemove, row])
            } else {
                try db.run(
                    """
                    UPDATE subscription SET state = 'confirmed', confirmedAt = ?, wasConfirmedBySignature = ?,
                        requiresSignatureToRemove = max(requiresSignatureToRemove, ?) WHERE row = ?
                    """, [now.milliseconds, isSigned, requiresSignatureToRemove, row])
            }
            return try Subscription(db.present(present["id"]))
        }
    }

    package func removeSubscription(
        _ id: String, asking token: ConfirmationToken?, at now: Date
    ) async throws(StoreError) {
        try await write { db in
            let present = try db.present(id)
            let row: Int64 = present["row"]
            try db.run("UPDATE subscription SET state = 'removed' WHERE row = ?", [row])
            // Only the farewell's own token may bring it back; without a farewell none does.
            try db.run("DELETE FROM confirmationToken WHERE subscriptionRow = ?", [row])
            try db.run(
                """
                UPDATE delivery SET state = 'withdrawn', endedAt = ?
                WHERE subscriptionRow = ? AND state = 'owed' AND kind <> 'Notification'
                """, [now.milliseconds, row])
            let isOwedQuestion = try token != nil && present.state(Subscription.State.self) == .confirmed
            if let token, isOwedQuestion { try db.ask(row, .unsubscribeConfirmation, token, at: now) }
            // What it waited for is no longer owed. Whoever has claimed it finds that out.
            try db.run(
                "UPDATE subscription SET attentionAt = ? WHERE row = ? AND NOT isClaimed",
                [isOwedQuestion ? now.milliseconds : nil, row])
        }
        // Nobody sends these any more; there may be many, and nobody is to wait for all of them.
        try await inSlices(
            """
            UPDATE delivery SET state = 'withdrawn', endedAt = ? WHERE id IN (
                SELECT delivery.id FROM subscription JOIN delivery ON subscriptionRow = subscription.row
                WHERE subscription.id = ? AND delivery.state = 'owed' AND kind = 'Notification' LIMIT ?)
            """, [now.milliseconds, id])
    }
}

extension Database {
    /// - Throws: `notFound`, also if it is removed.
    fileprivate func present(_ id: String) throws -> Row {
        guard let row = try row("SELECT * FROM subscription WHERE id = ? AND state <> 'removed'", [id]) else {
            throw StoreError.notFound(kind: "subscription", id: id)
        }
        return row
    }

    /// The subscription that has the endpoint's place in a topic.
    fileprivate func standing(_ transport: String, _ endpoint: String, _ topicName: String) throws -> Row? {
        try row(
            """
            SELECT * FROM subscription WHERE topicName = ? AND transport = ? AND endpoint = ? AND state <> 'removed'
            """, [topicName, transport, endpoint])
    }

    fileprivate func insert(_ subscription: Subscription) throws -> Row? {
        try row(
            """
            INSERT INTO subscription (id, topicName, state, transport, endpoint, createdAt, confirmedAt,
                wasConfirmedBySignature, requiresSignatureToRemove, attributes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *
            """,
            [
                subscription.id, subscription.topicName, subscription.state.rawValue, subscription.transport.rawValue,
                subscription.endpoint, subscription.createdAt.milliseconds, subscription.confirmedAt?.milliseconds,
                subscription.wasConfirmedBySignature, subscription.requiresSignatureToRemove,
                try Columns.json(subscription.attributes),
            ])
    }

    /// Owes a question that the token answers.
    fileprivate func ask(_ row: Int64, _ kind: Envelope.Kind, _ token: ConfirmationToken, at now: Date) throws {
        try run(
            "INSERT INTO confirmationToken (token, subscriptionRow, issuedAt) VALUES (?, ?, ?)",
            [token.text, row, now.milliseconds])
        try run(
            "INSERT INTO delivery (subscriptionRow, kind, createdAt, confirmationID, token) VALUES (?, ?, ?, ?, ?)",
            [row, kind.rawValue, now.milliseconds, UUID().uuidString.lowercased(), token.text])
    }
}

extension PageRequest {
    /// The row number after which the page starts.
    var rowCursor: Int64? {
        get throws(StoreError) {
            guard let cursor else { return nil }
            guard let row = Int64(cursor) else { throw .invalidCursor }
            return row
        }
    }
}

extension Subscription {
    init(_ row: Row) throws {
        self.init(
            id: row["id"], topicName: row["topicName"], transport: try row.state(Transport.self, "transport"),
            endpoint: row["endpoint"], state: try row.state(State.self),
            attributes: try row.definition([String: String].self, "attributes"),
            createdAt: Date(milliseconds: row["createdAt"]), confirmedAt: row.date("confirmedAt"),
            wasConfirmedBySignature: row["wasConfirmedBySignature"],
            requiresSignatureToRemove: row["requiresSignatureToRemove"])
    }
}
