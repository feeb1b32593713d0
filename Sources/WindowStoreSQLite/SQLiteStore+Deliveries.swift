package import Foundation
import GRDB
import Notifications
package import WindowStore

/// Deliveries as an operator looks at them, and sets them right.
extension SQLiteStore {
    package func deliveries(
        _ filter: DeliveryFilter, page: PageRequest
    ) async throws(StoreError) -> Page<DeliveryListing> {
        let before = try page.rowCursor ?? .max
        return try await read { db in
            let places = filter.places(before: before, limit: page.limit + 1)
            let rows = try db.rows(
                "\(Delivery.selection) WHERE delivery.id IN (\(places.sql)) ORDER BY delivery.id DESC LIMIT ?",
                places.arguments + [page.limit + 1])
            return Page(fetched: try db.listings(rows), request: page) { String($0.delivery.id) }
        }
    }

    package func delivery(_ id: Int64) async throws(StoreError) -> DeliveryListing {
        try await read { db in
            let rows = try db.rows("\(Delivery.selection) WHERE delivery.id = ?", [id])
            guard let listing = try db.listings(rows).first else {
                throw StoreError.notFound(kind: "delivery", id: String(id))
            }
            return listing
        }
    }

    package func retryDeliveries(
        _ filter: DeliveryFilter, ids: [Int64]?, at now: Date
    ) async throws(StoreError) -> Int {
        try await write { db in
            var chosen = filter.conditions
            if let ids {
                chosen.sql.append("delivery.id IN (SELECT value FROM json_each(?))")
                chosen.arguments += [try Columns.json(ids)]
            }
            let owed = filter.being(.owed, and: chosen)
            var dead = filter.being(.dead, and: chosen)
            // Nobody gets what they have not confirmed, nor a question that is settled.
            dead.sql.append(
                """
                EXISTS (SELECT 1 FROM subscription WHERE row = subscriptionRow AND (kind, subscription.state) IN (VALUES
                    ('Notification', 'confirmed'), ('SubscriptionConfirmation', 'pending'),
                    ('UnsubscribeConfirmation', 'removed')))
                """)
            for some in [owed, dead] {
                try db.run(
                    """
                    UPDATE subscription SET attentionAt = ? WHERE NOT isClaimed
                        AND row IN (SELECT subscriptionRow FROM delivery WHERE \(some.text))
                    """, [now.milliseconds] + some.arguments)
            }
            let count = try db.count("SELECT COUNT(*) FROM delivery WHERE \(owed.text)", owed.arguments)
            try db.run(
                """
                UPDATE delivery SET state = 'owed', endedAt = NULL, attempts = 0, retriedAt = ? WHERE \(dead.text)
                """, [now.milliseconds] + dead.arguments)
            return count + db.changesCount
        }
    }
}

/// What holds of deliveries, in SQL.
private struct DeliveryConditions {
    var sql: [String] = []
    var arguments = StatementArguments()

    var text: String { sql.isEmpty ? "TRUE" : sql.joined(separator: " AND ") }
}

extension DeliveryFilter {
    /// All but the states.
    fileprivate var conditions: DeliveryConditions {
        var conditions = DeliveryConditions()
        if let subscriptionID {
            conditions.sql.append("subscriptionRow = (SELECT row FROM subscription WHERE id = ?)")
            conditions.arguments += [subscriptionID]
        }
        if let topicName {
            conditions.sql.append("subscriptionRow IN (SELECT row FROM subscription WHERE topicName = ?)")
            conditions.arguments += [topicName]
        }
        if let messageID {
            conditions.sql.append("(messageRow = (SELECT row FROM message WHERE id = ?) OR confirmationID = ?)")
            conditions.arguments += [messageID, messageID]
        }
        return conditions
    }

    fileprivate func being(_ state: Delivery.State, and conditions: DeliveryConditions) -> DeliveryConditions {
        var conditions = conditions
        conditions.sql.append("state = '\(state.rawValue)'")
        // The index of all but the many that are done takes it from here. One message has deliveries enough for its own.
        if state != .delivered, messageID == nil { conditions.sql.append("state <> 'delivered'") }
        return conditions
    }

    /// The newest IDs of each state: every index has a state's deliveries in order, and none those of several.
    fileprivate func places(before: Int64, limit: Int) -> (sql: String, arguments: StatementArguments) {
        var each = [conditions]
        if !states.isEmpty || subscriptionID != nil {
            each = Delivery.State.allCases.filter { states.isEmpty || states.contains($0) }
                .map { being($0, and: conditions) }
        }
        var arguments = StatementArguments()
        for some in each { arguments += some.arguments + [before, limit] }
        return (
            each.map { some in
                "SELECT * FROM (SELECT id FROM delivery WHERE \(some.text) AND id < ? ORDER BY id DESC LIMIT ?)"
            }.joined(separator: " UNION ALL "), arguments
        )
    }
}

extension Database {
    fileprivate func listings(_ rows: [Row]) throws -> [DeliveryListing] {
        var lanes: [Int64: Lane] = [:]
        return try rows.map { row in
            let number: Int64 = row["subscriptionRow"]
            let lane = try lanes[number] ?? lane(number)
            lanes[number] = lane
            let delivery = try Delivery(row, to: lane.subscription)
            return DeliveryListing(
                delivery: delivery, subscription: lane.subscription, message: try PublishedMessage(row),
                nextAttemptAt: delivery.id == lane.oldest ? lane.retryAt : nil)
        }
    }

    private func lane(_ number: Int64) throws -> Lane {
        guard let row = try row("SELECT * FROM subscription WHERE row = ?", [number]) else {
            throw StoreError.unavailable("A delivery has no subscription.")
        }
        let isClaimed: Bool = row["isClaimed"]
        return Lane(
            subscription: try Subscription(row), retryAt: isClaimed ? nil : row.date("attentionAt"),
            oldest: try self.row(
                "SELECT min(id) AS id FROM delivery WHERE subscriptionRow = ? AND state = 'owed'", [number])?["id"])
    }
}

private struct Lane {
    let subscription: Subscription
    /// `nil` while it is being tried.
    let retryAt: Date?
    let oldest: Int64?
}
