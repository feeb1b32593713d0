/// One of the seven places of a cron expression, in the order in which they are written.
package enum CronField: Int, CaseIterable, Hashable, Sendable {
    case second, minute, hour, dayOfMonth, month, dayOfWeek, year

    package var range: ClosedRange<Int> {
        switch self {
        case .second, .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 1...7
        case .year: 1970...2199
        }
    }

    /// As it stands at the start of a sentence.
    package var name: String {
        switch self {
        case .second: "Seconds"
        case .minute: "Minutes"
        case .hour: "Hours"
        case .dayOfMonth: "Day of month"
        case .month: "Month"
        case .dayOfWeek: "Day of week"
        case .year: "Year"
        }
    }

    /// Three-letter names, the first of which stands for the first value of the range.
    var valueNames: [String] {
        switch self {
        case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        case .dayOfWeek: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        default: []
        }
    }

    /// The bounds of the field, to follow “between” in a sentence.
    var allowed: String {
        switch self {
        case .month: "1 and 12 or JAN and DEC"
        case .dayOfWeek: "1 (Sunday) and 7 (Saturday) or SUN and SAT"
        default: "\(range.lowerBound) and \(range.upperBound)"
        }
    }

    /// What to write instead of a value that the field does not have.
    var advice: String {
        switch self {
        case .second, .minute, .hour, .year: "Write “*” for every value."
        case .dayOfMonth: "Write “L” for the last day of the month, “*” for every day."
        case .month: "Write a name such as “FEB”, or “*” for every month."
        case .dayOfWeek: "Write a name such as “SUN”; in numbers Sunday is 1 and Saturday 7."
        }
    }

    /// Whether a range may run past the end of the field and on from its start (`NOV-FEB`).
    var wraps: Bool { self != .year }
}
