import Foundation

/// How moments are written in messages.
enum Timestamp {
    /// UTC with milliseconds, always three digits: `2012-05-02T00:54:06.655Z`.
    static func milliseconds(_ date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
        let (second, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        // Before 1970 the remainder is negative; it then belongs to the second before.
        let whole = fraction < 0 ? second - 1 : second
        let rest = String(fraction < 0 ? fraction + 1000 : fraction)
        let padded = String(repeating: "0", count: 3 - rest.count) + rest
        return seconds(Date(timeIntervalSince1970: Double(whole))).dropLast() + ".\(padded)Z"
    }

    /// UTC in whole seconds, as on the event bus: `2026-11-22T02:15:00Z`.
    static func seconds(_ date: Date) -> String {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)).formatted(.iso8601)
    }
}
