package import Foundation

/// Moments as the wire writes them.
package enum Timestamps {
    /// Epoch seconds with at most a millisecond fraction, as `1557593493.096`.
    package static func wireNumber(_ date: Date) -> Double {
        (date.timeIntervalSince1970 * 1000).rounded() / 1000
    }

    /// The moment of an epoch number: whole, with a fraction, or in exponent form.
    /// - Returns: `nil` for anything but a number, and beyond the year 9999 either way.
    package static func date(_ value: JSONValue) -> Date? {
        guard let seconds = value.doubleValue, abs(seconds) <= 253_402_300_799 else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    /// The form of `X-Amz-Date`: `20261122T000000Z`.
    package static func basic(_ date: Date) -> String {
        date.formatted(basicStyle)
    }

    /// The moment of an `X-Amz-Date`; `nil` unless it is exactly in that form and a real moment.
    package static func date(basic text: String) -> Date? {
        guard let date = try? basicStyle.parse(text), basic(date) == text else { return nil }
        return date
    }

    private static let basicStyle = Date.ISO8601FormatStyle(
        dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted, timeZone: .gmt)
}
