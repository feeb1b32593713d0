import Foundation
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct PublishingContract {
    private static let event = WindowEvent.windowState(.random(), isEnabled: true)

    @Test(arguments: StoreBackend.allCases)
    func `a message is owed with all that it has`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        let message = PublishedMessage(
            id: UUID().uuidString.lowercased(), topicName: "news", subject: "Hello", text: "„ä“\n\u{0}\u{1F600}",
            textByProtocol: ["email": "for mail"],
            attributes: ["n": MessageAttribute(type: "Number", value: "1"), "s": .init(type: "String", value: "x")],
            publishedAt: .noon(plus: 0.125))
        let plain = PublishedMessage.sample(String(repeating: "ä", count: 128 * 1024))
        try await store.publish(
            [Publication(message: message, recipients: [id]), Publication(message: plain, recipients: [id])],
            readThrough: nil, at: .noon(plus: 1))
        let lane = try #require(try await store.lane(id, limit: 10))
        #expect(lane.subscription.id == id)
        #expect(lane.topic == .sample())
        #expect(lane.failingSince == nil)
        #expect(lane.owed.map(\.content) == [.message(message), .message(plain)])
        let first = lane.owed[0].delivery
        #expect(first.subscriptionID == id)
        #expect(first.kind == .notification)
        #expect(first.messageID == message.id)
        #expect(first.createdAt == .noon(plus: 1))
        #expect(first.owedSince == .noon(plus: 1))
        #expect(first.state == .owed)
        #expect(first.attempts == 0)
        #expect(first.id < lane.owed[1].delivery.id)
        #expect(try await store.lane(id, limit: 1)?.owed.count == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `only those that are confirmed at that moment get a message`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let reader = try await store.addReader()
        let gone = try await store.addReader("https://hook.example/2")
        try await store.removeSubscription(gone, asking: nil, at: .noon)
        let asked = try await store.subscribe(.sample("https://hook.example/3"), asking: .random(), at: .noon)
        try await store.tell("one", to: [gone, asked.id, "none", reader])
        try await store.tell("nobody's", to: [gone, asked.id, "none"])
        try await store.tell("nobody's either", to: [])
        let listed = try await store.deliveries(DeliveryFilter(), page: .all).items
        #expect(listed.compactMap(\.message?.text) == ["one"])
        #expect(listed.map(\.subscription.id) == [reader, asked.id])
    }

    @Test(arguments: StoreBackend.allCases)
    func `what the outbox comes to is owed once, and its reader moves on with it`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        for _ in 0..<3 { try await store.publish(Self.event, at: .noon) }
        let rows = try await store.unreadOutbox(limit: 2)
        #expect(rows.map(\.content) == [.event(Self.event), .event(Self.event)])
        #expect(try await store.unreadOutbox(limit: 10).count == 3)
        let publication = Publication(message: .sample("one"), recipients: [id])
        for _ in 0..<2 { try await store.publish([publication], readThrough: rows[1].sequence, at: .noon) }
        #expect(try await store.owed(to: id).map(\.gist) == ["one"])
        let rest = try await store.unreadOutbox(limit: 10)
        #expect(rest.count == 1)
        #expect(rest[0].sequence > rows[1].sequence)
        // What does not come from the outbox leaves its reader where it is.
        try await store.tell("two", to: [id])
        #expect(try await store.unreadOutbox(limit: 10) == rest)
        #expect(try await store.statistics().unreadOutboxRows == 1)
        try await store.publish([], readThrough: rest[0].sequence, at: .noon)
        #expect(try await store.unreadOutbox(limit: 10).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a publication that fails owes nobody, and leaves the reader where it was`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.publish(Self.event, at: .noon)
        let rows = try await store.unreadOutbox(limit: 10)
        // The second message has the first one's ID.
        let publication = Publication(message: .sample("one"), recipients: [id])
        await #expect(throws: StoreError.self) {
            try await store.publish([publication, publication], readThrough: rows[0].sequence, at: .noon)
        }
        #expect(try await store.unreadOutbox(limit: 10) == rows)
        #expect(try await store.owed(to: id).isEmpty)
        #expect(try await store.nextDelivery() == nil)
        try await store.publish([publication], readThrough: rows[0].sequence, at: .noon)
        #expect(try await store.owed(to: id).map(\.gist) == ["one"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `everything is counted`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        let gone = try await store.addReader("https://hook.example/2", of: "other")
        try await store.removeSubscription(gone, asking: nil, at: .noon)
        try await store.tell("dead", "delivered", "owed", "owed", to: [id])
        try await store.tryOldest(of: id, .dead)
        try await store.tryOldest(of: id, .delivered)
        let statistics = try await store.statistics()
        #expect(statistics.topics == 2)
        #expect(statistics.subscriptions == 1)
        #expect(statistics.owedDeliveries == 2)
        #expect(statistics.deadDeliveries == 1)
    }
}
