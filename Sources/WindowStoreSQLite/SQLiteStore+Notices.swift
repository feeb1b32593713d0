package import Foundation
import GRDB
import WindowCore
package import WindowStore

/// Openings that are told of ahead.
extension SQLiteStore {
    package func nextNotice(after now: Date) async throws(StoreError) -> Date? {
        try await read { db in
            try db.row(
                "SELECT min(noticeAt) AS at FROM window WHERE noticeAt IS NOT NULL AND nextOpeningAt > ?",
                [now.milliseconds])?.date("at")
        }
    }

    package func giveNotices(at now: Date, limit: Int) async throws(StoreError) -> Int {
        try await write { db in
            let due = try db.rows(
                """
                SELECT id, nextOpeningAt, noticeMinutes FROM window
                WHERE noticeAt <= ?1 AND nextOpeningAt > ?1 ORDER BY noticeAt, nextOpeningAt, id LIMIT ?2
                """, [now.milliseconds, limit])
            for row in due {
                let opening: Int64 = row["nextOpeningAt"]
                try db.run("UPDATE window SET noticedOpeningAt = ? WHERE id = ?", [opening, row["id"] as String])
                try db.owe(
                    .openingSoon(
                        WindowID(rawValue: row["id"]), at: Date(milliseconds: opening),
                        noticeMinutes: row["noticeMinutes"]), at: now)
            }
            return due.count
        }
    }
}
