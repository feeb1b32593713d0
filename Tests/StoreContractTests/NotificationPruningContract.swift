import Foundation
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct NotificationPruningContract {
    private func listed(_ store: any Store) async throws -> [String] {
        try await store.deliveries(DeliveryFilter(), page: .all).items.map {
            $0.message?.text ?? $0.delivery.kind.rawValue
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `events are kept until they are old and read`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        for seconds in 0..<3 {
            try await store.publish(.windowState(.random(), isEnabled: true), at: .noon(plus: Double(seconds)))
        }
        #expect(try await store.prune(before: .noon(plus: 100)) == 0)
        let rows = try await store.unreadOutbox(limit: 10)
        try await store.publish([], readThrough: rows[1].sequence, at: .noon)
        #expect(try await store.prune(before: .noon(plus: 1)) == 1)
        #expect(try await store.prune(before: .noon(plus: 100)) == 1)
        #expect(try await store.outbox(after: 0, limit: 10) == [rows[2]])
    }

    @Test(arguments: StoreBackend.allCases)
    func `ended deliveries go with their messages, and what is owed stays`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        let other = try await store.addReader("https://hook.example/2")
        try await store.tell("both", to: [id, other])
        try await store.tell("dead", "owed", to: [id])
        try await store.tryOldest(of: id, .delivered, at: .noon(plus: 10))
        try await store.tryOldest(of: id, .dead, at: .noon(plus: 20))
        #expect(try await store.prune(before: .noon(plus: 10)) == 0)
        // The message stays for the other one.
        #expect(try await store.prune(before: .noon(plus: 11)) == 1)
        #expect(try await listed(store) == ["owed", "dead", "both"])
        #expect(try await store.owed(to: other).map(\.gist) == ["both"])
        // A dead letter and its message.
        #expect(try await store.prune(before: .noon(plus: 21)) == 2)
        #expect(try await store.prune(before: .noon(plus: 1_000_000)) == 0)
        #expect(try await listed(store) == ["owed", "both"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a removed subscription goes with its last delivery and its last token`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        let token = ConfirmationToken.random()
        try await store.removeSubscription(id, asking: token, at: .noon)
        _ = try await store.prune(before: .noon(plus: 1))
        // Owed its confirmation, however long that takes.
        #expect(try await listed(store) == ["UnsubscribeConfirmation"])
        try await store.tryOldest(of: id, .delivered, at: .noon(plus: 5))
        _ = try await store.prune(before: .noon(plus: 6))
        #expect(try await listed(store).isEmpty)
        #expect(try await store.subscriptionCounts(of: "news") == [.removed: 1])
        _ = try await store.prune(before: .noon(plus: Double(ConfirmationToken.validSeconds) + 1))
        #expect(try await store.subscriptionCounts(of: "news") == [:])
    }

    @Test(arguments: StoreBackend.allCases)
    func `tokens are good for two days at least, and then forgotten`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(Topic.sample(), tags: [:])
        let token = ConfirmationToken.random()
        let asked = try await store.subscribe(.sample(), asking: token, at: .noon)
        func confirm() async throws(StoreError) -> Subscription.State {
            try await store.confirm(
                token, ofTopic: "news", issuedAfter: .noon, isSigned: false, requiresSignatureToRemove: false,
                at: .noon
            ).state
        }
        let days = Double(ConfirmationToken.validSeconds)
        _ = try await store.prune(before: .noon(plus: days))
        #expect(try await confirm() == .confirmed)
        _ = try await store.prune(before: .noon(plus: days + 1))
        await #expect(throws: StoreError.notFound(kind: "token", id: token.text)) { try await confirm() }
        #expect(try await store.subscription(asked.id).state == .confirmed)
    }
}
