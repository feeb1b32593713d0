package import Foundation
import GRDB
import Notifications
import Patching
package import WindowStore

extension SQLiteStore {
    package func check() async throws(StoreError) {
        try await write { db in
            try db.run("INSERT INTO note (key, value) VALUES ('checked', '') ON CONFLICT DO NOTHING")
            _ = try db.row("SELECT id FROM window LIMIT 1")
        }
    }

    package func note(_ key: String) async throws(StoreError) -> String? {
        try await read { db in try db.row("SELECT value FROM note WHERE key = ?", [key])?["value"] }
    }

    package func setNote(_ key: String, to value: String) async throws(StoreError) {
        try await write { db in
            try db.run(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                [key, value])
        }
    }

    package func statistics() async throws(StoreError) -> StoreStatistics {
        try await read { db in
            var statistics = StoreStatistics()
            statistics.windows = try db.count("SELECT COUNT(*) FROM window")
            statistics.enabledWindows = try db.count("SELECT COUNT(*) FROM window WHERE isEnabled")
            statistics.nodes = try db.count("SELECT COUNT(*) FROM node")
            statistics.documents = try db.count("SELECT COUNT(*) FROM documentName")
            statistics.runningExecutions = try db.count("SELECT COUNT(*) FROM execution WHERE endedAt IS NULL")
            statistics.pendingInvocations = try db.count(
                """
                SELECT COUNT(*) FROM command JOIN invocation ON commandID = command.id
                WHERE command.endedAt IS NULL AND invocation.state IN ('Pending', 'Delayed')
                """)
            statistics.runningInvocations = try db.count(
                "SELECT COUNT(*) FROM invocation WHERE claimedBy IS NOT NULL AND endedAt IS NULL")
            statistics.outboxRows = try db.count("SELECT COUNT(*) FROM outbox")
            statistics.unreadOutboxRows = try db.count(
                "SELECT COUNT(*) FROM outbox WHERE sequence > (SELECT sequence FROM outboxReader)")
            statistics.topics = try db.count("SELECT COUNT(*) FROM topic")
            statistics.subscriptions = try db.count("SELECT COUNT(*) FROM subscription WHERE state <> 'removed'")
            // The second condition lets an index answer that has none of the many that are delivered.
            statistics.owedDeliveries = try db.count(
                "SELECT COUNT(*) FROM delivery WHERE state = 'owed' AND state <> 'delivered'")
            statistics.deadDeliveries = try db.count(
                "SELECT COUNT(*) FROM delivery WHERE state = 'dead' AND state <> 'delivered'")
            statistics.nextOpeningAt = try db.row(
                "SELECT min(nextOpeningAt) AS at FROM window WHERE nextOpeningAt IS NOT NULL")?.date("at")
            return statistics
        }
    }

    package func reconsider(at now: Date) async throws(StoreError) {
        try await write { db in
            for (table, column) in [("budget", "attentionAt"), ("execution", "attentionAt"), ("window", "retryAt")] {
                try db.run("UPDATE \(table) SET \(column) = ?1 WHERE \(column) > ?1", [now.milliseconds])
            }
            try db.run(
                "UPDATE invocation SET notBefore = ?1 WHERE state = 'Delayed' AND notBefore > ?1", [now.milliseconds])
            // Claims are left alone: whoever has one renews it by the new time, or gives it back.
            try db.run(
                "UPDATE subscription SET attentionAt = ?1 WHERE attentionAt > ?1 AND NOT isClaimed",
                [now.milliseconds])
        }
    }

    package func prune(before moment: Date) async throws(StoreError) -> Int {
        let at = moment.milliseconds
        let statements: [(String, StatementArguments)] = [
            // A command that served a window goes with its execution, whose tasks own the budgets.
            ("DELETE FROM execution WHERE endedAt < ?", [at]),
            (
                """
                DELETE FROM budget WHERE taskExecutionID IS NULL AND id IN (
                    SELECT budgetID FROM command GROUP BY budgetID HAVING max(coalesce(endedAt, ?1)) < ?1)
                """, [at]
            ),
            // The plus keeps to the index by age, since nearly every row is read.
            (
                """
                DELETE FROM outbox WHERE createdAt < ?
                    AND +sequence <= (SELECT sequence FROM outboxReader)
                """, [at]
            ),
            (
                "DELETE FROM confirmationToken WHERE issuedAt < ?",
                [moment.addingTimeInterval(-Double(ConfirmationToken.validSeconds)).milliseconds]
            ),
            // A token may still restore what was removed.
            (
                """
                DELETE FROM subscription WHERE state = 'removed'
                    AND NOT EXISTS (SELECT 1 FROM delivery WHERE subscriptionRow = subscription.row)
                    AND NOT EXISTS (SELECT 1 FROM confirmationToken WHERE subscriptionRow = subscription.row)
                """, []
            ),
            // Those that had ceased to count by then; what was frozen with them goes too.
            (
                "DELETE FROM patchSnapshot WHERE createdAt < ?",
                [moment.addingTimeInterval(-PatchSnapshot.lifetimeSeconds).milliseconds]
            ),
            // A version stays known, with the day it was first seen, as long as any node has the product.
            (
                "DELETE FROM knownPatch WHERE firstSeenAt < ? AND product NOT IN (SELECT product FROM patchReport)",
                [at]
            ),
            ("DELETE FROM clientToken WHERE createdAt < ?", [at]),
            (
                """
                DELETE FROM documentContent WHERE hash NOT IN (SELECT hash FROM document)
                    AND hash NOT IN (SELECT hash FROM command)
                    AND hash NOT IN (
                        SELECT value FROM command, json_each(command.definition, '$.innerDocuments'))
                """, []
            ),
        ]
        // What a process that died in the middle of a removal has left.
        try await inSlices(
            """
            UPDATE delivery SET state = 'withdrawn', endedAt = ? WHERE id IN (
                SELECT delivery.id FROM subscription JOIN delivery ON subscriptionRow = subscription.row
                WHERE subscription.state = 'removed' AND delivery.state = 'owed' AND kind = 'Notification' LIMIT ?)
            """, [at])
        // The two that may be millions.
        var gone = try await inSlices(
            "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE endedAt < ? LIMIT ?)", [at])
        gone += try await inSlices(
            """
            DELETE FROM message WHERE row IN (
                SELECT row FROM message WHERE publishedAt < ?
                    AND NOT EXISTS (SELECT 1 FROM delivery WHERE messageRow = message.row) LIMIT ?)
            """, [at])
        // One transaction each, so that others' commits are not held up by the whole of it.
        for (sql, arguments) in statements {
            gone += try await write { db in
                try db.run(sql, arguments)
                return db.changesCount
            }
        }
        return gone
    }
}
