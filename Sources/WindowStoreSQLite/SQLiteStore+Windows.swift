package import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func create(
        _ window: Window, tags: [String: String], nextOpeningAt: Date?, token: ClientToken?
    ) async throws(StoreError) -> WindowID {
        let limit = quotas.windows
        return try await write { db in
            try db.once(token, at: window.createdAt) {
                guard try db.count("SELECT COUNT(*) FROM window") < limit else {
                    throw StoreError.limitExceeded(kind: "windows", limit: limit)
                }
                try db.run(
                    """
                    INSERT INTO window (id, name, isEnabled, nextOpeningAt, createdAt, noticeMinutes, definition)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        window.id.rawValue, window.name, window.isEnabled, nextOpeningAt?.milliseconds,
                        window.createdAt.milliseconds, window.openingNoticeMinutes, try Columns.json(window),
                    ])
                try db.setTags("MaintenanceWindow", window.id.rawValue, tags)
                try db.owe(.windowState(window.id, isEnabled: window.isEnabled), at: window.createdAt)
                return window.id
            }
        }
    }

    package func window(_ id: WindowID) async throws(StoreError) -> WindowListing {
        try await read { db in
            guard let row = try db.row("SELECT definition, nextOpeningAt FROM window WHERE id = ?", [id.rawValue])
            else {
                throw StoreError.notFound(kind: "maintenance window", id: id.rawValue)
            }
            return try WindowListing(row)
        }
    }

    package func windows(
        _ filter: WindowFilter, page: PageRequest
    ) async throws(StoreError) -> Page<WindowListing> {
        try await read { db in
            var sql = "SELECT definition, nextOpeningAt FROM window WHERE id > ?"
            var arguments: StatementArguments = [page.cursor ?? ""]
            if !filter.namePrefixes.isEmpty {
                // `substr` and not LIKE, because `_` is a letter of window names.
                let tests = filter.namePrefixes.map { _ in "substr(name, 1, length(?)) = ?" }
                sql += " AND (\(tests.joined(separator: " OR ")))"
                for prefix in filter.namePrefixes { arguments += [prefix, prefix] }
            }
            if let isEnabled = filter.isEnabled {
                sql += " AND isEnabled = ?"
                arguments += [isEnabled]
            }
            arguments += [page.limit + 1]
            let rows = try db.rows(sql + " ORDER BY id LIMIT ?", arguments)
            return Page(fetched: try rows.map { try WindowListing($0) }, request: page) { $0.window.id.rawValue }
        }
    }

    package func update(_ window: Window, nextOpeningAt: Date?) async throws(StoreError) {
        try await write { db in
            guard let before = try db.row("SELECT isEnabled FROM window WHERE id = ?", [window.id.rawValue]) else {
                throw StoreError.notFound(kind: "maintenance window", id: window.id.rawValue)
            }
            try db.run(
                """
                UPDATE window SET name = ?, isEnabled = ?, nextOpeningAt = ?, retryAt = NULL, noticeMinutes = ?,
                    definition = ? WHERE id = ?
                """,
                [
                    window.name, window.isEnabled, nextOpeningAt?.milliseconds, window.openingNoticeMinutes,
                    try Columns.json(window), window.id.rawValue,
                ])
            if before["isEnabled"] != window.isEnabled {
                try db.owe(.windowState(window.id, isEnabled: window.isEnabled), at: window.modifiedAt)
            }
        }
    }

    package func deleteWindow(_ id: WindowID) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM window WHERE id = ?", [id.rawValue])
            try db.run("DELETE FROM tag WHERE resourceType = 'MaintenanceWindow' AND resourceID = ?", [id.rawValue])
        }
    }

    package func reschedule(_ openings: [(id: WindowID, nextOpeningAt: Date?)]) async throws(StoreError) {
        try await write { db in
            for (id, moment) in openings {
                try db.run(
                    "UPDATE window SET nextOpeningAt = ?, retryAt = NULL WHERE id = ? AND isEnabled",
                    [moment?.milliseconds, id.rawValue])
            }
        }
    }

    package func postponeOpening(of id: WindowID, until moment: Date) async throws(StoreError) {
        try await write { db in
            try db.run("UPDATE window SET retryAt = ? WHERE id = ?", [moment.milliseconds, id.rawValue])
        }
    }

    package func dueWindows(at now: Date, limit: Int) async throws(StoreError) -> [DueWindow] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM window WHERE nextOpeningAt <= ?1 AND nextOpeningAt IS NOT NULL AND retryAt IS NULL
                UNION ALL SELECT * FROM window WHERE retryAt <= ?1 AND nextOpeningAt IS NOT NULL
                ORDER BY nextOpeningAt, id LIMIT ?2
                """, [now.milliseconds, limit]
            ).map { try db.dueWindow($0, dueAt: $0.date("nextOpeningAt") ?? now) }
        }
    }

    package func openable(_ id: WindowID) async throws(StoreError) -> DueWindow {
        try await read { db in
            guard let row = try db.row("SELECT * FROM window WHERE id = ?", [id.rawValue]) else {
                throw StoreError.notFound(kind: "maintenance window", id: id.rawValue)
            }
            return try db.dueWindow(row, dueAt: row.date("nextOpeningAt") ?? .distantFuture)
        }
    }

    package func nextOpening() async throws(StoreError) -> Date? {
        try await read { db in
            try db.row(
                """
                SELECT min(at) AS at FROM (
                    SELECT min(nextOpeningAt) AS at FROM window WHERE nextOpeningAt IS NOT NULL AND retryAt IS NULL
                    UNION ALL SELECT min(retryAt) FROM window WHERE retryAt IS NOT NULL)
                """)?.date("at")
        }
    }

    package func tags(of type: String, id: String) async throws(StoreError) -> [String: String] {
        try await read { db in try db.tags(of: type, id) }
    }

    package func tag(
        _ type: String, id: String, set: [String: String], remove: [String]
    ) async throws(StoreError) {
        try await write { db in
            var tags = try db.tags(of: type, id)
            for key in remove { tags[key] = nil }
            tags.merge(set) { _, new in new }
            try db.setTags(type, id, tags)
        }
    }
}

extension Database {
    fileprivate func dueWindow(_ row: Row, dueAt: Date) throws -> DueWindow {
        let id: String = row["id"]
        return DueWindow(
            window: try row.definition(Window.self), dueAt: dueAt,
            isRunning: try self.row("SELECT 1 FROM execution WHERE windowID = ? AND endedAt IS NULL", [id]) != nil,
            targets: try targets(of: id), tasks: try tasks(of: id))
    }

    func tags(of type: String, _ id: String) throws -> [String: String] {
        let rows = try rows("SELECT key, value FROM tag WHERE resourceType = ? AND resourceID = ?", [type, id])
        return Dictionary(rows.map { ($0["key"], $0["value"]) }) { _, last in last }
    }

    /// Does `work` unless the token says that it was done; then gives what it gave.
    func once<ID: RawRepresentable<String>>(
        _ token: ClientToken?, at now: Date, _ work: () throws -> ID
    ) throws -> ID {
        guard let token else { return try work() }
        if let earlier = try row(
            "SELECT * FROM clientToken WHERE operation = ? AND token = ?", [token.operation, token.token])
        {
            guard earlier["fingerprint"] == token.fingerprint else { throw StoreError.tokenReused(token.token) }
            guard let id = ID(rawValue: earlier["result"]) else {
                throw StoreError.unavailable("The client token “\(token.token)” gave something else before.")
            }
            return id
        }
        let id = try work()
        try run(
            "INSERT INTO clientToken (operation, token, fingerprint, result, createdAt) VALUES (?, ?, ?, ?, ?)",
            [token.operation, token.token, token.fingerprint, id.rawValue, now.milliseconds])
        return id
    }
}

extension WindowListing {
    fileprivate init(_ row: Row) throws {
        self.init(window: try row.definition(Window.self), nextOpeningAt: row.date("nextOpeningAt"))
    }
}
