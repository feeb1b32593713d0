package import Foundation

/// A day in UTC, which is how approval dates are counted (reference: patching 4.3).
package struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    let number: Int

    init(number: Int) { self.number = number }

    package init(of date: Date) {
        number = Int(min(max((date.timeIntervalSince1970 / 86_400).rounded(.down), -Self.farthest), Self.farthest))
    }

    /// - Returns: `nil` for anything but `YYYY-MM-DD` naming a day that exists.
    package init?(_ text: String) {
        guard text.utf8.count == 10, let date = try? Self.style.parse(text) else { return nil }
        self.init(of: date)
        guard description == text else { return nil }
    }

    /// Midnight, with which the day begins.
    package var start: Date { Date(timeIntervalSince1970: Double(number) * 86_400) }

    package func adding(days: Int) -> Self {
        Self(number: number + min(max(days, -Int(Self.farthest)), Int(Self.farthest)))
    }

    /// `YYYY-MM-DD`.
    package var description: String { Self.style.format(start) }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }

    /// In days; beyond what calendars know, so that no hostile date overflows.
    private static let farthest = 4_000_000.0
    private static let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
}
