import Foundation
import Notifications
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct LaneContract {
    private func claim(_ store: any Store, at seconds: Double = 0, limit: Int = 10) async throws -> [String] {
        try await store.claimLanes(at: .noon(plus: seconds), until: .noon(plus: seconds + 60), limit: limit)
    }

    @Test(arguments: StoreBackend.allCases)
    func `those that wait longest are served first, and nobody is served twice at once`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        var ids: [String] = []
        for number in 0..<3 { ids.append(try await store.addReader("https://hook.example/\(number)")) }
        #expect(try await store.nextDelivery() == nil)
        #expect(try await claim(store).isEmpty)
        try await store.tell("one", to: [ids[2]], at: .noon(plus: 1))
        try await store.tell("two", to: [ids[0], ids[1]], at: .noon(plus: 2))
        // A lane waits since its first message.
        try await store.tell("three", to: [ids[2]], at: .noon(plus: 3))
        #expect(try await store.nextDelivery() == .noon(plus: 1))
        #expect(try await claim(store, at: 0).isEmpty)
        #expect(try await claim(store, at: 1) == [ids[2]])
        #expect(try await store.nextDelivery() == .noon(plus: 2))
        #expect(try await claim(store, at: 5, limit: 1) == [ids[0]])
        #expect(try await claim(store, at: 5) == [ids[1]])
        #expect(try await claim(store, at: 5).isEmpty)
        #expect(try await store.nextDelivery() == .noon(plus: 61))
    }

    @Test(arguments: StoreBackend.allCases)
    func `messages leave in order, and what comes meanwhile is not forgotten`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("one", "two", to: [id])
        #expect(try await claim(store) == [id])
        let owed = try await store.owed(to: id)
        #expect(owed.map(\.gist) == ["one", "two"])
        try await store.record(
            owed.map { $0.attempt(.delivered, "200 OK", at: .noon(plus: 1)) }, renewing: .noon(plus: 90))
        #expect(try await store.nextDelivery() == .noon(plus: 90))
        #expect(try await store.lane(id, limit: 10) == nil)
        try await store.tell("three", to: [id], at: .noon(plus: 2))
        // The claim stands until it is given back.
        #expect(try await claim(store, at: 3).isEmpty)
        try await store.releaseLane(id, until: nil, at: .noon(plus: 4))
        #expect(try await store.nextDelivery() == .noon(plus: 4))
        #expect(try await claim(store, at: 4) == [id])
        #expect(try await store.owed(to: id).map(\.gist) == ["three"])

        let first = try await store.delivery(owed[0].delivery.id).delivery
        #expect(first.state == .delivered)
        #expect(first.attempts == 1)
        #expect(first.lastAttemptAt == .noon(plus: 1))
        #expect(first.lastAnswer == "200 OK")
        #expect(first.endedAt == .noon(plus: 1))
        try await store.tryOldest(of: id, .delivered)
        try await store.releaseLane(id, until: .noon(plus: 9), at: .noon)
        #expect(try await store.nextDelivery() == nil)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a failed try waits for its moment, with all that are behind it`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("one", "two", to: [id])
        try await store.tryOldest(of: id, .owed, retryAt: .noon(plus: 20), failingSince: .noon)
        try await store.tell("three", to: [id], at: .noon(plus: 1))
        #expect(try await store.nextDelivery() == .noon(plus: 20))
        #expect(try await claim(store, at: 19).isEmpty)
        #expect(try await claim(store, at: 20) == [id])
        let lane = try #require(try await store.lane(id, limit: 10))
        #expect(lane.failingSince == .noon)
        #expect(lane.owed.map(\.gist) == ["one", "two", "three"])
        #expect(lane.owed.map(\.delivery.attempts) == [1, 0, 0])
        #expect(lane.owed[0].delivery.lastAnswer == "answered")
        #expect(lane.owed[0].delivery.endedAt == nil)
        try await store.record([lane.owed[0].attempt(.dead), lane.owed[1].attempt(.delivered)], renewing: .noon)
        #expect(try await store.lane(id, limit: 10)?.failingSince == nil)
        #expect(try await store.owed(to: id).map(\.gist) == ["three"])
        #expect(try await store.delivery(lane.owed[0].delivery.id).delivery.state == .dead)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a claim that nobody renews ends by itself`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("one", to: [id])
        #expect(try await claim(store) == [id])
        #expect(try await claim(store, at: 59).isEmpty)
        #expect(try await claim(store, at: 60) == [id])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a new process takes all claims over, and waits for what waits`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let waiting = try await store.addReader("https://hook.example/waiting")
        try await store.tell("one", to: [waiting])
        try await store.tryOldest(of: waiting, .owed, retryAt: .noon(plus: 500))
        let claimed = try await store.addReader("https://hook.example/claimed")
        let idle = try await store.addReader("https://hook.example/idle")
        try await store.tell("one", to: [claimed])
        #expect(try await claim(store) == [claimed])
        try await store.releaseAllLanes(at: .noon(plus: 1))
        #expect(try await claim(store, at: 1) == [claimed])
        #expect(try await store.lane(idle, limit: 1) == nil)
        #expect(try await claim(store, at: 499).isEmpty == false)
        #expect(try await claim(store, at: 500) == [waiting])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a claim that was taken over is not renewed by a late record`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("one", "two", to: [id])
        #expect(try await claim(store) == [id])
        try await store.releaseAllLanes(at: .noon(plus: 1))
        let first = try await store.owed(to: id)[0]
        try await store.record([first.attempt(.delivered)], renewing: .noon(plus: 100))
        #expect(try await store.nextDelivery() == .noon(plus: 1))
        try await store.releaseLane(id, until: .noon(plus: 100), at: .noon)
        #expect(try await store.nextDelivery() == .noon(plus: 1))
    }

    @Test(arguments: StoreBackend.allCases)
    func `what was withdrawn while it was tried stays withdrawn`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.addReader()
        try await store.tell("one", to: [id])
        #expect(try await claim(store) == [id])
        let owed = try await store.owed(to: id)
        try await store.removeSubscription(id, asking: .random(), at: .noon(plus: 1))
        // The claim stands, so that nobody overtakes the try that is under way.
        #expect(try await claim(store, at: 2).isEmpty)
        try await store.record([owed[0].attempt(.owed, at: .noon(plus: 2))], renewing: .noon(plus: 60))
        #expect(try await store.delivery(owed[0].delivery.id).delivery.state == .withdrawn)
        #expect(try await store.delivery(owed[0].delivery.id).delivery.attempts == 0)
        try await store.releaseLane(id, until: nil, at: .noon(plus: 3))
        #expect(try await claim(store, at: 3) == [id])
        #expect(try await store.owed(to: id).map(\.gist) == ["UnsubscribeConfirmation"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a clock that was set back makes nobody wait longer`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let waiting = try await store.addReader("https://hook.example/waiting")
        try await store.tell("one", to: [waiting])
        try await store.tryOldest(of: waiting, .owed, retryAt: .noon(plus: 500))
        let claimed = try await store.addReader("https://hook.example/claimed")
        try await store.tell("one", to: [claimed])
        #expect(try await claim(store) == [claimed])
        try await store.reconsider(at: .noon(plus: -1000))
        #expect(try await claim(store, at: -1000) == [waiting])
    }
}
