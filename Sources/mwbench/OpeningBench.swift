import ArgumentParser
import BenchCounters
import Foundation
import WindowCore
import WindowService
import WindowStore
import WindowStoreSQLite

struct OpeningBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openings", abstract: "Windows that are all due in the same second.")

    @Option(help: "How many windows.") var windows = 10_000
    @Option(help: "Make every sync take this much longer.") var syncDelayMicroseconds = 0

    func run() async throws {
        let scratch = try Scratch()
        let service = try await BenchService(in: scratch)
        let due = service.control.clock.now.addingTimeInterval(-1)
        let store = service.store
        let created = try await Cost.of {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<windows {
                    group.addTask {
                        let window = Window(
                            id: .random(), name: "window-\(number)", schedule: "cron(0 2 * * ? *)", durationHours: 1,
                            cutoffHours: 0, allowsUnassociatedTargets: false, createdAt: due.addingTimeInterval(-60))
                        _ = try await store.create(window, tags: [:], nextOpeningAt: due, token: nil)
                    }
                }
                try await group.waitForAll()
            }
        }
        bench_set_sync_delay_microseconds(syncDelayMicroseconds)
        let opener = WindowOpener(control: service.control, logger: service.logger)
        let opened = try await Cost.of { try await opener.pass() }
        let idle = try await Cost.of { try await opener.pass() }
        let executions = try await store.executions(of: nil, filter: ExecutionFilter(), page: .all).items
        print("opened \(executions.count), distinct \(Set(executions.map(\.windowID)).count)\n")
        printRow("", ["syncs", "allocs/window", "wall s", "CPU s"])
        for (name, cost) in [
            ("create \(windows) windows", created), ("open them all", opened), ("a pass with nothing due", idle),
        ] {
            printRow(
                name,
                [
                    "\(cost.syncs)", (Double(cost.allocations) / Double(windows)).fixed(1), cost.wallSeconds.fixed(3),
                    cost.ownCPU.fixed(3),
                ])
        }
    }
}
