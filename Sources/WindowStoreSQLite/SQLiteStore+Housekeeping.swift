package import Foundation
import GRDB
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
            ("DELETE FROM outbox WHERE createdAt < ?", [at]),
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
        var gone = 0
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
