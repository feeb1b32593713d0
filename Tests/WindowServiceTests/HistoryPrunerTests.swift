import Foundation
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// History goes when it is old, and not when a clock says for a while that it is.
@Suite(.timeLimit(.minutes(5))) struct HistoryPrunerTests {
    private static let tenYears = 3650.0 * 86_400

    /// A store with one execution that has ended, and a pruner that sleeps until its next pass.
    private func pruning(
        secondsAhead: Double = 0, _ body: @Sendable (ServiceHarness, WindowID) async throws -> Void
    ) async throws {
        let harness = try await ServiceHarness(settings: ControlSettings(retentionDays: 2))
        let window = Window.sample()
        _ = try await harness.addWindow(window) { _ in [] }
        _ = try await harness.running { try await harness.finalExecution(of: window.id) }
        harness.clock.set(to: harness.clock.now.addingTimeInterval(secondsAhead))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await HistoryPruner(control: harness.control, logger: harness.logger).run() }
            defer { group.cancelAll() }
            try await harness.eventually { harness.clock.sleeperCount == 1 }
            try await body(harness, window.id)
        }
    }

    /// An hour passes, and the pass at its end with it.
    private func anHour(_ harness: ServiceHarness) async throws {
        harness.clock.advance(by: 3600)
        try await harness.eventually { harness.clock.sleeperCount == 1 }
    }

    @Test func `what is older than the retention goes`() async throws {
        try await pruning { harness, window in
            for _ in 0..<48 { try await anHour(harness) }
            #expect(try await harness.executions(of: window).count == 1)
            try await anHour(harness)
            #expect(try await harness.executions(of: window).isEmpty)
        }
    }

    @Test(arguments: [1.0, 1800, 3599, 3600, 7199])
    func `a clock that was ten years ahead for less than two hours costs no history`(seconds: Double) async throws {
        try await pruning { harness, window in
            harness.clock.set(to: harness.clock.now.addingTimeInterval(Self.tenYears))
            var left = seconds
            if left >= 3600 {
                try await anHour(harness)
                left -= 3600
            }
            harness.clock.advance(by: left)
            harness.clock.set(to: harness.clock.now.addingTimeInterval(-Self.tenYears))
            for _ in 0..<3 { try await anHour(harness) }
            #expect(try await harness.executions(of: window).count == 1)
        }
    }

    @Test func `a service that starts with a wrong clock waits before it forgets`() async throws {
        try await pruning(secondsAhead: Self.tenYears) { harness, window in
            #expect(try await harness.executions(of: window).count == 1)
            harness.clock.set(to: harness.clock.now.addingTimeInterval(-Self.tenYears))
            for _ in 0..<3 { try await anHour(harness) }
            #expect(try await harness.executions(of: window).count == 1)
        }
    }

    @Test func `a clock that stays where it was set is believed after a steady hour`() async throws {
        try await pruning { harness, window in
            harness.clock.set(to: harness.clock.now.addingTimeInterval(Self.tenYears))
            try await anHour(harness)
            #expect(try await harness.executions(of: window).count == 1)
            try await anHour(harness)
            #expect(try await harness.executions(of: window).isEmpty)
        }
    }
}
