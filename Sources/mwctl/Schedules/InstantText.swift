import ScheduleEngine

/// Writes instants as bytes: `2026-12-17T02:00:00Z`, milliseconds only when there are any.
///
/// What ``Moment/rfc3339(in:)`` writes for UTC, without making strings: a batch writes millions.
enum InstantText {
    static func append(_ moment: Moment, to bytes: inout [UInt8]) {
        let civil = TimeZoneRules.utc.civil(at: moment)
        append(civil.year, width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(civil.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(civil.day, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        append(civil.hour, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(civil.minute, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(civil.second, width: 2, to: &bytes)
        let milliseconds = Int(moment.millisecondsSince1970 - moment.secondsSince1970 * 1000)
        if milliseconds != 0 {
            bytes.append(UInt8(ascii: "."))
            append(milliseconds, width: 3, to: &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    @inline(__always)
    private static func append(_ number: Int, width: Int, to bytes: inout [UInt8]) {
        var divisor = width == 2 ? 10 : width == 3 ? 100 : 1000
        var rest = number
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }
}
