/// Guesses what the author of a refused expression meant, so that the error can say it in this dialect.
///
/// A guess is only offered as an expression when the strict parser accepts it.
enum ExpressionRepair {
    static func fix(for text: String, problem: ExpressionProblem) -> Fix? {
        guard text.utf8.count <= 256 else { return nil }
        let plain = text.trimmedBlanks
        guard !plain.isEmpty else { return nil }
        for guess in guesses(for: plain, problem: problem) {
            guard let expression = guess.expression else { return guess }
            if expression != text, let parsed = try? ExpressionParser.parse(expression) {
                return Fix(reason: guess.reason, expression: parsed.description)
            }
        }
        return nil
    }

    private static func guesses(for text: String, problem: ExpressionProblem) -> [Fix] {
        guard let call = Call(text) else {
            return [NicknameRepair.fix(text), TimeRepair.fix(text, isCall: false), RateRepair.fix(text, isCall: false)]
                .compactMap(\.self) + SystemdRepair.fixes(text)
                + CronRepair.fixes(text, problem: problem, isCall: false)
        }
        let isMisspelt = "\(call.keyword)(\(call.body))" != text || call.keyword != call.keyword.asciiLowercased
        let keyword = call.keyword.asciiLowercased
        let rewritten = Fix(
            reason:
                "The form is a lower-case keyword and parentheses, with no blank before the first or after the last field.",
            expression: isMisspelt || problem.isBlank ? "\(keyword.isEmpty ? "cron" : keyword)(\(call.body))" : nil)
        let spelling = rewritten.expression == nil ? [] : [rewritten]
        switch keyword {
        case "rate", "every": return spelling + [RateRepair.fix(call.body, isCall: true)].compactMap(\.self)
        case "at", "once": return spelling + [TimeRepair.fix(call.body, isCall: true)].compactMap(\.self)
        case "cron", "", "schedule", "cronexpression":
            return spelling + CronRepair.fixes(call.body, problem: problem, isCall: true)
        default: return spelling
        }
    }
}

extension ExpressionProblem {
    fileprivate var isBlank: Bool { if case .blank = self { true } else { false } }
}

/// `keyword(body)`, tolerating other brackets, a missing closing one, and blanks everywhere.
private struct Call {
    let keyword: String
    let body: String

    init?(_ text: String) {
        guard let open = text.firstIndex(where: { "([{".contains($0) }) else { return nil }
        keyword = String(text[..<open]).trimmedBlanks
        guard keyword.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0.uppercased) }) else {
            return nil
        }
        var rest = text[text.index(after: open)...]
        while let last = rest.last, ")]}".contains(last) || last == " " || last == "\t" { rest.removeLast() }
        body = String(rest).trimmedBlanks
    }
}

extension String {
    /// Without blanks, line ends and quotation marks around it.
    var trimmedBlanks: String {
        let isBlank = { (character: Character) in character.isWhitespace || "\"'`".contains(character) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }

    var words: [String] { split(whereSeparator: \.isWhitespace).map { String($0) } }
}
