/// A date of the proleptic Gregorian calendar, converted from and to a count of days by arithmetic alone.
///
/// The conversion from days is Neri and Schneider's ("Euclidean affine functions", 2022): two multiplications and no
/// loop. Internal callers give years 0 to 10,000, far inside what 32 bits carry.
struct CivilDate: Hashable, Sendable {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter days: days since 1970-01-01, not before 0000-03-01.
    @inline(__always)
    init(daysSince1970 days: Int) {
        let shifted = UInt32(truncatingIfNeeded: days &+ 719_468)
        let n1 = 4 &* shifted &+ 3
        let century = n1 / 146_097
        let n2 = (n1 % 146_097) | 3
        let product = 2_939_745 &* UInt64(n2)
        let yearOfCentury = UInt32(truncatingIfNeeded: product >> 32)
        let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
        let n3 = 2141 &* dayOfYear &+ 197_913
        let startsInJanuary = dayOfYear >= 306
        year = Int(100 &* century &+ yearOfCentury) &+ (startsInJanuary ? 1 : 0)
        month = Int(n3 >> 16) &- (startsInJanuary ? 12 : 0)
        day = Int((n3 & 0xFFFF) / 2141) &+ 1
    }

    var daysSince1970: Int {
        Self.january1(of: year) + Self.daysBefore(month: month, leap: Self.isLeap(year)) + day - 1
    }

    /// Sunday is 0.
    static func weekday(daysSince1970 days: Int) -> Int {
        let remainder = (days + 4) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }

    @inline(__always)
    static func isLeap(_ year: Int) -> Bool { year & 3 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// The day number of 1 January; years from 1 on.
    @inline(__always)
    static func january1(of year: Int) -> Int {
        let before = year &- 1
        return 365 &* before &+ before / 4 &- before / 100 &+ before / 400 &- 719_162
    }

    /// How many days of the year come before the first of the month (1 to 12).
    @inline(__always)
    static func daysBefore(month: Int, leap: Bool) -> Int {
        // (153 m - 457) / 5 counts from 1 March, where the lengths of months are regular.
        month <= 2 ? (month &- 1) &* 31 : (153 &* month &- 457) / 5 &+ 59 &+ (leap ? 1 : 0)
    }

    @inline(__always)
    static func length(ofMonth month: Int, leap: Bool) -> Int {
        month == 2 ? (leap ? 29 : 28) : 30 | (month ^ (month >> 3))
    }
}
