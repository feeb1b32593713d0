import Foundation
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@Suite(.timeLimit(.minutes(3))) struct WindowOpenerTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    /// 02:00 daily, three hours, cutoff one hour before the end; created the day before the first of December.
    func nightly() -> Window {
        .sample(
            id: id, schedule: "cron(0 2 * * ? *)", durationHours: 3, cutoffHours: 1,
            createdAt: Date(timeIntervalSince1970: 1_795_996_800))
    }

    /// 2026-12-01T02:00:00Z.
    let firstNight = Date(timeIntervalSince1970: 1_796_090_400)

    func opened(after hours: Double) async throws -> (harness: ServiceHarness, executions: [Execution]) {
        let harness = try await ServiceHarness(now: firstNight.addingTimeInterval(hours * 3600))
        _ = try await harness.store.create(nightly(), tags: [:], nextOpeningAt: firstNight, token: nil)
        try await WindowOpener(control: harness.control, logger: harness.logger).pass()
        return (harness, try await harness.executions(of: id))
    }

    @Test func `a late opening keeps its original cutoff and end`() async throws {
        let (harness, executions) = try await opened(after: 1.5)
        #expect(executions.count == 1)
        #expect(executions[0].scheduledAt == firstNight)
        #expect(executions[0].openedAt == firstNight.addingTimeInterval(5400))
        #expect(executions[0].cutoffAt == firstNight.addingTimeInterval(7200))
        #expect(executions[0].endsAt == firstNight.addingTimeInterval(10_800))
        #expect(try await harness.store.nextOpening() == firstNight.addingTimeInterval(86_400))
    }

    @Test func `after its cutoff an opening is recorded as missed and told`() async throws {
        let (harness, executions) = try await opened(after: 5)
        #expect(executions.count == 1)
        #expect(executions[0].isMissed)
        #expect(executions[0].state == .cancelled)
        let told = try await harness.store.outbox(after: 0, limit: 100).contains { row in
            if case .event(let event) = row.content { event.detail["status"] == "MISSED" } else { false }
        }
        #expect(told)
    }

    @Test func `after three nights down only the last opening is considered`() async throws {
        let (harness, executions) = try await opened(after: 72.5)
        #expect(executions.map(\.scheduledAt) == [firstNight.addingTimeInterval(72 * 3600)])
        #expect(executions[0].state == .pending)
        #expect(try await harness.store.nextOpening() == firstNight.addingTimeInterval(96 * 3600))
    }

    @Test func `an opening during an earlier execution is skipped and recorded`() async throws {
        let harness = try await ServiceHarness()
        let window = Window.sample(id: id, schedule: "rate(5 minutes)")
        let opener = WindowOpener(control: harness.control, logger: harness.logger)
        _ = try await harness.addWindow(window) { [.sample(of: id, targets: [$0])] }
        try await opener.pass()
        harness.clock.advance(by: 300)
        try await opener.pass()
        let executions = try await harness.executions(of: id)
        #expect(executions.map(\.state) == [.skippedOverlapping, .pending])
        #expect(executions[0].openedAt == executions[0].endedAt)
        #expect(try await harness.store.nextOpening() == harness.clock.now.addingTimeInterval(300))
    }

    @Test func `a clock that steps back opens nothing twice`() async throws {
        let harness = try await ServiceHarness(now: firstNight)
        _ = try await harness.store.create(nightly(), tags: [:], nextOpeningAt: firstNight, token: nil)
        let opener = WindowOpener(control: harness.control, logger: harness.logger)
        try await opener.pass()
        harness.clock.set(to: firstNight.addingTimeInterval(-3600))
        try await opener.pass()
        #expect(try await harness.store.nextOpening() == firstNight)
        harness.clock.set(to: firstNight)
        try await opener.pass()
        #expect(try await harness.executions(of: id).count == 1)
    }

    @Test func `a clock that was ten years ahead for a moment does not close windows for ten years`() async throws {
        let harness = try await ServiceHarness(now: firstNight.addingTimeInterval(-3600))
        _ = try await harness.store.create(nightly(), tags: [:], nextOpeningAt: firstNight, token: nil)
        let opener = WindowOpener(control: harness.control, logger: harness.logger)
        harness.clock.set(to: firstNight.addingTimeInterval(3650 * 86_400 + 36_000))
        try await opener.pass()
        #expect(try await harness.executions(of: id).map(\.isMissed) == [true])
        harness.clock.set(to: firstNight.addingTimeInterval(-1800))
        try await opener.pass()
        #expect(try await harness.store.nextOpening() == firstNight)
    }

    @Test func `a window whose zone is gone keeps its opening until the zone is back`() async throws {
        let harness = try await ServiceHarness(now: firstNight)
        var window = nightly()
        window.scheduleTimezone = "Nowhere/Gone"
        _ = try await harness.store.create(window, tags: [:], nextOpeningAt: firstNight, token: nil)
        let opener = WindowOpener(control: harness.control, logger: harness.logger)
        try await opener.pass()
        #expect(try await harness.executions(of: id).isEmpty)
        #expect(try await harness.store.dueWindows(at: harness.clock.now, limit: 10).isEmpty)
        #expect(try await harness.store.nextOpening() == firstNight.addingTimeInterval(600))
        #expect(try await harness.store.window(id).nextOpeningAt == firstNight)
        harness.clock.advance(by: 600)
        #expect(try await harness.store.dueWindows(at: harness.clock.now, limit: 10).map(\.dueAt) == [firstNight])
    }

    @Test(.tags(.slow)) func `ten thousand windows due in the same second all open, once`() async throws {
        let harness = try await ServiceHarness(now: firstNight)
        let store = harness.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10_000 {
                group.addTask {
                    let window = Window.sample(schedule: "cron(0 2 * * ? *)", createdAt: .noon)
                    _ = try await store.create(window, tags: [:], nextOpeningAt: firstNight, token: nil)
                }
            }
            try await group.waitForAll()
        }
        let opener = WindowOpener(control: harness.control, logger: harness.logger)
        // Two openers race, as two control hosts would.
        async let first: Void = opener.pass()
        async let second: Void = opener.pass()
        _ = try await (first, second)
        let executions = try await store.executions(of: nil, filter: ExecutionFilter(), page: .all).items
        #expect(executions.count == 10_000)
        #expect(Set(executions.map(\.windowID)).count == 10_000)
        #expect(try await store.nextOpening() == firstNight.addingTimeInterval(86_400))
    }
}
