import Synchronization

/// How many requests there were, by operation and result, and how long they took.
final class RequestCounters: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let operation: String
        let status: Int
        /// The wire's error code; empty for successes.
        let error: String

        static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.operation, lhs.status, lhs.error) < (rhs.operation, rhs.status, rhs.error)
        }
    }

    struct Timing: Hashable, Sendable {
        var count = 0
        var seconds = 0.0
    }

    private let state = Mutex((requests: [Key: Int](), timings: [String: Timing]()))

    func count(operation: String, status: Int, error: String?, elapsed: Duration) {
        state.withLock { state in
            state.requests[Key(operation: operation, status: status, error: error ?? ""), default: 0] += 1
            state.timings[operation, default: Timing()].count += 1
            state.timings[operation, default: Timing()].seconds += elapsed.milliseconds / 1000
        }
    }

    var requests: [(key: Key, count: Int)] {
        state.withLock { $0.requests }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var timings: [(operation: String, timing: Timing)] {
        state.withLock { $0.timings }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
