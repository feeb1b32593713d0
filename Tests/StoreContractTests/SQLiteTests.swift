import Foundation
import GRDB
import Testing
import WindowCore
import WindowStore
import WindowStoreSQLite
import WindowTestSupport

/// What only the file knows.
@Suite struct SQLiteTests {
    @Test func `a committed transition is on disk: synchronous is FULL`() async throws {
        let temporary = try TemporaryStore()
        try await temporary.store.setNote("a", to: "b")
        try temporary.store.close()
        // Nothing is left in the log beside the file.
        let log = try? FileManager.default.attributesOfItem(atPath: temporary.path + "-wal")[.size] as? Int
        #expect(log ?? 0 == 0)
        let again = try SQLiteStore(path: temporary.path)
        #expect(try await again.note("a") == "b")
        try again.close()
    }

    @Test func `a file of an older version is brought forward with what is in it`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "mwd-old-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "old.sqlite").path
        do {
            // Version 1 knew no flow of invocations; the rest of its tables stand as they were.
            let current = try SQLiteStore(path: path)
            _ = try await current.create(
                .sample(id: WindowID(rawValue: "mw-1")), tags: [:], nextOpeningAt: nil, token: nil)
            try current.close()
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                try db.execute(sql: "ALTER TABLE invocation DROP COLUMN flow")
                try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '2 %'")
            }
            try queue.close()
        }
        let store = try SQLiteStore(path: path)
        #expect(try await store.window(WindowID(rawValue: "mw-1")).window.name == "sample")
        #expect(try await store.adopt(owner: "me").isEmpty)
        try store.close()
    }

    @Test func `a file of a newer version is refused, and says so`() async throws {
        let temporary = try TemporaryStore()
        try temporary.store.close()
        let queue = try DatabaseQueue(path: temporary.path)
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 from the future')")
        }
        try queue.close()
        #expect {
            try SQLiteStore(path: temporary.path)
        } throws: { error in
            (error as? StoreError)?.message.contains("newer version") ?? false
        }
    }

    @Test func `a file that is no database is refused`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "mwd-\(UUID().uuidString).sqlite").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("this is not a database, it is a text that is long enough".utf8).write(to: URL(filePath: path))
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    }

    @Test func `one failing transition takes nobody with it`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let added = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                // Every second one fails: the name is taken.
                group.addTask { (try? await store.add(.sample("node-\(number / 2)"))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(added == 100)
        #expect(try await store.nodes(page: .all).items.count == 100)
    }
}
