import ArgumentParser
import BenchCounters
import WindowStore
import WindowStoreSQLite

struct CommitBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commits",
        abstract: "Durable transitions from many callers at once, on an honest disk and on this one.")

    @Option(help: "Transitions per measurement.") var transitions = 2000

    func run() async throws {
        printRow("", ["transitions", "syncs", "per sync", "wall s", "per second"])
        for delay in [0, 4000] {
            for callers in [1, 8, 64, 256] {
                bench_set_sync_delay_microseconds(0)
                let scratch = try Scratch()
                let service = try await BenchService(in: scratch)
                let store = service.store
                bench_set_sync_delay_microseconds(delay)
                let each = max(1, (delay > 0 && callers < 8 ? transitions / 10 : transitions) / callers)
                let cost = try await Cost.of {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for caller in 0..<callers {
                            group.addTask {
                                for number in 0..<each { try await store.setNote("\(caller)", to: "\(number)") }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                let total = Double(each * callers)
                printRow(
                    "\(callers) callers, syncs \(delay == 0 ? "as they are" : "4 ms longer")",
                    [
                        "\(each * callers)", "\(cost.syncs)", (total / Double(max(1, cost.syncs))).fixed(1),
                        cost.wallSeconds.fixed(2), (total / cost.wallSeconds).fixed(0),
                    ])
            }
        }
        bench_set_sync_delay_microseconds(0)
    }
}
