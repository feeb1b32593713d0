/// Reads the dialect strictly; guessing what was meant is ``ExpressionRepair``'s work.
enum ExpressionParser {
    static func parse(_ text: String) throws(ExpressionProblem) -> ScheduleExpression {
        var text = text
        // `withUTF8` does not pass typed errors on.
        let result = text.withUTF8 { bytes -> Result<ScheduleExpression, ExpressionProblem> in
            do throws(ExpressionProblem) { return .success(try parse(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(ExpressionProblem) -> ScheduleExpression {
        guard (1...256).contains(bytes.count) else {
            // The limit is in characters; beyond ASCII nothing is valid anyway.
            throw .length(bytes.isEmpty ? 0 : String(decoding: bytes, as: UTF8.self).unicodeScalars.count)
        }
        if bytes.first!.isBlank || bytes.last!.isBlank { throw .blank(bytes.text) }
        guard bytes.last == UInt8(ascii: ")"), let open = bytes.firstIndex(of: UInt8(ascii: "(")) else {
            throw .form(bytes.text)
        }
        let keyword = Token(rebasing: bytes[..<open])
        let body = Token(rebasing: bytes[(open + 1)..<(bytes.count - 1)])
        let form: Form
        if keyword.spells("cron") {
            form = .cron
        } else if keyword.spells("rate") {
            form = .rate
        } else if keyword.spells("at") {
            form = .at
        } else {
            throw .form(bytes.text)
        }
        if let first = body.first, let last = body.last, first.isBlank || last.isBlank { throw .blank(bytes.text) }
        switch form {
        case .cron: return .cron(try CronParser.parse(body))
        case .rate: return .rate(try rate(body))
        case .at: return .at(try at(body))
        }
    }

    private enum Form { case cron, rate, at }

    private static func rate(_ body: Token) throws(ExpressionProblem) -> RateExpression {
        let parts = body.words
        guard parts.count == 2 else { throw .rateSyntax("rate(\(body.text))") }
        let (digits, unit) = (parts[0], parts[1])
        guard let value = digits.number(atMost: RateExpression.maximum), value > 0, digits[0] != UInt8(ascii: "0")
        else {
            throw .rateValue(digits.text)
        }
        let name = unit.text
        for candidate in RateExpression.Unit.allCases {
            let singular = name == candidate.rawValue
            guard singular || name == candidate.rawValue + "s" else { continue }
            guard singular == (value == 1) else { throw .ratePlural(digits.text, unit: name) }
            return RateExpression(value: value, unit: candidate)
        }
        throw .rateUnit(name)
    }

    private static func at(_ body: Token) throws(ExpressionProblem) -> CivilDateTime {
        let shape = Array("dddd-dd-ddTdd:dd:dd".utf8)
        let fits =
            body.count == shape.count && zip(body, shape).allSatisfy { $1 == UInt8(ascii: "d") ? $0.isDigit : $0 == $1 }
        guard fits else { throw .atSyntax("at(\(body.text))") }
        var reader = TimestampReader(bytes: Array(body))
        guard let civil = reader.civil(secondsRequired: true) else { throw .atDate("at(\(body.text))") }
        return civil
    }
}

/// A stretch of the expression's bytes; valid only while the expression is being read.
typealias Token = UnsafeBufferPointer<UInt8>

extension UInt8 {
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// ASCII letters in upper case, everything else as it is.
    var uppercased: UInt8 { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) ? self - 32 : self }
}

extension Token {
    var text: String { String(decoding: self, as: UTF8.self) }

    func spells(_ word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && indices.allSatisfy { self[$0] == word.utf8Start[$0] }
    }

    func isOne(_ character: Unicode.Scalar) -> Bool { count == 1 && self[0].uppercased == UInt8(ascii: character) }

    /// Between any runs of spaces and tabs.
    var words: [Token] {
        var words: [Token] = []
        var start: Int?
        for index in indices {
            if self[index].isBlank {
                if let first = start { words.append(Token(rebasing: self[first..<index])) }
                start = nil
            } else if start == nil {
                start = index
            }
        }
        if let first = start { words.append(Token(rebasing: self[first...])) }
        return words
    }

    /// The parts before and after the first such character; `nil` when there is none.
    func cut(at character: Unicode.Scalar) -> (Token, Token)? {
        guard let index = firstIndex(of: UInt8(ascii: character)) else { return nil }
        return (Token(rebasing: self[..<index]), Token(rebasing: self[(index + 1)...]))
    }

    /// Digits only, at least one; `nil` for anything else and for numbers above the bound.
    func number(atMost bound: Int) -> Int? {
        guard !isEmpty else { return nil }
        var value = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            guard value <= bound else { return nil }
        }
        return value
    }

    var isNumber: Bool { !isEmpty && allSatisfy(\.isDigit) }
}
