import Synchronization
import WindowStore

/// Which subscriptions this process serves at the moment, and how many more it may.
///
/// Receivers that fail hold their places longest, so they have half of them, and no more. A claim that has run out
/// while its try goes on, because the clock was set, is not served twice.
final class LanesInService: Sendable {
    /// Each is a process of the mail agent's.
    private static let mostMail = 16

    private let most: [LaneKind: Int]
    private let lanes = Mutex<[LaneKind: Set<String>]>([:])

    init(largestConcurrency: Int) {
        let half = max(1, largestConcurrency / 2)
        most = [.ready: half, .troubled: half, .mail: Self.mostMail]
    }

    func room(for kind: LaneKind) -> Int {
        lanes.withLock { (most[kind] ?? 0) - ($0[kind]?.count ?? 0) }
    }

    var isFull: Bool { LaneKind.allCases.allSatisfy { room(for: $0) <= 0 } }

    /// - Returns: whether nobody serves it yet.
    func begin(_ id: String, _ kind: LaneKind) -> Bool {
        lanes.withLock { lanes in
            guard !lanes.values.contains(where: { $0.contains(id) }) else { return false }
            return lanes[kind, default: []].insert(id).inserted
        }
    }

    func end(_ id: String, _ kind: LaneKind) {
        lanes.withLock { _ = $0[kind]?.remove(id) }
    }
}
