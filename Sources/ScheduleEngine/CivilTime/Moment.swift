/// A point on the absolute time line, with millisecond precision because rate anchors have it.
///
/// Leap seconds do not exist here, as in POSIX time. The engine answers between ``earliest`` and ``latest``; moments
/// outside are legal arguments and behave as if they lay just outside.
package struct Moment: Hashable, Comparable, Sendable {
    package var millisecondsSince1970: Int64

    package init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

    /// - Parameter secondsSince1970: saturates at the ends of what milliseconds can express.
    package init(secondsSince1970: Int64) {
        let (milliseconds, overflow) = secondsSince1970.multipliedReportingOverflow(by: 1000)
        millisecondsSince1970 = overflow ? (secondsSince1970 < 0 ? .min : .max) : milliseconds
    }

    /// The whole second this moment lies in (rounded towards the past).
    package var secondsSince1970: Int64 {
        let quotient = millisecondsSince1970 / 1000
        return millisecondsSince1970 % 1000 < 0 ? quotient - 1 : quotient
    }

    /// 0001-01-01T00:00:00Z.
    package static let earliest = Moment(millisecondsSince1970: -62_135_596_800_000)
    /// 9999-12-31T23:59:59.999Z: the last one that RFC 3339 can write.
    package static let latest = Moment(millisecondsSince1970: 253_402_300_799_999)

    package static func < (left: Moment, right: Moment) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }

    /// Milliseconds kept within what the engine computes with, so that no difference of two moments overflows.
    var bounded: Int64 {
        min(
            max(millisecondsSince1970, Moment.earliest.millisecondsSince1970 - 1),
            Moment.latest.millisecondsSince1970 + 1)
    }
}

extension Moment: CustomStringConvertible {
    package var description: String { rfc3339() }
}
