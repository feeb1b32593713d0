import BenchCounters
import Foundation
import Glibc

/// What one piece of work cost.
struct Cost {
    var wall: Duration = .zero
    /// Seconds of CPU of this process, and of the processes it waited for.
    var ownCPU = 0.0
    var childCPU = 0.0
    var allocations = 0
    var syncs = 0

    var wallSeconds: Double { Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18 }

    static func of(_ body: () async throws -> Void) async rethrows -> Cost {
        let before = Self.now()
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        let wall = start.duration(to: clock.now)
        let after = Self.now()
        return Cost(
            wall: wall, ownCPU: after.ownCPU - before.ownCPU, childCPU: after.childCPU - before.childCPU,
            allocations: after.allocations - before.allocations, syncs: after.syncs - before.syncs)
    }

    private static func now() -> Cost {
        Cost(
            ownCPU: cpu(RUSAGE_SELF), childCPU: cpu(RUSAGE_CHILDREN), allocations: bench_allocations(),
            syncs: bench_syncs())
    }

    private static func cpu(_ who: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

/// Rows of a table: a name and what was measured.
func printRow(_ name: String, _ columns: [String]) {
    let padded = name.count < 44 ? name + String(repeating: " ", count: 44 - name.count) : name
    print(padded + columns.map { String(repeating: " ", count: max(0, 14 - $0.count)) + $0 }.joined())
}

extension Double {
    /// With so many digits after the point.
    func fixed(_ digits: Int) -> String { formatted(.number.precision(.fractionLength(digits)).grouping(.never)) }
}

/// A directory that goes when this does.
final class Scratch {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "mwbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
