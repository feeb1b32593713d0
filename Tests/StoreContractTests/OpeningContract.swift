import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct OpeningContract {
    static func opening(of window: Window, at moment: Date, tasks: [WindowTask] = [], next: Date? = nil) -> NewOpening {
        let execution = Execution(
            id: .random(), windowID: window.id, span: window.span(openingAt: moment), openedAt: moment)
        return NewOpening(
            execution: execution,
            tasks: tasks.map { TaskExecution(id: .random(), executionID: execution.id, task: $0, targets: []) },
            nextOpeningAt: next)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a window opens once per scheduled moment`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        #expect(try await store.record([Self.opening(of: window, at: .noon)]) == [true])
        #expect(try await store.record([Self.opening(of: window, at: .noon)]) == [false])
        #expect(try await store.executions(of: window.id, filter: .init(), page: .all).items.count == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `racing openers open once`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { try await store.record([Self.opening(of: window, at: .noon)])[0] }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `an opening moves its window on and is due for a decision`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        let later = Date.noon.addingTimeInterval(3600)
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        #expect(try await store.dueWindows(at: .noon.addingTimeInterval(-0.001), limit: 10).isEmpty)
        let due = try await store.dueWindows(at: .noon, limit: 10)
        #expect(due.map(\.window) == [window])
        #expect(due[0].isRunning == false)
        _ = try await store.record([Self.opening(of: window, at: .noon, next: later)])
        #expect(try await store.dueWindows(at: .noon, limit: 10).isEmpty)
        #expect(try await store.nextOpening() == later)
        #expect(try await store.dueWindows(at: later, limit: 10)[0].isRunning)
        #expect(try await store.executionsDue(at: .noon, limit: 10).count == 1)
    }

    @Test(arguments: StoreBackend.allCases)
    func `every state change owes an event in the same transaction`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let opening = Self.opening(of: window, at: .noon)
        _ = try await store.record([opening])
        _ = try await store.advance(opening.execution.id, at: .noon)
        let rows = try await store.outbox(after: 0, limit: 100)
        let statuses = rows.compactMap { row -> String? in
            if case .event(let event) = row.content { event.detail["status"] } else { nil }
        }
        #expect(statuses == ["ENABLED", "PENDING", "SUCCESS"])
        #expect(rows.map(\.sequence) == rows.map(\.sequence).sorted())
    }

    @Test(arguments: StoreBackend.allCases)
    func `a cancelled execution ends cancelled and starts nothing`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let opening = Self.opening(of: window, at: .noon, tasks: [.sample(of: window.id, targets: [])])
        _ = try await store.record([opening])
        try await store.cancelExecution(opening.execution.id, at: .noon)
        let (_, starts) = try await store.advance(opening.execution.id, at: .noon)
        #expect(starts.isEmpty)
        let record = try await store.execution(opening.execution.id)
        #expect(record.execution.state == .cancelled)
        #expect(record.tasks.map(\.state) == [.cancelled])
        // A second cancel of a final execution changes nothing.
        try await store.cancelExecution(opening.execution.id, at: .noon)
        #expect(try await store.execution(opening.execution.id) == record)
    }

    @Test(arguments: StoreBackend.allCases)
    func `an opening that meets an unfinished execution is skipped, and a person's is refused`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let later = Date.noon.addingTimeInterval(60)
        #expect(
            try await store.record([Self.opening(of: window, at: .noon), Self.opening(of: window, at: later)]) == [
                true, true,
            ])
        let byHand = Execution(
            id: .random(), windowID: window.id, span: window.span(openingAt: later.addingTimeInterval(1)),
            openedAt: later.addingTimeInterval(1), reason: .manual)
        #expect(try await store.record([NewOpening(execution: byHand, tasks: [], nextOpeningAt: nil)]) == [false])
        let states = try await store.executions(of: window.id, filter: .init(), page: .all).items.map(\.state)
        #expect(states == [.skippedOverlapping, .pending])
    }

    @Test(arguments: StoreBackend.allCases)
    func `executions are listed newest first, page by page`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let window = Window.sample()
        _ = try await store.create(window, tags: [:], nextOpeningAt: .noon, token: nil)
        let moments = (0..<25).map { Date.noon.addingTimeInterval(Double($0) * 60) }
        _ = try await store.record(moments.map { Self.opening(of: window, at: $0) })
        var seen: [Date] = []
        var cursor: String?
        repeat {
            let page = try await store.executions(
                of: window.id, filter: .init(), page: PageRequest(limit: 10, cursor: cursor))
            seen += page.items.map(\.openedAt)
            cursor = page.next
        } while cursor != nil
        #expect(seen == moments.reversed())
        let some = try await store.executions(
            of: window.id, filter: ExecutionFilter(before: moments[3], after: moments[0]), page: .all)
        #expect(some.items.map(\.openedAt) == [moments[2], moments[1]])
    }
}
