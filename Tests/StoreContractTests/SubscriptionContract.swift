import Foundation
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct SubscriptionContract {
    private func confirm(
        _ token: ConfirmationToken, in store: any Store, of topicName: String = "news", issuedAfter: Date = .noon,
        isSigned: Bool = false, requiresSignature: Bool = false, at now: Date = .noon
    ) async throws(StoreError) -> Subscription {
        try await store.confirm(
            token, ofTopic: topicName, issuedAfter: issuedAfter, isSigned: isSigned,
            requiresSignatureToRemove: requiresSignature, at: now)
    }

    @Test(arguments: StoreBackend.allCases)
    func `whoever subscribes is asked, and gets messages from the answer on`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(Topic.sample(), tags: [:])
        let token = ConfirmationToken.random()
        let asked = Subscription.sample(attributes: ["RawMessageDelivery": "true"])
        #expect(try await store.subscribe(asked, asking: token, at: .noon) == asked)
        #expect(try await store.subscription(asked.id) == asked)
        #expect(try await store.confirmedSubscriptions(of: "news").isEmpty)
        try await store.tell("too early", to: [asked.id])
        let question = try #require(try await store.owed(to: asked.id).first)
        #expect(question.delivery.kind == .subscriptionConfirmation)
        #expect(question.token == token)
        #expect(question.delivery.messageID == UUID(uuidString: question.delivery.messageID)?.uuidString.lowercased())

        let confirmed = try await confirm(token, in: store, isSigned: true, at: .noon(plus: 5))
        #expect(confirmed.state == .confirmed)
        #expect(confirmed.confirmedAt == .noon(plus: 5))
        #expect(confirmed.wasConfirmedBySignature)
        #expect(!confirmed.requiresSignatureToRemove)
        #expect(try await store.subscription(asked.id) == confirmed)
        try await store.tell("in time", to: [asked.id])
        #expect(try await store.owed(to: asked.id).map(\.gist) == ["SubscriptionConfirmation", "in time"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a second answer changes nothing but what it tightens`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(Topic.sample(), tags: [:])
        let token = ConfirmationToken.random()
        _ = try await store.subscribe(.sample(), asking: token, at: .noon)
        let first = try await confirm(token, in: store)
        #expect(try await confirm(token, in: store, at: .noon(plus: 9)) == first)
        let tight = try await confirm(token, in: store, isSigned: true, requiresSignature: true)
        #expect(tight.requiresSignatureToRemove)
        #expect(tight.wasConfirmedBySignature)
        #expect(try await confirm(token, in: store) == tight)
        #expect(tight.confirmedAt == .noon)
    }

    @Test(arguments: StoreBackend.allCases)
    func `tokens that are wrong, old, or another topic's are good for nothing`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        for name in ["news", "other"] { _ = try await store.create(Topic.sample(name), tags: [:]) }
        let (token, wrong) = (ConfirmationToken.random(), ConfirmationToken.random())
        let asked = try await store.subscribe(.sample(), asking: token, at: .noon)
        await #expect(throws: StoreError.notFound(kind: "token", id: wrong.text)) {
            try await confirm(wrong, in: store)
        }
        await #expect(throws: StoreError.notFound(kind: "token", id: token.text)) {
            try await confirm(token, in: store, of: "other")
        }
        await #expect(throws: StoreError.notFound(kind: "token", id: token.text)) {
            try await confirm(token, in: store, issuedAfter: .noon(plus: 1))
        }
        #expect(try await store.subscription(asked.id).state == .pending)
    }

    @Test(arguments: StoreBackend.allCases)
    func `an endpoint has one place in a topic, and is asked again while it is pending`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(subscriptionsPerTopic: 1))
        defer { _ = keeper }
        _ = try await store.create(Topic.sample(), tags: [:])
        let tokens = (0..<3).map { _ in ConfirmationToken.random() }
        let first = try await store.subscribe(.sample(), asking: tokens[0], at: .noon)
        let again = Subscription.sample(attributes: ["RawMessageDelivery": "true"])
        #expect(try await store.subscribe(again, asking: tokens[1], at: .noon(plus: 1)) == first)
        #expect(try await store.owed(to: first.id).compactMap(\.token) == Array(tokens.prefix(2)))
        await #expect(throws: StoreError.limitExceeded(kind: "subscriptions", limit: 1)) {
            try await store.subscribe(.sample("https://hook.example/2"), asking: .random(), at: .noon)
        }
        #expect(try await confirm(tokens[0], in: store).state == .confirmed)
        #expect(try await store.subscribe(again, asking: tokens[2], at: .noon).state == .confirmed)
        #expect(try await store.owed(to: first.id).count == 2)
        // One that was removed takes no room.
        try await store.removeSubscription(first.id, asking: nil, at: .noon)
        #expect(try await store.subscribe(again, asking: .random(), at: .noon).id == again.id)
    }

    @Test(arguments: StoreBackend.allCases)
    func `subscriptions are listed in order of creation, without those that are removed`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        var ids: [String] = []
        for number in 0..<5 {
            ids.append(try await store.addReader("https://hook.example/\(number)", of: number == 3 ? "other" : "news"))
        }
        _ = try await store.subscribe(.sample("https://hook.example/new"), asking: .random(), at: .noon)
        try await store.removeSubscription(ids[1], asking: nil, at: .noon)
        #expect(try await store.confirmedSubscriptions(of: "news").map(\.id) == [ids[0], ids[2], ids[4]])
        #expect(try await store.subscriptionCounts(of: "news") == [.confirmed: 3, .pending: 1, .removed: 1])
        for topicName in [nil, "news"] {
            var listed: [String] = []
            var cursor: String?
            repeat {
                let page = try await store.subscriptions(of: topicName, page: PageRequest(limit: 2, cursor: cursor))
                #expect(page.items.count <= 2)
                listed += page.items.map(\.endpoint)
                cursor = page.next
            } while cursor != nil
            let expected = topicName == nil ? ["0", "2", "3", "4", "new"] : ["0", "2", "4", "new"]
            #expect(listed == expected.map { "https://hook.example/\($0)" })
        }
        await #expect(throws: StoreError.invalidCursor) {
            try await store.subscriptions(of: nil, page: PageRequest(limit: 2, cursor: "x"))
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `attributes are replaced, and nothing else`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        var changed = try await store.subscription(id)
        changed.attributes = ["FilterPolicy": "{}"]
        changed.state = .pending
        try await store.update(changed)
        #expect(try await store.subscription(id).attributes == ["FilterPolicy": "{}"])
        #expect(try await store.subscription(id).state == .confirmed)
        try await store.removeSubscription(id, asking: nil, at: .noon)
        let missing = StoreError.notFound(kind: "subscription", id: id)
        await #expect(throws: missing) { try await store.update(changed) }
        await #expect(throws: missing) { try await store.subscription(id) }
        await #expect(throws: missing) { try await store.removeSubscription(id, asking: nil, at: .noon) }
    }

    @Test(arguments: StoreBackend.allCases)
    func `one that is removed gets the question whether it was meant, and nothing before it`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("withdrawn", to: [id])
        // The receiver is away, and its lane waits.
        try await store.tryOldest(of: id, .owed, retryAt: .noon(plus: 3600))
        let token = ConfirmationToken.random()
        try await store.removeSubscription(id, asking: token, at: .noon(plus: 1))
        try await store.tell("too late", to: [id])
        #expect(try await store.owed(to: id).map(\.delivery.kind) == [.unsubscribeConfirmation])
        #expect(try await store.owed(to: id).map(\.token) == [token])
        #expect(try await store.nextDelivery() == .noon(plus: 1))
        let states = try await store.deliveries(DeliveryFilter(), page: .all).items.map(\.delivery.state)
        #expect(states == [.owed, .withdrawn])

        let restored = try await confirm(token, in: store, issuedAfter: .noon, at: .noon(plus: 2))
        #expect(restored.id == id)
        #expect(restored.state == .confirmed)
        try await store.tell("again", to: [id])
        #expect(try await store.owed(to: id).map(\.gist) == ["UnsubscribeConfirmation", "again"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `one that never confirmed is removed without a word`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(Topic.sample(), tags: [:])
        let asked = try await store.subscribe(.sample(), asking: .random(), at: .noon)
        try await store.removeSubscription(asked.id, asking: .random(), at: .noon)
        #expect(try await store.lane(asked.id, limit: 1) == nil)
        #expect(try await store.nextDelivery() == nil)
    }

    @Test(arguments: StoreBackend.allCases)
    func `an old token of an endpoint that was subscribed anew confirms the new subscription`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let old = try await store.addReader()
        let token = ConfirmationToken.random()
        try await store.removeSubscription(old, asking: token, at: .noon)
        let new = try await store.subscribe(.sample(), asking: .random(), at: .noon)
        #expect(try await confirm(token, in: store).id == new.id)
        #expect(try await store.confirmedSubscriptions(of: "news").map(\.id) == [new.id])
    }
}
