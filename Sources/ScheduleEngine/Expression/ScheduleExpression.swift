/// A schedule as its author wrote it, before it meets a zone, dates or a policy.
package enum ScheduleExpression: Hashable, Sendable {
    case cron(CronExpression)
    case rate(RateExpression)
    /// One local date and time.
    case at(CivilDateTime)

    /// Reads one expression of the dialect in docs/decisions/0003-schedule-dialect.md.
    ///
    /// - Throws: ``ScheduleError/expression(_:fix:)``, with the expression the author probably meant when it can be told.
    package init(parsing text: String) throws(ScheduleError) {
        do throws(ExpressionProblem) {
            self = try ExpressionParser.parse(text)
        } catch {
            throw .expression(error, fix: ExpressionRepair.fix(for: text, problem: error))
        }
    }

    /// Whether any date in the years an expression can name (1970 to 2199) matches; zones and dates are not considered.
    ///
    /// `cron(0 0 29 2 ? 2027)` is a valid expression that never fires.
    package var canEverFire: Bool {
        switch self {
        case .cron(let cron): cron.table.canEverFire
        case .rate, .at: true
        }
    }
}

extension ScheduleExpression: CustomStringConvertible {
    /// The canonical spelling: it parses to an equal expression, and equal expressions have equal spellings.
    package var description: String {
        switch self {
        case .cron(let cron): cron.description
        case .rate(let rate): rate.description
        case .at(let civil): "at(\(civil))"
        }
    }
}

/// `rate(value unit)`: a fixed spacing on the absolute time line.
package struct RateExpression: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        case minute, hour, day

        /// Days are always 24 hours, whatever the clocks do.
        var seconds: Int {
            switch self {
            case .minute: 60
            case .hour: 3600
            case .day: 86400
            }
        }
    }

    /// 1 to ``maximum``.
    package let value: Int
    package let unit: Unit

    /// Keeps every moment a 64-bit count of milliseconds can hold; nobody waits two million years.
    package static let maximum = 999_999_999

    package var intervalSeconds: Int { value * unit.seconds }
}

extension RateExpression: CustomStringConvertible {
    package var description: String { "rate(\(value) \(unit.rawValue)\(value == 1 ? "" : "s"))" }
}
