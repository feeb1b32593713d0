/// The fields of `cron()`. Exactly one of the two day fields is ``DayOfMonth/any`` or ``DayOfWeek/any`` (`?`).
package struct CronExpression: Hashable, Sendable {
    /// Only `0` when the expression has six fields.
    package let seconds: CronList
    package let minutes: CronList
    package let hours: CronList
    package let dayOfMonth: DayOfMonth
    package let months: CronList
    package let dayOfWeek: DayOfWeek
    package let years: CronList

    package enum DayOfMonth: Hashable, Sendable {
        /// `?`
        case any
        case list(CronList)
        /// `L` (0) or `L-n`: days before the last of the month.
        case last(daysBefore: Int)
        /// `LW`: the last Monday-to-Friday of the month.
        case lastWeekday
        /// `nW`: the Monday-to-Friday nearest to day n, in the same month.
        case weekdayNearest(Int)
    }

    package enum DayOfWeek: Hashable, Sendable {
        /// `?`
        case any
        /// A bare `L` is Saturday and ends up here.
        case list(CronList)
        /// `nL`: the last such weekday of the month (1 is Sunday).
        case last(Int)
        /// `n#k`: the k-th such weekday of the month.
        case nth(Int, Int)
    }
}

/// The comma-separated items of one field.
package struct CronList: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package enum Base: Hashable, Sendable {
            case every
            case value(Int)
            /// Inclusive; the first may be greater than the last, in fields that wrap.
            case range(Int, Int)
        }

        package let base: Base
        /// `/step`; `nil` when there is none.
        package let step: Int?
    }

    package let items: [Item]

    static let zero = CronList(items: [Item(base: .value(0), step: nil)])

    static let every = CronList(items: [Item(base: .every, step: nil)])

    /// Calls `visit` with every value the list names, in no order and possibly more than once.
    func forEachValue(in range: ClosedRange<Int>, _ visit: (Int) -> Void) {
        for item in items {
            let step = item.step ?? 1
            switch item.base {
            case .every:
                for value in stride(from: range.lowerBound, through: range.upperBound, by: step) { visit(value) }
            case .value(let first):
                // A value with a step runs to the end of the field; alone it is itself.
                let last = item.step == nil ? first : range.upperBound
                for value in stride(from: first, through: last, by: step) { visit(value) }
            case .range(let first, let last):
                let end = first <= last ? last : last + range.count
                for value in stride(from: first, through: end, by: step) {
                    visit(value > range.upperBound ? value - range.count : value)
                }
            }
        }
    }

    /// One bit per value; for fields whose values are below 64.
    func bits(in range: ClosedRange<Int>) -> UInt64 {
        var bits: UInt64 = 0
        forEachValue(in: range) { bits |= 1 << UInt64($0) }
        return bits
    }

    /// The values named, ascending, each once.
    func values(in range: ClosedRange<Int>) -> [Int] {
        var values: Set<Int> = []
        forEachValue(in: range) { values.insert($0) }
        return values.sorted()
    }
}

extension CronExpression: CustomStringConvertible {
    /// Names for months and weekdays, no leading zeros, seven fields only when the seconds are not simply 0.
    package var description: String {
        let day: String =
            switch dayOfMonth {
            case .any: "?"
            case .list(let list): list.text(in: .dayOfMonth)
            case .last(0): "L"
            case .last(let daysBefore): "L-\(daysBefore)"
            case .lastWeekday: "LW"
            case .weekdayNearest(let day): "\(day)W"
            }
        let weekdays = CronField.dayOfWeek.valueNames
        let weekday: String =
            switch dayOfWeek {
            case .any: "?"
            case .list(let list): list.text(in: .dayOfWeek)
            case .last(let weekday): "\(weekdays[weekday - 1])L"
            case .nth(let weekday, let k): "\(weekdays[weekday - 1])#\(k)"
            }
        var fields = [
            minutes.text(in: .minute), hours.text(in: .hour), day, months.text(in: .month), weekday,
            years.text(in: .year),
        ]
        if seconds != .zero { fields.insert(seconds.text(in: .second), at: 0) }
        return "cron(\(fields.joined(separator: " ")))"
    }
}

extension CronList {
    fileprivate func text(in field: CronField) -> String {
        let names = field.valueNames
        func spell(_ value: Int) -> String { names.isEmpty ? String(value) : names[value - field.range.lowerBound] }
        return items.map { item in
            let base =
                switch item.base {
                case .every: "*"
                case .value(let value): spell(value)
                case .range(let first, let last): "\(spell(first))-\(spell(last))"
                }
            return item.step.map { "\(base)/\($0)" } ?? base
        }.joined(separator: ",")
    }
}
