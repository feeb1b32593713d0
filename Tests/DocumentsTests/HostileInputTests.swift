import Testing

@testable import Documents

/// Text made to exhaust something: each must be refused, quickly and alive.
@Suite(.timeLimit(.minutes(5))) struct HostileInputTests {
    struct Attack: CustomTestStringConvertible {
        let name: String
        let text: String
        var testDescription: String { name }
    }

    static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    static let attacks: [Attack] = [
        Attack(name: "deep lists", text: repeated("[", 60_000)),
        Attack(name: "deep closed lists", text: repeated("[", 30_000) + repeated("]", 30_000)),
        Attack(name: "deep maps", text: repeated("{\"a\":", 10_000)),
        Attack(name: "deep flow maps", text: repeated("{a: ", 15_000)),
        Attack(name: "deep flow keys", text: repeated("{", 900) + "a" + repeated(": 1}", 900)),
        Attack(
            name: "wide deep flow keys",
            text: repeated("? ", 100) + "[" + repeated("a,", 5_000) + "a]"),
        Attack(name: "deep block lists", text: repeated("- ", 30_000) + "a"),
        Attack(name: "deep question marks", text: repeated("? ", 30_000) + "a"),
        Attack(name: "deep indentation", text: (0..<300).map { repeated(" ", $0) + "a:\n" }.joined()),
        Attack(
            name: "alias bomb",
            text: "a0: &a0 [x,x]\n"
                + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1),*a\($0 - 1)]\n" }.joined()),
        Attack(
            name: "alias bomb as a key",
            text: "- &a0 [x,x]\n" + (1...40).map { "- &a\($0) [*a\($0 - 1),*a\($0 - 1)]\n" }.joined()
                + "- ? *a40\n  : 1\n  ? *a39\n  : 2\n"),
        Attack(
            name: "a wide alias bomb",
            text: "- &a x\n- &b [" + repeated("*a,", 9_000) + "]\n- [" + repeated("*b,", 9_000) + "]"),
        Attack(name: "many anchors", text: repeated("- &a b\n", 8_000)),
        Attack(name: "long number", text: "{\"a\":" + repeated("9", 60_000) + "}"),
        Attack(name: "long exponent", text: "{\"a\":1e" + repeated("9", 60_000) + "}"),
        Attack(name: "many quotes", text: repeated("\"", 60_000)),
        Attack(name: "many backslashes", text: "{\"" + repeated("\\", 60_000)),
        Attack(name: "many colons", text: repeated(":", 60_000)),
        Attack(name: "many commas", text: "[" + repeated(",", 60_000)),
        Attack(name: "many directives", text: repeated("%A\n", 20_000)),
        Attack(name: "many documents", text: repeated("---\n", 16_000)),
        Attack(name: "many tags", text: repeated("!a ", 20_000)),
        Attack(name: "many nuls", text: repeated("\u{0}", 60_000)),
        Attack(
            name: "private use",
            text: "a: &x " + String(String.UnicodeScalarView((0xE000...0xF8FF).compactMap(Unicode.Scalar.init)))),
    ]

    @Test(arguments: attacks, DocumentFormat.allCases)
    func `hostile text is refused`(_ attack: Attack, as format: DocumentFormat) {
        #expect(throws: DocumentError.self) { try DocumentContent(parsing: attack.text, format: format) }
    }

    @Test func `many keys in one map are read`() throws {
        let keys = (0..<4_000).map { "  k\($0): {type: String}\n" }.joined()
        #expect(throws: DocumentError.self) { try document("schemaVersion: '2.2'\nparameters:\n\(keys)") }
    }

    @Test func `a catastrophic pattern ends with an error`() throws {
        for pattern in ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*.*.*.*.*.*)x"] {
            let content = try script(
                "['echo {{ p }}']", parameters: "  p: {type: String, allowedPattern: '\(pattern)'}")
            let value = HostileInputTests.repeated("a", 40) + "!"
            let error = try #require(documentError { _ = try content.bind(["p": [value]]) })
            #expect(error.code == "InvalidParameters")
            #expect(error.message.contains("cannot be checked"), "\(pattern): \(error.message)")
        }
    }

    @Test func `many catastrophic elements share one budget`() throws {
        let content = try script(
            "'{{ p }}'", parameters: "  p: {type: StringList, allowedPattern: '^(a+)+$|b!'}")
        let elements = Array(repeating: HostileInputTests.repeated("a", 40) + "b!", count: 1_000)
        #expect(throws: DocumentError.self) { try content.bind(["p": elements]) }
    }

    @Test func `an ordinary pattern on an ordinary long value is decided`() throws {
        let content = try script(
            "['echo {{ p }}']", parameters: "  p: {type: String, allowedPattern: '^[a-z ]+$'}")
        let value = HostileInputTests.repeated("abc ", 12_000)
        #expect(try content.bind(["p": [value]]).values["p"] == .string(value))
        #expect(throws: DocumentError.self) { try content.bind(["p": [value + "!"]]) }
    }

    @Test func `a hostile pattern is refused when the document is read`() {
        for pattern in [
            "(", "[", "a{2,1}", HostileInputTests.repeated("(", 3_000) + HostileInputTests.repeated(")", 3_000),
        ] {
            #expect(throws: DocumentError.self) {
                try script("[x]", parameters: "  p: {type: String, allowedPattern: '\(pattern)'}")
            }
        }
    }

    @Test func `many braces are taken apart in one pass`() {
        for text in ["{", "{{", "{{ ", "{{a", "{{ssm:a", "}}", "{{a}} "] {
            _ = TemplateText(HostileInputTests.repeated(text, 20_000)).segments.count
        }
    }
}
