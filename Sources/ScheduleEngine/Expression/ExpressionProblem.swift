/// The rule of the dialect that an expression breaks.
package enum ExpressionProblem: Error, Hashable, Sendable {
    /// Not 1 to 256 characters long.
    case length(Int)
    /// Neither `cron(…)` nor `rate(…)` nor `at(…)`.
    case form(String)
    /// A blank outside the parentheses, after the opening or before the closing one.
    case blank(String)
    case fieldCount(Int, String)
    /// The text of the field is not made of what the field may hold.
    case fieldSyntax(CronField, String)
    /// A number or name outside the field's range.
    case fieldRange(CronField, String)
    /// A step of 0, above the field's greatest value, or not a number.
    case step(CronField, String)
    /// A range that runs backwards where that has no meaning (years).
    case backwardRange(CronField, String)
    /// `?` where it is not allowed.
    case questionMark(CronField)
    /// `L`, `W` or `#` as one item of a list.
    case notAlone(CronField, String)
    /// k of `n#k` outside 1 to 5.
    case nth(String)
    /// n of `L-n` outside 1 to 30.
    case daysBeforeLast(String)
    case bothDaysOpen
    case bothDaysSet(dayOfMonth: String, dayOfWeek: String)
    /// Not `rate(value unit)`.
    case rateSyntax(String)
    case rateValue(String)
    case rateUnit(String)
    case ratePlural(String, unit: String)
    /// Not `at(YYYY-MM-DDThh:mm:ss)`.
    case atSyntax(String)
    /// No such date or time.
    case atDate(String)
}

extension ExpressionProblem {
    var message: String {
        switch self {
        case .length(0): "The schedule is empty."
        case .length(let length): "The schedule has \(length) characters; at most 256 are allowed."
        case .form(let text): "\(quoted(text)) is not a schedule: it must be cron(…), rate(…) or at(…), in lower case."
        case .blank(let text):
            "\(quoted(text)) has a blank outside the parentheses, after the opening or before the closing one."
        case .fieldCount(let count, let text):
            "The cron expression \(quoted(text)) has \(count) field\(count == 1 ? "" : "s"); it must have 6 "
                + "(minutes hours day-of-month month day-of-week year) or 7 (seconds first)."
        case .fieldSyntax(let field, let text):
            "\(field.name) is \(quoted(text)), which cannot be read; values lie between \(field.allowed)."
        case .fieldRange(let field, let text): "\(field.name) is \(text); it must lie between \(field.allowed)."
        case .step(let field, let text):
            "The step in \(quoted(text)) (\(field.name)) must lie between 1 and \(field.range.upperBound)."
        case .backwardRange(let field, let text):
            "\(field.name) is \(quoted(text)), a range that ends before it starts."
        case .questionMark(let field):
            "\(field.name) is “?”, which only the day-of-month or the day-of-week field may be; values lie between \(field.allowed)."
        case .notAlone(let field, let text):
            "\(field.name) is \(quoted(text)); L, W and # must stand alone in their field."
        case .nth(let text): "Day of week is \(quoted(text)); the number after # must lie between 1 and 5."
        case .daysBeforeLast(let text):
            "Day of month is \(quoted(text)); the number after L- must lie between 1 and 30."
        case .bothDaysOpen: "Day of month and day of week are both “?”; exactly one of them must be."
        case .bothDaysSet(let day, let weekday):
            "Day of month is \(quoted(day)) and day of week is \(quoted(weekday)); exactly one of them must be “?”."
        case .rateSyntax(let text): "\(quoted(text)) cannot be read; a rate is rate(value unit)."
        case .rateValue(let text):
            "The rate's value is \(quoted(text)); it must be a whole number from 1 to \(RateExpression.maximum), "
                + "without sign or leading zero."
        case .rateUnit(let text): "The rate's unit is \(quoted(text)); it must be minutes, hours or days."
        case .ratePlural(let value, let unit): "The rate's unit is \(quoted(unit)), which does not agree with \(value)."
        case .atSyntax(let text): "\(quoted(text)) cannot be read; a one-time schedule is at(YYYY-MM-DDThh:mm:ss)."
        case .atDate(let text): "\(quoted(text)) names a date or time that does not exist."
        }
    }

    /// What to try when the author's intention could not be guessed.
    var hint: String? {
        switch self {
        case .length, .form, .fieldCount: "For example: “cron(0 2 ? * SUN *)” is every Sunday at 02:00."
        case .blank: "Remove the blank."
        case .fieldSyntax(let field, _), .fieldRange(let field, _): field.advice
        case .step: "Write “a/n” for every n-th value from a on; a step that leads past the end fires at a alone."
        case .backwardRange: "Write the earlier year first."
        case .nth(let text): "Write “\(text.prefix { $0 != "#" })L” for the last one of the month."
        case .daysBeforeLast: "Write “L” for the last day of the month itself."
        case .questionMark: "Write “*” for every value."
        case .notAlone: "Make one schedule for each."
        case .bothDaysOpen: "Write “*” in one of the two for every day."
        case .bothDaysSet: "Write “?” in the one that does not matter; if both do, make two schedules."
        case .rateSyntax, .rateValue, .rateUnit, .ratePlural: "For example: “rate(1 hour)” or “rate(7 days)”."
        case .atSyntax, .atDate: "For example: “at(2026-12-01T03:00:00)”; the zone is the schedule's time zone."
        }
    }
}
