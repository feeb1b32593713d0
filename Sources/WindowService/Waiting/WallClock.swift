package import Foundation

/// The only way this room learns the time.
package protocol WallClock: Sendable {
    /// Rounded to milliseconds, because that is what the store keeps.
    var now: Date { get }
    /// Returns at or after `deadline`; throws when cancelled first.
    func sleep(until deadline: Date) async throws
}

extension WallClock {
    package func sleep(seconds: Double) async throws {
        try await sleep(until: now.addingTimeInterval(seconds))
    }
}

/// The machine's clock.
package struct SystemClock: WallClock {
    /// Machines suspend and clocks step: the wall is looked at again at least this often.
    private static let longestNapSeconds = 30.0

    package init() {}

    package var now: Date {
        Date(timeIntervalSince1970: (Date().timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    package func sleep(until deadline: Date) async throws {
        while true {
            let remaining = deadline.timeIntervalSince(now)
            guard remaining > 0 else { return }
            try await Task.sleep(for: .seconds(min(remaining, Self.longestNapSeconds)))
        }
    }
}
