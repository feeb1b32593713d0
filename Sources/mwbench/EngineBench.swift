import ArgumentParser
import BenchCounters
import ScheduleEngine

struct EngineBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine", abstract: "Parsing, and the next and previous moment of an expression.")

    @Option(help: "Calls per measurement.") var iterations = 200_000
    @Option(help: "Measurements; the best counts.") var repetitions = 7

    private struct Subject {
        let name: String
        let expression: String
        let zone: String
    }

    private static let subjects = [
        Subject(name: "every minute", expression: "cron(* * * * ? *)", zone: "UTC"),
        Subject(name: "daily", expression: "cron(30 2 * * ? *)", zone: "UTC"),
        Subject(name: "third Tuesday", expression: "cron(0 2 ? * TUE#3 *)", zone: "UTC"),
        Subject(name: "every minute", expression: "cron(* * * * ? *)", zone: "America/New_York"),
        Subject(name: "daily", expression: "cron(30 2 * * ? *)", zone: "America/New_York"),
        Subject(name: "third Tuesday", expression: "cron(0 2 ? * TUE#3 *)", zone: "Europe/Berlin"),
        Subject(name: "leap days", expression: "cron(0 4 29 2 ? *)", zone: "UTC"),
        Subject(name: "once, in 2096", expression: "cron(0 0 29 2 ? 2096)", zone: "UTC"),
        Subject(name: "once, in 2096", expression: "cron(0 0 29 2 ? 2096)", zone: "America/New_York"),
    ]

    func run() async throws {
        print("Allocations and nanoseconds per call; best of \(repetitions) × \(iterations) calls at random moments.\n")
        printRow("", ["allocs/next", "ns/next", "ns/previous"])
        for subject in Self.subjects {
            let schedule = try Schedule(
                expression: ScheduleExpression(parsing: subject.expression), zone: .named(subject.zone),
                activatedAt: .earliest)
            let moments = Self.moments(1024)
            let next = measure { schedule.next(after: moments[$0 & 1023])?.moment.millisecondsSince1970 ?? 0 }
            let previous = measure { schedule.previous(before: moments[$0 & 1023])?.moment.millisecondsSince1970 ?? 0 }
            printRow(
                "\(subject.name), \(subject.zone)",
                [next.allocations.fixed(2), next.nanoseconds.fixed(0), previous.nanoseconds.fixed(0)])
        }
        print("")
        printRow("", ["allocs/parse", "ns/parse"])
        for text in [
            "cron(0 2 ? * TUE#3 *)", "cron(0/30 20-2 ? * MON-FRI *)", "rate(5 minutes)", "at(2026-12-01T03:00:00)",
        ] {
            let cost = measure { _ in (try? ScheduleExpression(parsing: text)) == nil ? 0 : 1 }
            printRow(text, [cost.allocations.fixed(1), cost.nanoseconds.fixed(0)])
        }
    }

    /// Moments between 2026 and 2036 from a fixed seed.
    private static func moments(_ count: Int) -> [Moment] {
        var state: UInt64 = 42
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Moment(secondsSince1970: 1_767_225_600 + Int64(state >> 33) % 315_360_000)
        }
    }

    private func measure(_ body: (Int) -> Int64) -> (nanoseconds: Double, allocations: Double) {
        let clock = ContinuousClock()
        var best = Double.infinity
        var checksum: Int64 = 0
        let before = bench_allocations()
        for _ in 0..<repetitions {
            let start = clock.now
            for index in 0..<iterations { checksum &+= body(index) }
            let wall = start.duration(to: clock.now)
            best = min(best, Double(wall.components.attoseconds) / 1e9 + Double(wall.components.seconds) * 1e9)
        }
        let allocations = Double(bench_allocations() - before) / Double(iterations * repetitions)
        // Keeps the optimiser from dropping the work.
        if checksum == .min { print(checksum) }
        return (best / Double(iterations), allocations)
    }
}
