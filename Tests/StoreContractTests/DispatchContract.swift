import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct DispatchContract {
    /// A stored document and a command on `count` nodes.
    func send(
        _ count: Int, concurrency: Int, errorLimit: Int, to store: any Store, budget: String = "budget",
        ordinal: Int = 0
    ) async throws -> CommandID {
        let document = Document(
            name: "Work", version: 1, content: "{}", hash: "hash", format: "JSON", type: "Command",
            schemaVersion: "2.2",
            owner: "self", description: nil, displayName: nil, versionName: nil, targetType: nil, platformTypes: [],
            createdAt: .noon)
        try await store.install(document)
        let command = Command(
            id: .random(), documentName: "Work", documentVersion: "1", documentHash: "hash", parameters: [:],
            run: RunCommandParameters(), requestedNodes: [], criteria: [], maxConcurrency: "\(concurrency)",
            maxErrors: "\(errorLimit)", timeoutSeconds: 60, executionSeconds: 60,
            budgetID: BudgetID(rawValue: budget), ordinal: ordinal)
        let nodes = (0..<count).map { (id: NodeID(rawValue: "mi-\($0)"), name: "node-\($0)") }
        try await store.send(
            NewCommand(command: command, nodes: nodes),
            rate: RateControl(concurrency: concurrency, errorLimit: errorLimit), at: .noon)
        return command.id
    }

    let budget = BudgetID(rawValue: "budget")

    func advance(_ store: any Store, owner: String = "me", room: Int = 100, at now: Date = .noon) async throws
        -> [Invocation]
    {
        try await store.advance([budget], at: now, owner: owner, room: room).map(\.invocation)
    }

    @Test(arguments: StoreBackend.allCases)
    func `the lab's outcome: two fail, two are terminated, the command failed`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await send(4, concurrency: 1, errorLimit: 1, to: store)
        for _ in 0..<2 {
            let claims = try await advance(store)
            #expect(claims.count == 1)
            try await store.finish(claims[0].key, as: .failed, code: 1, trace: nil, at: .noon)
        }
        #expect(try await advance(store).isEmpty)
        let progress = try await store.command(id)
        #expect(progress.state == .failed)
        #expect(progress.completedCount == 4)
        #expect(progress.errorCount == 2)
        let states = try await store.invocations(CommandFilter(commandID: id), page: .all).items.map(\.invocation.state)
        #expect(states == [.failed, .failed, .terminated, .terminated])
    }

    @Test(arguments: StoreBackend.allCases)
    func `claims never exceed the concurrency, the room, or one owner`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(20, concurrency: 5, errorLimit: 0, to: store)
        #expect(try await advance(store, room: 0).isEmpty)
        #expect(try await store.budgetsDue(at: .noon, limit: 10) == [budget])
        #expect(try await advance(store, room: 2).map(\.ordinal) == [0, 1])
        #expect(try await advance(store, owner: "other").map(\.ordinal) == [2, 3, 4])
        #expect(try await advance(store).isEmpty)
        #expect(try await store.budgetsDue(at: .noon, limit: 10).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `racing dispatchers claim every node exactly once`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(300, concurrency: 300, errorLimit: 0, to: store)
        let claimed = try await withThrowingTaskGroup(of: [NodeID].self) { group in
            for worker in 0..<30 {
                group.addTask {
                    var mine: [NodeID] = []
                    for _ in 0..<5 {
                        mine += try await self.advance(store, owner: "\(worker)", room: 3).map(\.key.nodeID)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == Set(claimed).count)
        #expect(claimed.count == 300)
    }

    @Test(arguments: StoreBackend.allCases)
    func `another process adopts what was claimed and not finished`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(3, concurrency: 3, errorLimit: 0, to: store)
        let claims = try await advance(store, owner: "before")
        try await store.finish(claims[0].key, as: .success, code: 0, trace: nil, at: .noon)
        let step = StepRecord(index: 0, name: "s", action: "aws:runShellScript", status: "Success", code: 0)
        #expect(try await store.record(step, flow: "so far", for: claims[1].key) == .inProgress)
        #expect(try await store.adopt(owner: "before").isEmpty)
        let adopted = try await store.adopt(owner: "after")
        #expect(Set(adopted.map(\.invocation.key)) == Set(claims.dropFirst().map(\.key)))
        #expect(adopted.map(\.isAdopted) == [true, true])
        #expect(adopted.first { $0.invocation.key == claims[1].key }?.flow == "so far")
        #expect(try await store.adopt(owner: "after").isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a work that was started is remembered until the next one, and not after the end`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(1, concurrency: 1, errorLimit: 0, to: store)
        let key = try await advance(store)[0].key
        #expect(try await store.invocation(key).startedWork == nil)
        try await store.recordStart(of: "first", for: key)
        try await store.recordStart(of: "second", for: key)
        #expect(try await store.invocation(key).startedWork == "second")
        try await store.finish(key, as: .success, code: 0, trace: nil, at: .noon)
        try await store.recordStart(of: "third", for: key)
        #expect(try await store.invocation(key).startedWork == "second")
    }

    @Test(arguments: StoreBackend.allCases)
    func `a late report changes nothing`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await send(1, concurrency: 1, errorLimit: 0, to: store)
        let key = try await advance(store)[0].key
        try await store.finish(key, as: .deliveryTimedOut, code: -1, trace: "gone", at: .noon)
        try await store.finish(key, as: .failed, code: 1, trace: nil, at: .noon)
        #expect(try await store.invocation(key).invocation.state == .deliveryTimedOut)
        let progress = try await store.command(id)
        #expect(progress.errorCount == 0)
        #expect(progress.deliveryTimedOutCount == 1)
        #expect(progress.completedCount == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a node that was not reached gives its place up and is tried again when due`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(2, concurrency: 1, errorLimit: 0, to: store)
        let first = try await advance(store)[0]
        let later = Date.noon.addingTimeInterval(60)
        try await store.postpone(first.key, until: later, trace: "no route", at: .noon)
        let second = try await advance(store)
        #expect(second.map(\.ordinal) == [1])
        try await store.finish(second[0].key, as: .success, code: 0, trace: nil, at: .noon)
        #expect(try await advance(store).isEmpty)
        #expect(try await store.nextBudgetAttention() == later)
        let again = try await advance(store, at: later)
        #expect(again.map(\.key) == [first.key])
        #expect(again[0].attempts == 2)
        #expect(again[0].claimedAt == .noon)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a delayed node that is due waits quietly while another holds the only place`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(2, concurrency: 1, errorLimit: 0, to: store)
        let first = try await advance(store)[0]
        try await store.postpone(first.key, until: .noon.addingTimeInterval(2), trace: "no route", at: .noon)
        let second = try await advance(store)
        #expect(second.map(\.ordinal) == [1])
        let later = Date.noon.addingTimeInterval(3)
        #expect(try await advance(store, at: later).isEmpty)
        #expect(try await store.budgetsDue(at: later, limit: 10).isEmpty)
        try await store.finish(second[0].key, as: .success, code: 0, trace: nil, at: later)
        #expect(try await advance(store, at: later).map(\.key) == [first.key])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a postponed node that was asked to stop is cancelled and counted at once`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await send(1, concurrency: 1, errorLimit: 0, to: store)
        let key = try await advance(store)[0].key
        try await store.cancelCommand(id, nodes: nil, at: .noon)
        try await store.postpone(key, until: .noon.addingTimeInterval(60), trace: "no route", at: .noon)
        #expect(try await advance(store).isEmpty)
        let progress = try await store.command(id)
        #expect(progress.state == .cancelled)
        #expect(progress.completedCount == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `cancelling ends what was not sent and asks what runs`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await send(3, concurrency: 1, errorLimit: 0, to: store)
        let running = try await advance(store)[0].key
        try await store.cancelCommand(id, nodes: nil, at: .noon)
        #expect(try await store.command(id).state == .cancelling)
        #expect(try await store.cancellingInvocations().map(\.invocation.key) == [running])
        let step = StepRecord(index: 0, name: "s", action: "a", status: "Cancelled", code: -1)
        #expect(try await store.record(step, flow: "", for: running) == .cancelling)
        try await store.finish(running, as: .cancelled, code: -1, trace: nil, at: .noon)
        #expect(try await advance(store).isEmpty)
        #expect(try await store.command(id).state == .cancelled)
        #expect(try await store.command(id).completedCount == 3)
        try await store.cancelCommand(id, nodes: nil, at: .noon)
        #expect(try await store.command(id).state == .cancelled)
    }

    @Test(arguments: StoreBackend.allCases)
    func `cancelling a stranger's node is an error and changes nothing`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await send(2, concurrency: 1, errorLimit: 0, to: store)
        await #expect(throws: StoreError.self) {
            try await store.cancelCommand(
                id, nodes: [NodeID(rawValue: "mi-0"), NodeID(rawValue: "mi-9")], at: .noon)
        }
        #expect(try await store.command(id).completedCount == 0)
    }

    @Test(arguments: StoreBackend.allCases)
    func `spools are cleared after the result, once`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await send(1, concurrency: 1, errorLimit: 0, to: store)
        let key = try await advance(store)[0].key
        let step = StepRecord(index: 0, name: "s", action: "a", status: "Success", code: 0, resumes: 1)
        try await store.record(step, flow: "", for: key)
        #expect(try await store.finishedSpools(limit: 10).isEmpty)
        try await store.finish(key, as: .success, code: 0, trace: nil, at: .noon)
        let spools = try await store.finishedSpools(limit: 10)
        #expect(spools.map(\.names) == [[0, 1].map { SpoolName.parts(of: key, step: 0, resume: $0) }])
        try await store.markCleared([key])
        #expect(try await store.finishedSpools(limit: 10).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `old history goes and what runs stays`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let done = try await send(1, concurrency: 1, errorLimit: 0, to: store)
        let key = try await advance(store)[0].key
        try await store.finish(key, as: .success, code: 0, trace: nil, at: .noon)
        _ = try await advance(store)
        let open = try await send(1, concurrency: 1, errorLimit: 0, to: store, budget: "other")
        #expect(try await store.prune(before: .noon) == 0)
        #expect(try await store.prune(before: .noon.addingTimeInterval(1)) > 0)
        await #expect(throws: StoreError.notFound(kind: "command", id: done.rawValue)) { try await store.command(done) }
        #expect(try await store.command(open).state == .pending)
    }
}
