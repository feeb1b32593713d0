import Testing

@testable import Documents

@Suite struct ReadingTests {
    struct Malformed: CustomTestStringConvertible {
        let text: String
        let format: DocumentFormat
        let says: String
        var testDescription: String { "\(format.rawValue): \(text.prefix(40))" }
    }

    static let malformed: [Malformed] = [
        Malformed(text: "", format: .json, says: "line 1, column 1: the text ends too early"),
        Malformed(text: "{", format: .json, says: "expected a key in double quotes"),
        Malformed(text: "{\"a\":1,}", format: .json, says: "expected a key in double quotes"),
        Malformed(text: "{\n \"a\": 01}", format: .json, says: "line 2, column 7: 01 is not a number that fits"),
        Malformed(text: "{\"a\": 1e999}", format: .json, says: "1e999 is not a number that fits"),
        Malformed(text: "{\"a\": 9223372036854775808}", format: .json, says: "is not a number that fits"),
        Malformed(text: "{\"a\": --1}", format: .json, says: "is not a number that fits"),
        Malformed(text: "{\"a\": NaN}", format: .json, says: "expected a value"),
        Malformed(text: "{\"a\": nul}", format: .json, says: "expected a value"),
        Malformed(text: "{\"a\": 1, \"a\": 2}", format: .json, says: "the key \"a\" is given twice"),
        Malformed(text: "{\"a\": 1, \"\\u0061\": 2}", format: .json, says: "the key \"a\" is given twice"),
        Malformed(text: "{\"a\": \"\\ud800\"}", format: .json, says: "half of a surrogate pair"),
        Malformed(text: "{\"a\": \"\\ud800\\u0041\"}", format: .json, says: "half of a surrogate pair"),
        Malformed(text: "{\"a\": \"\\x\"}", format: .json, says: "unknown escape"),
        Malformed(text: "{\"a\": \"\\u12", format: .json, says: "a string is not closed"),
        Malformed(text: "{\"a\": \"b\nc\"}", format: .json, says: "a control character inside a string"),
        Malformed(text: "{\"a\": 1} x", format: .json, says: "text after the end"),
        Malformed(text: "schemaVersion: '2.2'", format: .json, says: "cannot be read at line 1"),
        Malformed(text: "", format: .yaml, says: "The document is empty"),
        Malformed(text: "a: 1\na: 2", format: .yaml, says: "the key \"a\" is given twice"),
        Malformed(text: "1: a\n'1': b", format: .yaml, says: "the key \"1\" is given twice"),
        Malformed(text: "a: [", format: .yaml, says: "line 2"),
        Malformed(text: "a: \t- b: c: d", format: .yaml, says: "cannot be read at line 1"),
        Malformed(text: "a: 99999999999999999999", format: .yaml, says: "is not a number that fits"),
        Malformed(text: "a: 1e400", format: .yaml, says: "is not a number that fits"),
        Malformed(text: "? [a, b]\n: c", format: .yaml, says: "a key must be plain text"),
        Malformed(text: "a: !!binary aGk=", format: .yaml, says: "tags are not accepted"),
        Malformed(text: "a: !mine b", format: .yaml, says: "tags are not accepted"),
        Malformed(text: "a: 1\n---\nb: 2", format: .yaml, says: "another document"),
        Malformed(text: "a: \u{1}", format: .yaml, says: "control characters are not allowed"),
        Malformed(text: "a: &x 1\nb: *x", format: .yaml, says: "anchors and aliases are not accepted"),
        Malformed(text: "a: &x [1]", format: .yaml, says: "anchors and aliases are not accepted"),
        Malformed(text: "a: !!str &x b", format: .yaml, says: "anchors and aliases are not accepted"),
        Malformed(text: "&x a: 1", format: .yaml, says: "anchors and aliases are not accepted"),
        Malformed(text: "- &x 1\n- &y [*x, *x]", format: .yaml, says: "anchors and aliases are not accepted"),
        Malformed(text: "a: *x", format: .yaml, says: "anchors and aliases are not accepted"),
        Malformed(text: "<<: *x", format: .yaml, says: "anchors and aliases are not accepted"),
    ]

    @Test(arguments: malformed)
    func `text that cannot be read is refused with its place`(_ row: Malformed) throws {
        let error = try #require(documentError { _ = try row.format.read(row.text) })
        #expect(error.code == "InvalidDocumentContent")
        #expect(error.message.contains(row.says), "\(error.message)")
    }

    @Test func `an ampersand that is no anchor is just text`() throws {
        let value = try DocumentFormat.yaml.read("a: x & y && z\nb: |\n  make &\n  &x\nc: '&x' # &y\nd: \"&\"\ne&f: 1")
        guard case .map(let map) = value else { return #expect(Bool(false)) }
        #expect(map["a"] == .string("x & y && z"))
        #expect(map["b"] == .string("make &\n&x\n"))
        #expect(map["c"] == .string("&x"))
        #expect(map["d"] == .string("&"))
        #expect(map["e&f"] == .integer(1))
    }

    @Test func `yaml scalars are read by the core schema of 1_2`() throws {
        let value = try DocumentFormat.yaml.read(
            "[yes, on, 2026-01-01, 010, 0x1F, 1_000, true, ~, '', '5', 5, -7, 2.50, !!str 5, TRUE, nUll, 12:30]")
        #expect(
            value
                == .list([
                    .string("yes"), .string("on"), .string("2026-01-01"), .string("010"), .string("0x1F"),
                    .string("1_000"), .boolean(true), .null, .string(""), .string("5"), .integer(5), .integer(-7),
                    .decimal(2.5), .string("5"), .boolean(true), .string("nUll"), .string("12:30"),
                ]))
    }

    @Test func `json escapes are read and written`() throws {
        let text = #"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00/"}"#
        let value = try DocumentFormat.json.read(text)
        #expect(
            value == .map(DocumentMap([.init(key: "a", value: .string("\"\\/\u{08}\u{0C}\n\r\té😀/"))])))
        #expect(JSONWriter.compact(value) == #"{"a":"\"\\/\u0008\u000c\n\r\té😀/"}"#)
    }

    @Test func `a byte order mark is passed over in json`() throws {
        #expect(try DocumentFormat.json.read("\u{FEFF}{}") == .map(DocumentMap()))
        #expect(DocumentFormat(guessing: "\u{FEFF} \n{}") == .json)
        #expect(DocumentFormat(guessing: "schemaVersion: '2.2'") == .yaml)
    }

    @Test func `the order of keys survives both formats`() throws {
        let text = #"{"z":1,"a":{"x":[],"b":{}},"m":"x"}"#
        let value = try DocumentFormat.json.read(text)
        #expect(JSONWriter.compact(value) == text)
        let yaml = DocumentFormat.yaml.write(value)
        #expect(yaml == "z: 1\na:\n  x: []\n  b: {}\nm: x\n")
        #expect(JSONWriter.compact(try DocumentFormat.yaml.read(yaml)) == text)
    }

    /// Every text that could be mistaken for something else, or lose a blank, on its way through either format.
    @Test(arguments: [
        "", " ", "a ", " a", "yes", "No", "null", "~", "1", "1.5", "0x1F", "2026-01-01", "1:30", "- a", "a: b", "a #b",
        "#", "*x", "&x", "!t", "%d", "@a", "`b`", "'", "\"", "{{ a }}", "[", "|", ">", "a\n", "a\nb", "a\nb\n", "a\n\n",
        "\na", " a\nb", "a \nb", "a\n\tb\n", "a\r\nb", "tab\there", "é", "😀", "a\u{2028}b", "\u{85}", "\u{7F}",
        "line one\n  indented {{ name }}\n# comment\n", "echo \"a: 'b'\" | sed 's/x/y/'", "...", "---",
        "=", "<<", "a\u{0}b", "x\u{E000}&", "?", "? a", "-",
    ])
    func `any text survives both formats as value and as key`(_ text: String) throws {
        let value = DocumentValue.map(
            DocumentMap([.init(key: "k" + text, value: .string(text)), .init(key: "l", value: .list([.string(text)]))]))
        #expect(try JSONReader.read(JSONWriter.indented(value)) == value)
        let yaml = YAMLWriter.write(value)
        #expect(try YAMLReader.read(yaml) == value, "\(yaml)")
    }
}
