import Testing

@testable import AWSWire

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test(
        arguments: [
            ("null", JSONValue.null), ("true", true), (" \t\r\nfalse ", false), ("0", 0), ("-0", 0), ("-12", -12),
            ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
            ("5.0", .double(5)), ("1.5e3", .double(1500)), ("1E-2", .double(0.01)), ("1e400000000000000000000", nil),
            (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\ud83c\udf19""#, "é🌙"),
            (#""Fenêtre 夜""#, "Fenêtre 夜"), ("[]", []), ("{}", [:]), ("[1,[2],{\"a\":null}]", [1, [2], ["a": nil]]),
            (#"{"a":{"b":[true]},"c":""}"#, ["a": ["b": [true]], "c": ""]),
        ] as [(String, JSONValue?)])
    func `a value is read as it stands`(text: String, expected: JSONValue?) throws {
        if let expected {
            #expect(try parse(text) == expected)
        } else {
            #expect(throws: JSONSyntaxError.self) { try parse(text) }
        }
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "True", "NaN", "Infinity", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x10", "1e999",
        "-1e999",
        "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:1}", "1 2", "{} {}", "// x\n1", "\"", "\"a", "\"\\", "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"", "\"\n\"", "\"\u{0}\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"",
        "\"\\udc00\"", "\"\\ud800\\ud800\"", "\u{FEFF}{}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}",
    ])
    func `malformed text is refused`(text: String) {
        #expect(throws: JSONSyntaxError.self) { try parse(text) }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0xEF, 0xBB, 0xBF, 0x31], [0xFF, 0xFE, 0x7B, 0x00], [0x00],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
    }

    @Test func `nesting is bounded and does not touch the stack`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try parse(nested(64))
        #expect(throws: JSONSyntaxError(offset: 64, reason: .tooDeep(limit: 64))) { try parse(nested(65)) }
        #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test func `size is bounded before anything is read`() {
        #expect(throws: JSONSyntaxError(offset: 3, reason: .tooLarge(limitBytes: 3))) {
            try JSONValue(parsing: Array("nonsense".utf8), maximumBytes: 3)
        }
    }

    @Test func `a number of absurd length is refused`() {
        #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "9", count: 1_000_000)) }
    }

    @Test func `every cut and every changed byte of a document is read or refused, never more`() {
        let document = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\ud83c\udf19"],"b":{"c":"d"}}"#.utf8)
        for cut in document.indices {
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array(document[..<cut])) }
        }
        for index in document.indices {
            for byte in UInt8.min ... .max {
                var changed = document
                changed[index] = byte
                guard let value = try? JSONValue(parsing: changed) else { continue }
                #expect((try? JSONValue(parsing: value.bytes()))?.text() == value.text())
            }
        }
    }
}

@Suite struct JSONValueTests {
    @Test func `text is sorted, compact and without loss`() throws {
        let value: JSONValue = ["b": [1, 2.5, nil], "a": "é\"\\\n\u{1}🌙", "c": [:], "d": []]
        #expect(value.text() == #"{"a":"é\"\\\n\u0001🌙","b":[1,2.5,null],"c":{},"d":[]}"#)
        #expect(try JSONValue(parsing: value.bytes()) == value)
    }

    @Test func `pretty text breaks its lines`() {
        let value: JSONValue = ["a": [1, 2], "b": [:]]
        #expect(
            value.text(.pretty) == """
                {
                    "a": [
                        1,
                        2
                    ],
                    "b": {}
                }
                """)
    }

    @Test func `a whole number is an integer in either spelling, a string is not`() {
        #expect(JSONValue.double(5).intValue == 5)
        #expect(JSONValue.double(5.5).intValue == nil)
        #expect(JSONValue.double(1e300).intValue == nil)
        #expect(JSONValue.string("5").intValue == nil)
    }

    @Test func `members and elements that are not there are nil`() {
        var value: JSONValue = ["a": [1, 2]]
        #expect(value["a"]?[1] == 2)
        #expect(value["a"]?[2] == nil)
        #expect(value["b"] == nil)
        #expect(value[0] == nil)
        value["b"] = "x"
        #expect(value == ["a": [1, 2], "b": "x"])
    }

    @Test func `it passes through Codable unchanged`() throws {
        let value: JSONValue = ["a": [1, 2.5, true, nil, "x"], "b": ["Key": ["c": 0]]]
        #expect(try WireCoding.decode(JSONValue.self, from: WireCoding.encode(value)) == value)
    }
}
