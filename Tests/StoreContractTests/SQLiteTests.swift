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
