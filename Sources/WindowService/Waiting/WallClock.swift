package import Foundation

/// The only way this room learns the time.
package protocol WallClock: Sendable {
    /// Rounded to milliseconds, because that is what the store keeps.
    var now: Date { get }
    /// Returns at or after `deadline`; throws when cancelled first.
    func sleep(until deadline: Date) async throws
    /// Seconds on a clock that nobody sets; only differences mean anything.
    var uptimeSeconds: Double { get }
    /// A pause of this length, whatever happens to the wall's clock meanwhile; throws when cancelled first.
    func sleep(seconds: Double) async throws
}

/// The machine's clock.
package struct SystemClock: WallClock {
    /// Machines suspend and clocks step: the wall is looked at again at least this often.
    private static let longestNapSeconds = 30.0

    package init() {}

    package var now: Date {
        Date(timeIntervalSince1970: (Date().timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    package var uptimeSeconds: Double {
        let elapsed = Self.start.duration(to: ContinuousClock.now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }

    private static let start = ContinuousClock.now

    package func sleep(seconds: Double) async throws { try await Task.sleep(for: .seconds(seconds)) }

    package func sleep(until deadline: Date) async throws {
        while true {
            let remaining = deadline.timeIntervalSince(now)
            guard remaining > 0 else { return }
            try await Task.sleep(for: .seconds(min(remaining, Self.longestNapSeconds)))
        }
    }
}
