import Foundation
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct DeliveryContract {
    /// Three messages to each of two readers of two topics; the first reader's first two are dead.
    private struct Scene {
        let store: any Store
        let keeper: any Sendable
        let first: String
        let second: String

        init(_ backend: StoreBackend) async throws {
            (store, keeper) = try backend.makeStore()
            first = try await store.addReader()
            second = try await store.addReader(of: "other")
            try await store.tell("one", "two", "three", to: [first, second])
            for _ in 0..<2 { try await store.tryOldest(of: first, .dead, at: .noon(plus: 1)) }
            try await store.tryOldest(of: second, .delivered, at: .noon(plus: 1))
            try await store.releaseAllLanes(at: .noon(plus: 1))
        }

        func texts(_ filter: DeliveryFilter) async throws -> [String] {
            try await store.deliveries(filter, page: .all).items.compactMap(\.message?.text)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `deliveries are listed newest first, by what is asked for`(on backend: StoreBackend) async throws {
        let scene = try await Scene(backend)
        #expect(try await scene.texts(DeliveryFilter()) == ["three", "three", "two", "two", "one", "one"])
        #expect(try await scene.texts(DeliveryFilter(states: [.dead])) == ["two", "one"])
        #expect(try await scene.texts(DeliveryFilter(states: [.dead, .delivered])) == ["two", "one", "one"])
        #expect(try await scene.texts(DeliveryFilter(states: [.withdrawn])).isEmpty)
        #expect(try await scene.texts(DeliveryFilter(topicName: "other")) == ["three", "two", "one"])
        #expect(try await scene.texts(DeliveryFilter(states: [.owed], topicName: "other")) == ["three", "two"])
        #expect(try await scene.texts(DeliveryFilter(subscriptionID: scene.first)) == ["three", "two", "one"])
        #expect(try await scene.texts(DeliveryFilter(states: [.owed], subscriptionID: scene.first)) == ["three"])
        #expect(try await scene.texts(DeliveryFilter(topicName: "other", subscriptionID: scene.first)).isEmpty)
        let message = try #require(
            try await scene.store.deliveries(DeliveryFilter(states: [.dead]), page: .all).items.last?.message)
        #expect(try await scene.texts(DeliveryFilter(messageID: message.id)) == ["one", "one"])
        #expect(try await scene.texts(DeliveryFilter(states: [.dead], messageID: message.id)) == ["one"])
        #expect(try await scene.texts(DeliveryFilter(messageID: "none")).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `lists come page by page, with nothing twice and nothing missing`(on backend: StoreBackend) async throws {
        let scene = try await Scene(backend)
        let filters = [DeliveryFilter(), DeliveryFilter(states: [.owed, .dead]), .init(subscriptionID: scene.first)]
        for filter in filters {
            let all = try await scene.store.deliveries(filter, page: .all).items.map(\.delivery.id)
            #expect(all == all.sorted(by: >))
            var paged: [Int64] = []
            var cursor: String?
            repeat {
                let page = try await scene.store.deliveries(filter, page: PageRequest(limit: 2, cursor: cursor))
                paged += page.items.map(\.delivery.id)
                cursor = page.next
            } while cursor != nil
            #expect(paged == all)
        }
        await #expect(throws: StoreError.invalidCursor) {
            try await scene.store.deliveries(DeliveryFilter(), page: PageRequest(limit: 2, cursor: "two"))
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `only the oldest of a subscription has a next try`(on backend: StoreBackend) async throws {
        let scene = try await Scene(backend)
        try await scene.store.tryOldest(of: scene.second, .owed, at: .noon(plus: 1), retryAt: .noon(plus: 77))
        let filter = DeliveryFilter(subscriptionID: scene.second)
        let listed = try await scene.store.deliveries(filter, page: .all).items
        #expect(listed.map(\.nextAttemptAt) == [nil, .noon(plus: 77), nil])
        #expect(listed.map(\.subscription.id) == Array(repeating: scene.second, count: 3))
        #expect(try await scene.store.delivery(listed[1].delivery.id) == listed[1])
        // While it is being tried there is none.
        _ = try await scene.store.claimLanes(at: .noon(plus: 77), until: .noon(plus: 99), limit: 10)
        #expect(try await scene.store.delivery(listed[1].delivery.id).nextAttemptAt == nil)
        await #expect(throws: StoreError.notFound(kind: "delivery", id: "4711")) {
            try await scene.store.delivery(4711)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `dead letters that are retried take their old places, as if they had not been tried`(
        on backend: StoreBackend
    ) async throws {
        let scene = try await Scene(backend)
        let filter = DeliveryFilter(states: [.delivered], subscriptionID: scene.first)
        // Two dead ones, and one that is owed anyway.
        #expect(try await scene.store.retryDeliveries(filter, ids: nil, at: .noon(plus: 10)) == 3)
        let owed = try await scene.store.owed(to: scene.first)
        #expect(owed.map(\.gist) == ["one", "two", "three"])
        #expect(owed.map(\.delivery.attempts) == [0, 0, 0])
        #expect(owed.map(\.delivery.owedSince) == [.noon(plus: 10), .noon(plus: 10), .noon])
        #expect(owed.map(\.delivery.createdAt) == [.noon, .noon, .noon])
        #expect(owed.map(\.delivery.endedAt) == [nil, nil, nil])
        #expect(owed[0].delivery.lastAnswer == "answered")
        #expect(try await scene.store.owed(to: scene.second).count == 2)
        #expect(try await scene.store.statistics().deadDeliveries == 0)
    }

    @Test(arguments: StoreBackend.allCases)
    func `single letters are retried by their IDs, and only those that the filter names`(
        on backend: StoreBackend
    ) async throws {
        let scene = try await Scene(backend)
        let all = try await scene.store.deliveries(DeliveryFilter(), page: .all).items.map(\.delivery)
        let dead = all.filter { $0.state == .dead }.map(\.id)
        let ended = all.filter { $0.state == .delivered }.map(\.id)
        func retry(_ ids: [Int64], _ filter: DeliveryFilter = DeliveryFilter()) async throws -> Int {
            try await scene.store.retryDeliveries(filter, ids: ids, at: .noon(plus: 10))
        }
        #expect(try await retry([]) == 0)
        #expect(try await retry(ended + [4711]) == 0)
        #expect(try await retry(dead, DeliveryFilter(topicName: "other")) == 0)
        #expect(try await retry([dead[0]], DeliveryFilter(topicName: "news")) == 1)
        #expect(try await scene.store.owed(to: scene.first).map(\.gist) == ["two", "three"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `what waits for a retry may be tried at once, and what is being tried is left alone`(
        on backend: StoreBackend
    ) async throws {
        let scene = try await Scene(backend)
        let store = scene.store
        try await store.tryOldest(of: scene.second, .owed, at: .noon(plus: 1), retryAt: .noon(plus: 500))
        try await store.releaseAllLanes(at: .noon(plus: 2))
        #expect(try await store.claimLanes(at: .noon(plus: 2), until: .noon(plus: 400), limit: 10) == [scene.first])
        #expect(try await store.retryDeliveries(DeliveryFilter(), ids: nil, at: .noon(plus: 10)) == 5)
        #expect(try await store.claimLanes(at: .noon(plus: 10), until: .noon(plus: 600), limit: 10) == [scene.second])
        try await store.releaseLane(scene.first, until: nil, at: .noon(plus: 11))
        #expect(try await store.owed(to: scene.first).map(\.gist) == ["one", "two", "three"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a letter wakes a lane that has nothing else to wait for`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("one", to: [id])
        try await store.tryOldest(of: id, .dead)
        #expect(try await store.nextDelivery() == nil)
        #expect(try await store.retryDeliveries(DeliveryFilter(), ids: nil, at: .noon(plus: 5)) == 1)
        #expect(try await store.nextDelivery() == .noon(plus: 5))
    }

    @Test(arguments: StoreBackend.allCases)
    func `whoever has unsubscribed does not get old letters`(on backend: StoreBackend) async throws {
        let scene = try await Scene(backend)
        try await scene.store.removeSubscription(scene.first, asking: .random(), at: .noon(plus: 2))
        try await scene.store.tryOldest(of: scene.first, .dead, at: .noon(plus: 3))
        #expect(try await scene.store.lane(scene.first, limit: 1) == nil)
        let filter = DeliveryFilter(subscriptionID: scene.first)
        // The question whether that was meant may be asked again.
        #expect(try await scene.store.retryDeliveries(filter, ids: nil, at: .noon(plus: 4)) == 1)
        #expect(try await scene.store.owed(to: scene.first).map(\.gist) == ["UnsubscribeConfirmation"])
        #expect(try await scene.texts(DeliveryFilter(states: [.dead], subscriptionID: scene.first)) == ["two", "one"])
    }
}
