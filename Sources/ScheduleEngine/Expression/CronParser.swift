/// Reads what stands between the parentheses of `cron()`.
enum CronParser {
    static func parse(_ body: Token) throws(ExpressionProblem) -> CronExpression {
        var words = body.words
        guard words.count == 6 || words.count == 7 else { throw .fieldCount(words.count, body.text) }
        let seconds = words.count == 7 ? try list(words.removeFirst(), .second) : .zero
        let minutes = try list(words[0], .minute)
        let hours = try list(words[1], .hour)
        let dayOfMonth = try dayOfMonth(words[2])
        let months = try list(words[3], .month)
        let dayOfWeek = try dayOfWeek(words[4])
        let years = try list(words[5], .year)
        switch (dayOfMonth, dayOfWeek) {
        case (.any, .any): throw .bothDaysOpen
        case (.any, _), (_, .any): break
        default: throw .bothDaysSet(dayOfMonth: words[2].text, dayOfWeek: words[4].text)
        }
        return CronExpression(
            seconds: seconds, minutes: minutes, hours: hours, dayOfMonth: dayOfMonth, months: months,
            dayOfWeek: dayOfWeek, years: years)
    }

    private static func dayOfMonth(_ text: Token) throws(ExpressionProblem) -> CronExpression.DayOfMonth {
        if text.isOne("?") { return .any }
        if text.isOne("L") { return .last(daysBefore: 0) }
        if text.count == 2, Token(rebasing: text[..<1]).isOne("L"), Token(rebasing: text[1...]).isOne("W") {
            return .lastWeekday
        }
        if text.count > 2, text[0].uppercased == UInt8(ascii: "L"), text[1] == UInt8(ascii: "-"),
            Token(rebasing: text[2...]).isNumber
        {
            guard let days = Token(rebasing: text[2...]).number(atMost: 30), days > 0 else {
                throw .daysBeforeLast(text.text)
            }
            return .last(daysBefore: days)
        }
        if text.count > 1, text[text.count - 1].uppercased == UInt8(ascii: "W"),
            Token(rebasing: text.dropLast()).isNumber
        {
            return .weekdayNearest(try value(Token(rebasing: text.dropLast()), .dayOfMonth))
        }
        if text.contains(where: { $0.uppercased == UInt8(ascii: "L") || $0.uppercased == UInt8(ascii: "W") }),
            text.contains(UInt8(ascii: ","))
        {
            throw .notAlone(.dayOfMonth, text.text)
        }
        return .list(try list(text, .dayOfMonth))
    }

    private static func dayOfWeek(_ text: Token) throws(ExpressionProblem) -> CronExpression.DayOfWeek {
        if text.isOne("?") { return .any }
        if text.isOne("L") { return .list(CronList(items: [.init(base: .value(7), step: nil)])) }
        if text.contains(UInt8(ascii: "#")) {
            if text.contains(UInt8(ascii: ",")) { throw .notAlone(.dayOfWeek, text.text) }
            guard let (weekday, k) = text.cut(at: "#"), k.isNumber, !weekday.contains(UInt8(ascii: "-")) else {
                throw .fieldSyntax(.dayOfWeek, text.text)
            }
            guard let k = k.number(atMost: 5), k >= 1 else { throw .nth(text.text) }
            return .nth(try value(weekday, .dayOfWeek), k)
        }
        // No weekday's name ends in L, so a final L is always the special character.
        if text.count > 1, text[text.count - 1].uppercased == UInt8(ascii: "L") {
            if text.contains(UInt8(ascii: ",")) { throw .notAlone(.dayOfWeek, text.text) }
            guard !text.contains(UInt8(ascii: "-")) else { throw .fieldSyntax(.dayOfWeek, text.text) }
            return .last(try value(Token(rebasing: text.dropLast()), .dayOfWeek))
        }
        if text.contains(UInt8(ascii: ",")), text.contains(where: { $0.uppercased == UInt8(ascii: "L") }) {
            throw .notAlone(.dayOfWeek, text.text)
        }
        return .list(try list(text, .dayOfWeek))
    }

    private static func list(_ text: Token, _ field: CronField) throws(ExpressionProblem) -> CronList {
        if text.isOne("?") { throw .questionMark(field) }
        // The commonest list is shared: a hundred thousand windows say it four times each.
        if text.isOne("*") { return .every }
        var items: [CronList.Item] = []
        var rest = text
        while let (first, others) = rest.cut(at: ",") {
            items.append(try item(first, field, within: text))
            rest = others
        }
        items.append(try item(rest, field, within: text))
        return CronList(items: items)
    }

    private static func item(
        _ text: Token, _ field: CronField, within whole: Token
    ) throws(ExpressionProblem) -> CronList.Item {
        guard !text.isEmpty else { throw .fieldSyntax(field, whole.text) }
        guard let (base, step) = text.cut(at: "/") else {
            return CronList.Item(base: try self.base(text, field), step: nil)
        }
        guard let step = step.number(atMost: field.range.upperBound), step > 0 else { throw .step(field, text.text) }
        return CronList.Item(base: try self.base(base, field), step: step)
    }

    private static func base(_ text: Token, _ field: CronField) throws(ExpressionProblem) -> CronList.Item.Base {
        if text.isOne("*") { return .every }
        guard let (first, last) = text.cut(at: "-") else { return .value(try value(text, field)) }
        guard !first.isEmpty, !last.isEmpty else { throw .fieldSyntax(field, text.text) }
        let range = (try value(first, field), try value(last, field))
        if range.0 > range.1, !field.wraps { throw .backwardRange(field, text.text) }
        return .range(range.0, range.1)
    }

    private static func value(_ text: Token, _ field: CronField) throws(ExpressionProblem) -> Int {
        if text.isNumber {
            guard let value = text.number(atMost: field.range.upperBound), field.range.contains(value) else {
                throw .fieldRange(field, text.text)
            }
            return value
        }
        if text.count == 3, let value = named(text, field) { return value }
        throw .fieldSyntax(field, text.text)
    }

    private static func named(_ text: Token, _ field: CronField) -> Int? {
        guard field == .month || field == .dayOfWeek else { return nil }
        let letters = (text[0].uppercased, text[1].uppercased, text[2].uppercased)
        let names: StaticString = field == .month ? "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC" : "SUNMONTUEWEDTHUFRISAT"
        let start = names.utf8Start
        for index in 0..<(names.utf8CodeUnitCount / 3) where letters.0 == start[3 * index] {
            if letters.1 == start[3 * index + 1], letters.2 == start[3 * index + 2] { return index + 1 }
        }
        return nil
    }
}
