import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// More windows are due than may run.
@Suite(.timeLimit(.minutes(5))) struct RunningWindowsTests {
    @Test func `of five windows two run at once, and all have run in the end`() async throws {
        let gates = (0..<5).map { _ in Gate() }
        let transport = ScriptedTransport { work, _ in
            if let number = Int(work.script.trimmingCharacters(in: .whitespacesAndNewlines)) {
                await gates[number].wait()
            }
            return .success(.exit(0))
        }
        let harness = try await ServiceHarness(
            transport: transport, settings: ControlSettings(quotas: Quotas(runningWindows: 2)))
        try await harness.addNodes(1)
        let windows = (0..<5).map { _ in WindowID.random() }
        for (number, id) in windows.enumerated() {
            _ = try await harness.addWindow(.sample(id: id)) { target in
                [.sample(of: id, targets: [target], commands: ["\(number)"])]
            }
        }
        try await harness.running {
            var started: Set<Int> = []
            while started.count < 5 {
                try await harness.eventually {
                    Set(numbers(transport)).subtracting(started).count == min(2, 5 - started.count)
                }
                let states = try await states(of: windows, in: harness)
                #expect(states.filter { $0 == .inProgress }.count <= 2)
                #expect(states.filter { $0 == .pending }.count == max(0, 3 - started.count))
                for number in Set(numbers(transport)).subtracting(started) {
                    started.insert(number)
                    await gates[number].open(cancelled: false)
                }
            }
            // The clock has not moved: the end of one window is what starts the next.
            try await harness.eventually { try await states(of: windows, in: harness).allSatisfy { $0 == .success } }
        }
        #expect(harness.clock.now == .noon)
        #expect(numbers(transport).count == 5)
    }

    private func numbers(_ transport: ScriptedTransport) -> [Int] {
        transport.runs.compactMap { Int($0.work.script.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    private func states(of windows: [WindowID], in harness: ServiceHarness) async throws -> [ExecutionState] {
        var states: [ExecutionState] = []
        for window in windows { states += try await harness.executions(of: window).map(\.state) }
        return states
    }
}
