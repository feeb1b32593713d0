import Testing

@testable import Documents

@Suite struct BindingTests {
    /// One parameter `p` with this definition, bound to these values.
    static func bind(_ definition: String, _ given: [String]?) throws -> DocumentValue? {
        let content = try script("[':']", parameters: "  p: \(definition)")
        return try content.bind(given.map { ["p": $0] } ?? [:]).values["p"]
    }

    struct Row: CustomTestStringConvertible {
        let definition: String
        let given: [String]?
        let says: String
        var testDescription: String { "\(definition) ← \(given?.description ?? "nothing")" }
        init(_ definition: String, _ given: [String]?, _ says: String) {
            self.definition = definition
            self.given = given
            self.says = says
        }
    }

    static let refused: [Row] = [
        Row("{type: String}", nil, "The parameter p is required and was not given."),
        Row("{type: String}", [], "The parameter p is String and takes one value, not 0."),
        Row("{type: String}", ["a", "b"], "takes one value, not 2"),
        Row("{type: String}", ["a\u{0}b"], "holds a NUL character"),
        Row("{type: Integer}", ["5.0"], "The parameter p is \"5.0\"; it must be a whole number."),
        Row("{type: Integer}", [" 5"], "must be a whole number"),
        Row("{type: Integer}", ["99999999999999999999"], "must be a whole number"),
        Row("{type: Integer}", ["1", "2"], "takes one value, not 2"),
        Row("{type: Boolean}", ["True"], "must be true or false"),
        Row("{type: Boolean}", ["1"], "must be true or false"),
        Row("{type: StringMap}", ["[]"], "must be one JSON object"),
        Row("{type: StringMap}", ["{"], "must be one JSON object"),
        Row("{type: StringMap, minItems: 2}", ["{\"a\":1}"], "has 1 items; it needs at least 2"),
        Row("{type: MapList}", ["{}"], "must be one JSON list of objects"),
        Row("{type: MapList}", ["[1]"], "must be one JSON list of objects"),
        Row("{type: MapList, maxItems: 1}", ["[{},{}]"], "has 2 items; it takes at most 1"),
        Row("{type: StringList, minItems: 1}", [], "has 0 items; it needs at least 1"),
        Row("{type: StringList, maxItems: 2}", ["a", "b", "c"], "has 3 items; it takes at most 2"),
        Row("{type: StringList, maxChars: 2}", ["ab", "abc"], "has 3 characters; it takes at most 2"),
        Row("{type: String, minChars: 2}", ["é"], "has 1 characters; it needs at least 2"),
        Row("{type: String, maxChars: 2}", ["abc"], "has 3 characters; it takes at most 2"),
        Row("{type: String, allowedValues: [Scan, Install]}", ["scan"], "is \"scan\", which is not allowed"),
        Row("{type: StringList, allowedValues: [a, b]}", ["a", "c"], "is \"c\", which is not allowed"),
        Row("{type: Integer, allowedValues: [1, 2]}", ["3"], "is \"3\", which is not allowed"),
        Row("{type: Boolean, allowedValues: [true]}", ["false"], "is \"false\", which is not allowed"),
        Row("{type: String, allowedPattern: '^[a-z]+$'}", ["A1b"], "does not match its pattern"),
        Row("{type: String, allowedPattern: '^[a-z]+$'}", [""], "does not match its pattern"),
        Row("{type: String, allowedPattern: '^[a-z]+$'}", ["abc\n"], "does not match its pattern"),
        Row("{type: String, allowedPattern: '(^a$)|(^b$)'}", ["b\r\n"], "does not match its pattern"),
        Row("{type: StringList, allowedPattern: '^[a-z]+$'}", ["ok", "no!"], "is \"no!\", which does not match"),
        Row("{type: StringMap, allowedPattern: '^[{]\"k\"'}", ["{\"x\": 1}"], "does not match its pattern"),
    ]

    @Test(arguments: refused)
    func `a value that breaks a rule is refused as InvalidParameters`(_ row: Row) throws {
        let error = try #require(documentError { _ = try Self.bind(row.definition, row.given) })
        #expect(error.code == "InvalidParameters")
        #expect(error.message.contains(row.says), "\(error.message)")
    }

    static let accepted: [Row] = [
        Row("{type: String}", [""], "\"\""),
        Row("{type: String, default: x}", nil, "\"x\""),
        Row("{type: String, default: ''}", nil, "\"\""),
        Row("{type: StringList, default: []}", nil, "[]"),
        Row("{type: StringList}", [], "[]"),
        Row("{type: StringList}", ["a", "b"], "[\"a\",\"b\"]"),
        Row("{type: Integer}", ["-5"], "-5"),
        Row("{type: Boolean}", ["false"], "false"),
        Row("{type: StringMap}", ["{\"b\": [1], \"a\": \"x\"}"], "{\"b\":[1],\"a\":\"x\"}"),
        Row("{type: MapList}", ["[{\"a\": 1}]"], "[{\"a\":1}]"),
        Row("{type: String, minItems: 5, maxItems: 9}", ["x"], "\"x\""),
        Row("{type: Integer, minChars: 5}", ["1"], "1"),
        Row("{type: String, maxChars: 1}", ["é"], "\"é\""),
        Row("{type: String, allowedPattern: '[a-z]'}", ["A1b"], "\"A1b\""),
        Row("{type: String, allowedPattern: '^a[$]b\\$\\Q$\\E$'}", ["a$b$$"], "\"a$b$$\""),
        Row("{type: String, allowedPattern: '(?m)^a$'}", ["a\n"], "\"a\\n\""),
        Row("{type: String, allowedValues: [a], allowedPattern: '^b$'}", ["{{ssm:name}}"], "\"{{ssm:name}}\""),
        Row("{type: StringList, minItems: 2}", ["{{ssm:name:3}}"], "\"{{ssm:name:3}}\""),
        Row("{type: StringList, allowedValues: [a]}", ["a", "{{ ssm:x/y_z.1-2 }}"], "[\"a\",\"{{ ssm:x/y_z.1-2 }}\"]"),
        Row("{type: Boolean, allowedValues: [true, false]}", ["true"], "true"),
    ]

    @Test(arguments: accepted)
    func `a value that keeps the rules is bound with its type`(_ row: Row) throws {
        #expect(try Self.bind(row.definition, row.given).map(JSONWriter.compact) == row.says)
    }

    @Test func `an unknown name is refused before anything else`() throws {
        let content = try script("[':']", parameters: "  a: {type: String}\n  b: {type: String}")
        let error = try #require(documentError { _ = try content.bind(["c": ["x"]]) })
        #expect(error.code == "InvalidParameters")
        #expect(error.message == "The document has no parameter \"c\".")
        #expect(error.hint == "It takes a, b.")
        let bare = try script("[':']")
        #expect(documentError { _ = try bare.bind(["C": [""]]) }?.hint == "It takes none.")
    }

    @Test func `document and values together stay within 64 KB`() throws {
        let content = try script("[':']", parameters: "  a: {type: StringList}")
        let room = DocumentContent.maximumSizeBytes - content.sizeBytes
        #expect(throws: Never.self) { try content.bind(["a": [String(repeating: "x", count: room)]]) }
        let error = documentError { _ = try content.bind(["a": [String(repeating: "x", count: room), "y"]]) }
        #expect(error?.code == "MaxDocumentSizeExceeded")
    }

    @Test func `a default is not held to the author's own pattern`() throws {
        #expect(try Self.bind("{type: String, default: '', allowedPattern: '^x$'}", nil) == .string(""))
    }

    @Test func `an environment parameter reaches the environment and a list is joined by newlines`() throws {
        let content = try script(
            "['echo {{ word }}']",
            parameters: """
                  word: {type: String, interpolationType: ENV_VAR}
                  list: {type: StringList, interpolationType: ENV_VAR}
                  other: {type: String, default: x}
                """)
        let bound = try content.bind(["word": ["$(reboot); 'x'"], "list": ["a b", "c"]])
        #expect(bound.environment == ["SSM_word": "$(reboot); 'x'", "SSM_list": "a b\nc"])
        #expect(bound.wireValues == ["word": ["$(reboot); 'x'"], "list": ["a b", "c"], "other": ["x"]])
    }
}
