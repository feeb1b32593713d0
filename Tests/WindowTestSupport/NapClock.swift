package import Foundation
import Synchronization
import WindowService

/// A ``ManualClock`` that tells whether somebody pauses, which is not the same as waiting for a moment to come.
package final class NapClock: WallClock {
    package let manual: ManualClock
    private let naps = Mutex(0)
    private let begun = Mutex(0)

    package init(_ now: Date = .noon) { manual = ManualClock(now) }

    package var now: Date { manual.now }
    package var uptimeSeconds: Double { manual.uptimeSeconds }
    /// How many pause at this moment.
    package var napCount: Int { naps.withLock { $0 } }
    /// How many ever began to.
    package var napsBegun: Int { begun.withLock { $0 } }

    package func sleep(until deadline: Date) async throws { try await manual.sleep(until: deadline) }

    package func sleep(seconds: Double) async throws {
        begun.withLock { $0 += 1 }
        naps.withLock { $0 += 1 }
        defer { naps.withLock { $0 -= 1 } }
        try await manual.sleep(seconds: seconds)
    }
}
