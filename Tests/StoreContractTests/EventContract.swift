import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

extension Store {
    /// Everything told so far of one kind.
    func events(_ detailType: String) async throws -> [WindowEvent] {
        try await outbox(after: 0, limit: 10_000).compactMap { row in
            if case .event(let event) = row.content, event.detailType == detailType { event } else { nil }
        }
    }
}

/// What the field's bus has no event for is told too, once, in the transaction that makes it so.
@Suite(.tags(.contract)) struct EventContract {
    let dispatch = DispatchContract()
    static let cutoff = "Maintenance Window Cutoff Reached"
    static let threshold = "Maintenance Window Error Threshold Exceeded"
    static let empty = "Maintenance Window Target Empty"
    static let unreachable = "Managed Node Unreachable"
    static let reachable = "Managed Node Reachable"

    private func open(
        in store: any Store, tasks: Int = 1, behavior: CutoffBehavior? = nil
    ) async throws -> Execution {
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let tasks = (0..<tasks).map { _ in
            WindowTask.sample(of: window.id, targets: [], cutoffBehavior: behavior)
        }
        let opening = OpeningContract.opening(of: window, at: .noon, tasks: tasks)
        _ = try await store.record([opening])
        _ = try await store.advance(opening.execution.id, at: .noon)
        return opening.execution
    }

    @Test(arguments: StoreBackend.allCases)
    func `an opening that was missed is told`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let execution = Execution(
            id: .random(), windowID: window.id, span: window.span(openingAt: .noon), openedAt: .noon, isMissed: true,
            state: .cancelled, endedAt: .noon.addingTimeInterval(7200))
        for _ in 0..<2 {
            _ = try await store.record([NewOpening(execution: execution, tasks: [], nextOpeningAt: nil)])
        }
        let events = try await store.events("Maintenance Window Missed Opening")
        #expect(
            events.map(\.detail) == [
                [
                    "window-id": window.id.rawValue, "window-execution-id": execution.id.rawValue,
                    "scheduled-time": "2026-11-22T12:00:00Z", "status": "MISSED",
                ]
            ])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a cutoff that meets unfinished tasks is told once, however often the execution is looked at`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let execution = try await open(in: store, tasks: 2)
        let running = try await store.execution(execution.id).tasks[0]
        let isStarted = try await store.start(
            running.id, commands: [], rate: RateControl(concurrency: 1, errorLimit: 0), emptyTargets: [], at: .noon)
        #expect(isStarted)
        _ = try await store.advance(execution.id, at: execution.cutoffAt)
        #expect(try await store.events(Self.cutoff).isEmpty)
        for second in 1...3 {
            _ = try await store.advance(execution.id, at: execution.cutoffAt.addingTimeInterval(Double(second)))
        }
        let events = try await store.events(Self.cutoff)
        #expect(events.count == 1)
        #expect(events.first?.detail["window-execution-id"] == execution.id.rawValue)
        #expect(events.first?.detail["tasks-not-started"] == "1")
        #expect(events.first?.detail["tasks-continuing"] == "1")
    }

    @Test(arguments: StoreBackend.allCases)
    func `an execution that was over before its cutoff has none to tell of`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let execution = try await open(in: store)
        let task = try await store.execution(execution.id).tasks[0]
        try await store.failToStart(task.id, details: "Over.", emptyTargets: [], at: .noon)
        _ = try await store.advance(execution.id, at: .noon)
        _ = try await store.advance(execution.id, at: execution.cutoffAt.addingTimeInterval(1))
        #expect(try await store.events(Self.cutoff).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `errors beyond the limit are told once for all commands of a budget`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await dispatch.send(4, concurrency: 2, errorLimit: 1, to: store)
        let claims = try await dispatch.advance(store)
        try await store.finish(claims[0].key, as: .failed, code: 1, trace: nil, at: .noon)
        #expect(try await dispatch.advance(store).count == 1)
        #expect(try await store.events(Self.threshold).isEmpty)
        try await store.finish(claims[1].key, as: .failed, code: 1, trace: nil, at: .noon)
        for _ in 0..<3 { _ = try await dispatch.advance(store) }
        let events = try await store.events(Self.threshold)
        #expect(
            events.map(\.detail) == [
                [
                    "command-id": id.rawValue, "document-name": "Work", "error-count": "2", "error-limit": "1",
                    "status": "EXCEEDED",
                ]
            ])
        #expect(events[0].resources.isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `the last node's error stops nothing and is not told as a threshold`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await dispatch.send(1, concurrency: 1, errorLimit: 0, to: store)
        let claim = try await dispatch.advance(store)[0]
        try await store.finish(claim.key, as: .failed, code: 1, trace: nil, at: .noon)
        _ = try await dispatch.advance(store)
        #expect(try await store.events(Self.threshold).isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `empty targets are told with the task's start or its failure, and not without`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let execution = try await open(in: store, tasks: 2)
        let tasks = try await store.execution(execution.id).tasks
        let targets = ["one", "two"].map(WindowTargetID.init(rawValue:))
        let rate = RateControl(concurrency: 1, errorLimit: 0)
        for _ in 0..<2 {
            _ = try await store.start(
                tasks[0].id, commands: [], rate: rate, emptyTargets: [targets[0]], at: .noon)
            try await store.failToStart(tasks[1].id, details: "None.", emptyTargets: targets, at: .noon)
        }
        let events = try await store.events(Self.empty)
        #expect(events.map { $0.detail["window-target-id"] } == ["one", "one", "two"])
        #expect(events.map { $0.detail["task-execution-id"] } == [tasks[0], tasks[1], tasks[1]].map(\.id.rawValue))
        #expect(events[0].detail["window-task-id"] == tasks[0].task.id.rawValue)
        #expect(events[0].resources == [execution.windowID.rawValue, "one"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a node that answered and does not is told once, and once more when it does`(on backend: StoreBackend)
        async throws
    {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = NodeID(rawValue: "mi-0")
        let node = Node(id: id, name: "db1", transport: .local, tags: [:], registeredAt: .noon)
        try await store.add(node)
        func after(_ seconds: Double) -> Date { .noon.addingTimeInterval(seconds) }
        // One that never answered is not missed.
        try await store.recordUnreachable(id, at: after(1))
        #expect(try await store.node(id).unreachableSince == nil)
        try await store.recordContact(with: id, facts: nil, at: after(2))
        try await store.recordUnreachable(id, at: after(3))
        try await store.recordUnreachable(id, at: after(4))
        #expect(try await store.node(id).unreachableSince == after(3))
        try await store.recordContact(with: id, facts: nil, at: after(5))
        try await store.recordContact(with: id, facts: nil, at: after(6))
        #expect(try await store.node(id).unreachableSince == nil)
        #expect(try await store.node(id).lastContactAt == after(6))
        #expect(
            try await store.events(Self.unreachable).map(\.detail) == [
                [
                    "instance-id": "mi-0", "name": "db1", "last-contact-time": "2026-11-22T12:00:02Z",
                    "unreachable-since": "2026-11-22T12:00:03Z", "status": "UNREACHABLE",
                ]
            ])
        #expect(
            try await store.events(Self.reachable).map(\.detail) == [
                [
                    "instance-id": "mi-0", "name": "db1", "unreachable-since": "2026-11-22T12:00:03Z",
                    "status": "REACHABLE",
                ]
            ])
        // A stranger is nobody's concern.
        try await store.recordUnreachable(NodeID(rawValue: "mi-9"), at: after(7))
    }

    @Test(arguments: StoreBackend.allCases)
    func `what invocations learn of their node counts`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = NodeID(rawValue: "mi-0")
        try await store.add(Node(id: id, name: "node-0", transport: .local, tags: [:], registeredAt: .noon))
        try await store.recordContact(with: id, facts: nil, at: .noon)
        _ = try await dispatch.send(1, concurrency: 1, errorLimit: 0, to: store)
        let key = try await dispatch.advance(store)[0].key
        let later = Date.noon.addingTimeInterval(60)
        try await store.postpone(key, until: later, trace: "no route", at: .noon)
        #expect(try await store.events(Self.unreachable).count == 1)
        _ = try await dispatch.advance(store, at: later)
        try await store.finish(key, as: .success, code: 0, trace: nil, at: later)
        #expect(try await store.events(Self.reachable).count == 1)
        for (number, state) in [InvocationState.undeliverable, .failed, .deliveryTimedOut].enumerated() {
            let budget = "budget-\(number)"
            _ = try await dispatch.send(1, concurrency: 1, errorLimit: 0, to: store, budget: budget)
            let claim = try await store.advance([BudgetID(rawValue: budget)], at: later, owner: "me", room: 1)[0]
            try await store.finish(claim.invocation.key, as: state, code: -1, trace: nil, at: later)
        }
        #expect(try await store.events(Self.unreachable).count == 3)
        #expect(try await store.events(Self.reachable).count == 2)
        #expect(try await store.node(id).unreachableSince == later)
    }
}
