import Foundation
import Synchronization
import WindowCore

/// Remembers when each node's spool was last swept of what nobody came back for; once a day is enough.
final class PruningCalendar: Sendable {
    private let lastPrunedAt = Mutex<[NodeID: Date]>([:])

    func isDue(for node: Node, at now: Date) -> Bool {
        lastPrunedAt.withLock { dates in
            if let last = dates[node.id], now.timeIntervalSince(last) < 86_400, now >= last { return false }
            dates[node.id] = now
            return true
        }
    }
}
