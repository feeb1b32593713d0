package import Foundation
import GRDB
import Notifications
package import WindowStore

/// Which subscription is served next, and what it is owed.
extension SQLiteStore {
    package func claimLanes(
        _ kind: LaneKind, at now: Date, until lease: Date, limit: Int
    ) async throws(StoreError) -> [String] {
        try await write { db in
            let due = try db.rows(
                """
                SELECT row, id FROM subscription WHERE attentionAt <= ? AND \(kind.condition)
                ORDER BY attentionAt, row LIMIT ?
                """, [now.milliseconds, limit])
            for row in due {
                try db.run(
                    "UPDATE subscription SET attentionAt = ?, isClaimed = TRUE WHERE row = ?",
                    [lease.milliseconds, row["row"] as Int64])
            }
            return due.map { $0["id"] }
        }
    }

    package func nextDelivery() async throws(StoreError) -> Date? {
        try await read { db in
            try db.row("SELECT min(attentionAt) AS at FROM subscription WHERE attentionAt IS NOT NULL")?.date("at")
        }
    }

    package func releaseAllLanes(at now: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                UPDATE subscription SET attentionAt = ?, isClaimed = FALSE WHERE isClaimed AND attentionAt IS NOT NULL
                """, [now.milliseconds])
        }
    }

    package func lane(_ subscriptionID: String, limit: Int) async throws(StoreError) -> DeliveryLane? {
        try await read { db in
            guard let row = try db.row("SELECT * FROM subscription WHERE id = ?", [subscriptionID]) else { return nil }
            let subscription = try Subscription(row)
            let owed = try db.rows(
                """
                \(Delivery.selection) WHERE subscriptionRow = ? AND delivery.state = 'owed'
                    \(subscription.state == .removed ? "AND kind <> 'Notification'" : "") ORDER BY delivery.id LIMIT ?
                """, [row["row"] as Int64, limit]
            ).map { try OwedDelivery($0, to: subscription) }
            guard !owed.isEmpty else { return nil }
            return DeliveryLane(
                subscription: subscription, topic: try db.topic(named: subscription.topicName),
                failingSince: row.date("failingSince"), owed: owed)
        }
    }

    package func record(_ attempts: [DeliveryAttempt], renewing lease: Date) async throws(StoreError) {
        guard let last = attempts.last else { return }
        try await write { db in
            for attempt in attempts {
                try db.run(
                    """
                    UPDATE delivery SET state = ?, attempts = attempts + 1, lastAttemptAt = ?, lastAnswer = ?, endedAt = ?
                    WHERE id = ? AND state = 'owed'
                    """,
                    [
                        attempt.state.rawValue, attempt.at.milliseconds, attempt.answer,
                        attempt.state == .owed ? nil : attempt.at.milliseconds, attempt.deliveryID,
                    ])
            }
            try db.run(
                "UPDATE subscription SET failingSince = ?, attentionAt = iif(isClaimed, ?, attentionAt) WHERE id = ?",
                [last.failingSince?.milliseconds, lease.milliseconds, last.subscriptionID])
        }
    }

    package func releaseLane(
        _ subscriptionID: String, until retryAt: Date?, at now: Date
    ) async throws(StoreError) {
        try await write { db in
            try db.run(
                """
                UPDATE subscription SET isClaimed = FALSE, attentionAt = CASE
                    WHEN ?1 IS NOT NULL THEN ?1 WHEN \(Self.isOwed) THEN ?2 END,
                    failingSince = CASE WHEN \(Self.isOwed) THEN failingSince END
                WHERE id = ?3 AND isClaimed
                """, [retryAt?.milliseconds, now.milliseconds, subscriptionID])
        }
    }

    /// Whether a subscription has something in its queue. What a removed one was owed is on its way out.
    private static let isOwed = """
        EXISTS (SELECT 1 FROM delivery WHERE subscriptionRow = subscription.row AND delivery.state = 'owed'
            AND (subscription.state <> 'removed' OR kind <> 'Notification'))
        """
}

extension LaneKind {
    fileprivate var condition: String {
        let isMail = "transport IN ('email', 'email-json')"
        let isTroubled = "(failingSince IS NOT NULL OR state = 'pending')"
        return switch self {
        case .ready: "NOT \(isMail) AND NOT \(isTroubled)"
        case .troubled: "NOT \(isMail) AND \(isTroubled)"
        case .mail: isMail
        }
    }
}
