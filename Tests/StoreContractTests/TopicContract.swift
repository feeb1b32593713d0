import Foundation
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct TopicContract {
    @Test(arguments: StoreBackend.allCases)
    func `a topic that is made again stays as it is, with its tags`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let first = try await store.create(Topic.sample(), tags: ["Team": "linux"])
        #expect(first == .sample())
        let other = Topic(name: "news", attributes: ["DisplayName": "Other"], createdAt: .noon(plus: 9))
        #expect(try await store.create(other, tags: ["Team": "other"]) == .sample())
        #expect(try await store.topic(named: "news") == .sample())
        #expect(try await store.tags(of: "Topic", id: "news") == ["Team": "linux"])
        try await store.update(other)
        #expect(try await store.topic(named: "news").attributes == ["DisplayName": "Other"])
        #expect(try await store.topic(named: "news").createdAt == .noon)
    }

    @Test(arguments: StoreBackend.allCases)
    func `topics that are not there are said to be missing`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let missing = StoreError.notFound(kind: "topic", id: "news")
        await #expect(throws: missing) { try await store.topic(named: "news") }
        await #expect(throws: missing) { try await store.update(Topic.sample()) }
        await #expect(throws: missing) { try await store.subscriptionCounts(of: "news") }
        await #expect(throws: missing) { try await store.subscriptions(of: "news", page: .all) }
        await #expect(throws: missing) { try await store.confirmedSubscriptions(of: "news") }
        await #expect(throws: missing) { try await store.subscribe(.sample(), asking: .random(), at: .noon) }
        await #expect(throws: missing) { try await store.create(.sample("rule")) }
        try await store.deleteTopic(named: "news")
    }

    @Test(arguments: StoreBackend.allCases)
    func `topics are listed by name, page by page, and limited`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(topics: 3))
        defer { _ = keeper }
        for name in ["b", "C", "a"] { _ = try await store.create(Topic.sample(name), tags: [:]) }
        await #expect(throws: StoreError.limitExceeded(kind: "topics", limit: 3)) {
            try await store.create(Topic.sample("d"), tags: [:])
        }
        #expect(try await store.create(Topic.sample("a"), tags: [:]).name == "a")
        let first = try await store.topics(page: PageRequest(limit: 2))
        #expect(first.items.map(\.name) == ["C", "a"])
        let second = try await store.topics(page: PageRequest(limit: 2, cursor: first.next))
        #expect(second.items.map(\.name) == ["b"])
        #expect(second.next == nil)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a deleted topic takes all that is its own and nothing else`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let gone = try await store.addReader()
        let kept = try await store.addReader(of: "other")
        let asked = try await store.subscribe(.sample("https://hook.example/2"), asking: .random(), at: .noon)
        try await store.tag("Topic", id: "news", set: ["k": "v"], remove: [])
        try await store.create(.sample("rule"))
        try await store.create(.sample("other", to: "other"))
        try await store.tell("one", to: [gone, kept])
        try await store.deleteTopic(named: "news")
        try await store.deleteTopic(named: "news")
        #expect(try await store.topics(page: .all).items.map(\.name) == ["other"])
        #expect(try await store.subscriptions(of: nil, page: .all).items.map(\.id) == [kept])
        await #expect(throws: StoreError.notFound(kind: "subscription", id: asked.id)) {
            try await store.subscription(asked.id)
        }
        #expect(try await store.lane(gone, limit: 1) == nil)
        #expect(try await store.owed(to: kept).map(\.gist) == ["one"])
        #expect(try await store.rules().map(\.name) == ["other"])
        #expect(try await store.tags(of: "Topic", id: "news").isEmpty)
        #expect(try await store.claimLanes(at: .noon, until: .noon(plus: 60), limit: 10) == [kept])
    }

    @Test(arguments: StoreBackend.allCases)
    func `rules have names of their own`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(Topic.sample(), tags: [:])
        for name in ["b", "a"] { try await store.create(.sample(name)) }
        await #expect(throws: StoreError.alreadyExists(kind: "rule", id: "a")) { try await store.create(.sample("a")) }
        #expect(try await store.rules() == [.sample("a"), .sample("b")])
        #expect(try await store.rule(named: "b") == .sample("b"))
        try await store.deleteRule(named: "b")
        await #expect(throws: StoreError.notFound(kind: "rule", id: "b")) { try await store.rule(named: "b") }
        await #expect(throws: StoreError.notFound(kind: "rule", id: "b")) { try await store.deleteRule(named: "b") }
    }

    @Test(arguments: StoreBackend.allCases)
    func `signing keys come newest first, and go when they are forgotten`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        func key(_ id: String, after seconds: Double) -> StoredSigningKey {
            StoredSigningKey(
                id: id, privateKeyPEM: "private \(id)", certificatePEM: "certificate \(id)",
                createdAt: .noon(plus: seconds))
        }
        #expect(try await store.signingKeys().isEmpty)
        for (number, id) in ["c", "a", "b"].enumerated() {
            try await store.add(key(id, after: Double(number)), forgetting: [])
        }
        #expect(try await store.signingKeys().map(\.id) == ["b", "a", "c"])
        try await store.add(key("d", after: 3), forgetting: ["c", "a", "none"])
        #expect(try await store.signingKeys() == [key("d", after: 3), key("b", after: 2)])
    }
}
