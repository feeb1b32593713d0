import Foundation
import Testing
import WindowCore
import WindowStore
import WindowStoreSQLite
import WindowTestSupport

/// As many windows run as may; the others wait for their turn.
@Suite(.tags(.contract)) struct RunningWindowsContract {
    /// Windows that open one second after the other, each with a task.
    func open(_ count: Int, in store: any Store, tasks: Int = 1) async throws -> [ExecutionID] {
        var openings: [NewOpening] = []
        for second in 0..<count {
            let window = Window.sample()
            let moment = Date.noon.addingTimeInterval(Double(second))
            _ = try await store.create(window, tags: [:], nextOpeningAt: moment, token: nil)
            let tasks = (0..<tasks).map { _ in WindowTask.sample(of: window.id, targets: []) }
            openings.append(OpeningContract.opening(of: window, at: moment, tasks: tasks))
        }
        _ = try await store.record(openings)
        return openings.map(\.execution.id)
    }

    func states(of ids: [ExecutionID], in store: any Store) async throws -> [ExecutionState] {
        var states: [ExecutionState] = []
        for id in ids { states.append(try await store.execution(id).execution.state) }
        return states
    }

    /// The execution's only task fails to start, so the execution is over.
    func end(_ id: ExecutionID, in store: any Store, at now: Date) async throws {
        let task = try #require(try await store.execution(id).tasks.first)
        try await store.failToStart(task.id, details: "Over.", emptyTargets: [], at: now)
        _ = try await store.advance(id, at: now)
    }

    let later = Date.noon.addingTimeInterval(60)

    @Test(arguments: StoreBackend.allCases)
    func `the openings that came first run, the others wait and say so`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(runningWindows: 2))
        defer { _ = keeper }
        let ids = try await open(4, in: store)
        // Whatever the order in which they are looked at.
        for id in ids.reversed() {
            let (_, starts) = try await store.advance(id, at: later)
            #expect(starts.count == (ids.prefix(2).contains(id) ? 1 : 0))
        }
        #expect(try await states(of: ids, in: store) == [.inProgress, .inProgress, .pending, .pending])
        let waiting = try await store.execution(ids[2])
        #expect(waiting.execution.details == "Held back until another window ends: 2 may run at once.")
        #expect(waiting.tasks.map(\.state) == [.pending])
        // Nothing to do for them before the cutoff.
        let due = try await store.executionsDue(at: later, limit: 10)
        #expect(Set(due) == Set(ids.prefix(2)))
    }

    @Test(arguments: StoreBackend.allCases)
    func `an execution that ends makes the next one due at once, in the order of opening`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(runningWindows: 1))
        defer { _ = keeper }
        let ids = try await open(3, in: store)
        for id in ids { _ = try await store.advance(id, at: later) }
        try await end(ids[0], in: store, at: later)
        #expect(try await store.executionsDue(at: later, limit: 10) == [ids[1]])
        // One that opened later does not overtake it.
        _ = try await store.advance(ids[2], at: later)
        #expect(try await states(of: ids, in: store) == [.failed, .pending, .pending])
        let (_, starts) = try await store.advance(ids[1], at: later)
        #expect(starts.count == 1)
        #expect(try await states(of: ids, in: store) == [.failed, .inProgress, .pending])
        #expect(try await store.execution(ids[1]).execution.details == nil)
    }

    @Test(arguments: StoreBackend.allCases)
    func `one that is held back past its cutoff is timed out, and frees nobody's place`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(runningWindows: 1))
        defer { _ = keeper }
        let ids = try await open(3, in: store)
        for id in ids { _ = try await store.advance(id, at: later) }
        let record = try await store.execution(ids[1])
        let past = record.execution.cutoffAt.addingTimeInterval(0.001)
        #expect(try await store.executionsDue(at: past, limit: 10).contains(ids[1]))
        _ = try await store.advance(ids[1], at: past)
        let ended = try await store.execution(ids[1])
        #expect(ended.execution.state == .timedOut)
        #expect(ended.tasks.map(\.state) == [.timedOut])
        #expect(ended.execution.details?.contains("Held back") == true)
        #expect(try await states(of: ids, in: store) == [.inProgress, .timedOut, .pending])
    }

    @Test(arguments: StoreBackend.allCases)
    func `one that is held back can be cancelled, and does not keep a place meanwhile`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(runningWindows: 1))
        defer { _ = keeper }
        let ids = try await open(3, in: store)
        for id in ids { _ = try await store.advance(id, at: later) }
        try await store.cancelExecution(ids[1], at: later)
        try await end(ids[0], in: store, at: later)
        #expect(try await store.executionsDue(at: later, limit: 10).contains(ids[1]))
        _ = try await store.advance(ids[1], at: later)
        #expect(try await store.executionsDue(at: later, limit: 10) == [ids[2]])
        _ = try await store.advance(ids[2], at: later)
        #expect(try await states(of: ids, in: store) == [.failed, .cancelled, .inProgress])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a window that is held back and due again is skipped`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(runningWindows: 1))
        defer { _ = keeper }
        let ids = try await open(2, in: store)
        for id in ids { _ = try await store.advance(id, at: later) }
        let window = try await store.window(try await store.execution(ids[1]).execution.windowID).window
        _ = try await store.record([OpeningContract.opening(of: window, at: later)])
        let executions = try await store.executions(of: window.id, filter: ExecutionFilter(), page: .all).items
        #expect(executions.map(\.state) == [.skippedOverlapping, .pending])
    }

    @Test(arguments: StoreBackend.allCases)
    func `never more run than may, and all come to run, whoever looks`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(runningWindows: 3))
        defer { _ = keeper }
        let ids = try await open(40, in: store)
        var order: [ExecutionID] = []
        while order.count < ids.count {
            let due = try await store.executionsDue(at: later, limit: 100)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in due { group.addTask { _ = try await store.advance(id, at: later) } }
                try await group.waitForAll()
            }
            let states = try await states(of: ids, in: store)
            let running = zip(ids, states).filter { $0.1 == .inProgress }.map(\.0)
            #expect(running.count <= 3)
            try #require(!running.isEmpty)
            order += running
            for id in running { try await end(id, in: store, at: later) }
        }
        #expect(order == ids)
    }

    @Test func `a limit that was raised counts from the next start`() async throws {
        let temporary = try TemporaryStore(quotas: Quotas(runningWindows: 1))
        let ids = try await open(3, in: temporary.store)
        for id in ids { _ = try await temporary.store.advance(id, at: later) }
        try temporary.store.close()
        let store = try SQLiteStore(path: temporary.path, quotas: Quotas(runningWindows: 2))
        defer { try? store.close() }
        for id in try await store.executionsDue(at: later, limit: 10) { _ = try await store.advance(id, at: later) }
        #expect(try await states(of: ids, in: store) == [.inProgress, .inProgress, .pending])
    }
}
