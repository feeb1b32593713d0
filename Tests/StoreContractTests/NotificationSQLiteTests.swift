import Foundation
import GRDB
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowStoreSQLite
import WindowTestSupport

/// What only the file knows of notifications.
@Suite struct NotificationSQLiteTests {
    private func rows(_ table: String, in temporary: TemporaryStore) async throws -> Int? {
        let queue = try DatabaseQueue(path: temporary.path)
        defer { try? queue.close() }
        return try await queue.read { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table)") }
    }

    @Test func `a message is stored once for all who get it, and not at all for nobody`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        var ids: [String] = []
        for number in 0..<20 { ids.append(try await store.addReader("https://hook.example/\(number)")) }
        try await store.tell("one", "two", to: ids)
        try await store.tell("nobody's", to: ["none"])
        #expect(try await rows("message", in: temporary) == 2)
        #expect(try await rows("delivery", in: temporary) == 40)
        // What a deleted topic leaves behind goes when it is old.
        try await store.deleteTopic(named: "news")
        #expect(try await rows("delivery", in: temporary) == 0)
        _ = try await store.prune(before: .noon(plus: 1))
        #expect(try await rows("message", in: temporary) == 0)
    }

    @Test(arguments: ["message", "delivery", "subscription", "outboxReader"])
    func `a publication that fails at any table has changed none`(table: String) async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let id = try await store.addReader()
        try await store.publish(.windowState(.random(), isEnabled: true), at: .noon)
        let unread = try await store.unreadOutbox(limit: 10)
        let publication = Publication(message: .sample("one"), recipients: [id])
        let faults = try ["INSERT", "UPDATE"].map { try StoreFault(temporary, on: "\($0) ON \(table)") }
        await #expect(throws: StoreError.self) {
            try await store.publish([publication], readThrough: unread[0].sequence, at: .noon)
        }
        #expect(try await store.unreadOutbox(limit: 10) == unread)
        #expect(try await store.lane(id, limit: 10) == nil)
        #expect(try await store.nextDelivery() == nil)
        #expect(try await rows("message", in: temporary) == 0)
        for fault in faults { try fault.mend() }
        try await store.publish([publication], readThrough: unread[0].sequence, at: .noon)
        #expect(try await store.owed(to: id).map(\.gist) == ["one"])
    }

    @Test func `what is owed, claims and keys outlive the process`() async throws {
        let temporary = try TemporaryStore()
        let id = try await temporary.store.addReader()
        try await temporary.store.tell("one", to: [id])
        _ = try await temporary.store.claimLanes(at: .noon, until: .noon(plus: 60), limit: 1)
        try temporary.store.close()
        let again = try SQLiteStore(path: temporary.path)
        defer { try? again.close() }
        #expect(try await again.owed(to: id).map(\.gist) == ["one"])
        #expect(try await again.claimLanes(at: .noon, until: .noon(plus: 60), limit: 1).isEmpty)
        try await again.releaseAllLanes(at: .noon)
        #expect(try await again.claimLanes(at: .noon, until: .noon(plus: 60), limit: 1) == [id])
    }
}
