/// What a wall clock and a calendar show, without saying where: `2027-03-14T02:30:00`.
package struct CivilDateTime: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00 as this clock counts them.
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    /// - Returns: `nil` when there is no such date or time; years run from 1 to 9999.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.length(ofMonth: month, leap: CivilDate.isLeap(year)),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        seconds = days * 86400 + hour * 3600 + minute * 60 + second
    }

    private var days: Int { seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400 }
    private var date: CivilDate { CivilDate(daysSince1970: days) }
    private var secondOfDay: Int { seconds - days * 86400 }

    package var year: Int { date.year }
    package var month: Int { date.month }
    package var day: Int { date.day }
    package var hour: Int { secondOfDay / 3600 }
    package var minute: Int { secondOfDay / 60 % 60 }
    package var second: Int { secondOfDay % 60 }
    /// 1 is Sunday, as in schedule expressions.
    package var weekday: Int { CivilDate.weekday(daysSince1970: days) + 1 }

    package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}

extension CivilDateTime: CustomStringConvertible {
    /// `YYYY-MM-DDThh:mm:ss`.
    package var description: String {
        let date = self.date
        let clock = secondOfDay
        return "\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))T"
            + "\(padded(clock / 3600, to: 2)):\(padded(clock / 60 % 60, to: 2)):\(padded(clock % 60, to: 2))"
    }
}

func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
