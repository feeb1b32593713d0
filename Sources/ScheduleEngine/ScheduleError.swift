/// Why a schedule, or a part of one, was refused: what happened, with the value given, and what to try.
///
/// The room outside makes this its user-facing error; ``code``, ``message`` and ``hint`` are all it needs.
package enum ScheduleError: Error, Hashable, Sendable {
    /// The expression breaks a rule of the dialect (docs/decisions/0003-schedule-dialect.md).
    case expression(ExpressionProblem, fix: Fix?)
    /// The zone is not in the time zone database.
    case unknownTimeZone(String, nearest: [String])
    /// The zone's file is there but cannot be used.
    case unreadableTimeZone(String, reason: String)
    /// Offset days outside 1 to 6.
    case offsetDays(Int)
    /// Offset days with `rate()` or `at()`.
    case offsetNeedsCron(ScheduleExpression)
    /// The end date is not later than the start date.
    case emptyActivePeriod(startsAt: Moment, endsAt: Moment)
    /// Not a date and time this product reads.
    case timestamp(String)
}

/// What the author probably meant.
package struct Fix: Hashable, Sendable {
    /// What was recognised, as a sentence: “This is the five-field form of Unix cron.”
    package var reason: String
    /// An expression that is accepted and says the same, when one could be computed.
    package var expression: String?
}

extension ScheduleError {
    /// Stable: scripts may compare it.
    package var code: String {
        switch self {
        case .expression: "InvalidSchedule"
        case .unknownTimeZone: "UnknownTimeZone"
        case .unreadableTimeZone: "UnreadableTimeZone"
        case .offsetDays, .offsetNeedsCron: "InvalidScheduleOffset"
        case .emptyActivePeriod: "InvalidActivePeriod"
        case .timestamp: "InvalidTimestamp"
        }
    }

    /// What happened, in one sentence with the value that was given.
    package var message: String {
        switch self {
        case .expression(let problem, _): problem.message
        case .unknownTimeZone(let name, _): "The time zone \(quoted(name)) is not in this machine's time zone database."
        case .unreadableTimeZone(let name, let reason): "The time zone \(quoted(name)) cannot be read: \(reason)."
        case .offsetDays(let days): "The schedule offset is \(days) days; it must lie between 1 and 6."
        case .offsetNeedsCron(let expression):
            "A schedule offset works with cron() only, and this schedule is \(expression.description)."
        case .emptyActivePeriod(let start, let end): "The end date \(end) is not later than the start date \(start)."
        case .timestamp(let text): "\(quoted(text)) is not a date and time."
        }
    }

    /// What to try, or `nil` when the message already says it.
    package var hint: String? {
        switch self {
        case .expression(let problem, let fix):
            if let fix {
                fix.expression.map { "\(fix.reason) Write \(quoted($0, limit: 256))." } ?? fix.reason
            } else {
                problem.hint
            }
        case .unknownTimeZone(_, let nearest):
            if nearest.isEmpty {
                "Use an IANA name such as “Europe/Paris” or “UTC”."
            } else {
                "Did you mean \(nearest.map { quoted($0) }.joined(separator: " or "))?"
            }
        case .unreadableTimeZone: "Reinstall the tzdata package, or point TZDIR to a good database."
        case .offsetDays: "Leave the offset out to run on the day the expression names."
        case .offsetNeedsCron: "Leave the offset out, or write the schedule as cron()."
        case .emptyActivePeriod: nil
        case .timestamp:
            "Write YYYY-MM-DDThh:mm:ss with Z or an offset, such as “2026-12-01T03:00:00Z” or “2026-12-01T03:00:00+09:00”."
        }
    }
}

extension ScheduleError: CustomStringConvertible {
    package var description: String { hint.map { "\(message) \($0)" } ?? message }
}

/// The text between quotation marks, made safe for one line of a log: control characters are replaced, long text is cut.
func quoted(_ text: String, limit: Int = 64) -> String {
    var shown = ""
    var count = 0
    for scalar in text.unicodeScalars {
        if count == limit { return "“\(shown)…”" }
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        count += 1
    }
    return "“\(shown)”"
}
