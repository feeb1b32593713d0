/// Writing and reading moments as people and the wire do (RFC 3339 and the shorter form of the AWS API).
extension Moment {
    /// RFC 3339: seconds always, milliseconds only when there are any, `Z` for a zero offset.
    ///
    /// A zone whose offset is not a whole number of minutes (before about 1900) cannot be written in RFC 3339; such a
    /// moment is written in UTC.
    package func rfc3339(in zone: TimeZoneRules = .utc) -> String { text(in: zone, dropsZeroSeconds: false) }

    /// The form in which AWS writes `NextExecutionTime`: seconds are dropped when zero, the fraction when zero.
    ///
    /// Strict RFC 3339 readers reject it, clients of the wire protocol expect it: `2024-03-12T09:00-05:00`.
    package func shortISO8601(in zone: TimeZoneRules = .utc) -> String { text(in: zone, dropsZeroSeconds: true) }

    private func text(in zone: TimeZoneRules, dropsZeroSeconds: Bool) -> String {
        let moment = min(max(self, .earliest), .latest)
        var offset = zone.offsetSeconds(at: moment)
        var local = CivilDateTime(seconds: Int(moment.secondsSince1970) + offset)
        if offset % 60 != 0 || !(1...9999).contains(local.year) {
            offset = 0
            local = CivilDateTime(seconds: Int(moment.secondsSince1970))
        }
        let milliseconds = Int(moment.millisecondsSince1970 - moment.secondsSince1970 * 1000)
        var text = local.description
        if milliseconds != 0 {
            text += ".\(padded(milliseconds, to: 3))"
        } else if dropsZeroSeconds, local.second == 0 {
            text.removeLast(3)
        }
        guard offset != 0 else { return text + "Z" }
        let minutes = abs(offset) / 60
        return text + (offset < 0 ? "-" : "+") + "\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
    }

    /// Reads `YYYY-MM-DDThh:mm[:ss[.fff]]` followed by `Z`, by `±hh:mm`, or by nothing, which means UTC.
    ///
    /// Of the fraction (1 to 9 digits) milliseconds are kept.
    /// - Throws: ``ScheduleError/timestamp(_:)``.
    package init(parsing text: String) throws(ScheduleError) {
        var reader = TimestampReader(bytes: Array(text.utf8))
        guard text.utf8.count <= 40, let moment = reader.moment() else { throw .timestamp(text) }
        self = moment
    }
}

/// Reads a timestamp from left to right; every step answers `nil` when the text is not what it must be.
struct TimestampReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += digits
        return value
    }

    /// `YYYY-MM-DDThh:mm` and, when they are there or demanded, `:ss`.
    mutating func civil(secondsRequired: Bool) -> CivilDateTime? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2), take("T"), let hour = number(digits: 2), take(":"),
            let minute = number(digits: 2)
        else { return nil }
        var second = 0
        if take(":") {
            guard let given = number(digits: 2) else { return nil }
            second = given
        } else if secondsRequired {
            return nil
        }
        return CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    mutating func moment() -> Moment? {
        guard let civil = civil(secondsRequired: false) else { return nil }
        var milliseconds = 0
        let hasSeconds = position == 19
        if hasSeconds, take(".") {
            var digits = 0
            while let digit = number(digits: 1) {
                if digits < 3 { milliseconds = milliseconds * 10 + digit }
                digits += 1
            }
            guard (1...9).contains(digits) else { return nil }
            for _ in 0..<max(0, 3 - digits) { milliseconds *= 10 }
        }
        guard let offset = offsetSeconds(), isAtEnd else { return nil }
        let moment = Moment(millisecondsSince1970: Int64((civil.seconds - offset) * 1000 + milliseconds))
        return moment >= .earliest && moment <= .latest ? moment : nil
    }

    private mutating func offsetSeconds() -> Int? {
        if isAtEnd || take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), take(":"), let minutes = number(digits: 2),
            hours <= 23, minutes <= 59
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
