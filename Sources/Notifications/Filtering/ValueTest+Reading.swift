extension ValueTest {
    /// Reads one element of a field's list, such as `"red"`, `{"prefix": "bas"}` or `{"numeric": [">", 0]}`.
    init(reading value: BodyValue, in dialect: PatternDialect) throws(PatternError) {
        switch value {
        case .null, .flag, .number, .text: self = .equals(value)
        case .list: throw PatternError("Match value must be String, number, true, false, or null")
        case .members(let members):
            guard let (name, operand) = members.first, members.count == 1 else {
                throw PatternError("Only one key allowed in match expression")
            }
            try self.init(operator: name, operand: operand, in: dialect)
        }
    }

    private init(operator name: String, operand: BodyValue, in dialect: PatternDialect) throws(PatternError) {
        switch name {
        case "exists":
            guard case .flag(let isWanted) = operand else {
                throw PatternError("exists match pattern must be either true or false.")
            }
            self = .exists(isWanted)
        case "numeric": self = .isWithin(try NumericRange(reading: operand))
        case "anything-but": self = .anythingBut(try Self.negated(operand, in: dialect))
        case "prefix", "suffix":
            if dialect.allowsCaselessEnds, let (inner, text) = operand.members?.first, operand.members?.count == 1,
                inner == "equals-ignore-case"
            {
                let text = try Self.text(text, of: name)
                self = name == "prefix" ? .hasPrefixIgnoringCase(text) : .hasSuffixIgnoringCase(text)
            } else {
                let text = try Self.text(operand, of: name)
                self = name == "prefix" ? .hasPrefix(text) : .hasSuffix(text)
            }
        case "equals-ignore-case": self = .equalsIgnoringCase(try Self.text(operand, of: name))
        // The rule engine really calls it a prefix here.
        case "cidr": self = .isAddressIn(try AddressBlock(reading: try Self.text(operand, of: "prefix")))
        case "wildcard" where dialect.allowsWildcards: self = .matches(try Wildcard(Self.text(operand, of: name)))
        default: throw PatternError("Unrecognized match type \(name)")
        }
    }

    private static func text(_ operand: BodyValue, of name: String) throws(PatternError) -> String {
        guard case .text(let text) = operand else { throw PatternError("\(name) match pattern must be a string") }
        return text
    }

    /// `anything-but` takes a value, a list of values, or one of the tests with a text or a list of texts.
    private static func negated(_ operand: BodyValue, in dialect: PatternDialect) throws(PatternError) -> [ValueTest] {
        switch operand {
        case .text, .number, .flag, .null: return [.equals(operand)]
        case .list(let values):
            guard !values.isEmpty else { throw PatternError("Empty arrays are not allowed") }
            var tests: [ValueTest] = []
            for value in values {
                switch value {
                case .text, .number, .flag, .null: tests.append(.equals(value))
                case .list, .members:
                    throw PatternError("Match value must be String, number, true, false, or null")
                }
            }
            return tests
        case .members(let members):
            guard let (name, inner) = members.first, members.count == 1 else {
                throw PatternError("Only one key allowed in match expression")
            }
            guard dialect.negatable.contains(name) else {
                throw PatternError("Unsupported anything-but pattern: \(name)")
            }
            guard case .list(let texts) = inner else {
                return [try ValueTest(operator: name, operand: inner, in: dialect)]
            }
            guard !texts.isEmpty else { throw PatternError("Empty arrays are not allowed") }
            var tests: [ValueTest] = []
            for text in texts { tests.append(try ValueTest(operator: name, operand: text, in: dialect)) }
            return tests
        }
    }
}
