import Testing

@testable import AWSWire

@Suite struct FormTests {
    private static func values(_ text: String) throws -> [String: String] {
        try FormBody(parsing: Array(text.utf8)).values
    }

    @Test(arguments: [
        ("", [:]), ("a", ["a": ""]), ("a=", ["a": ""]), ("a=b=c", ["a": "b=c"]), ("&a=1&&b=2&", ["a": "1", "b": "2"]),
        ("a=x+y%20z%2B", ["a": "x y z+"]), ("a=%c3%A9%F0%9F%98%80", ["a": "é😀"]), ("%61+b=%3D%26", ["a b": "=&"]),
        ("a=%0D%0A%00", ["a": "\r\n\0"]), ("=x", ["": "x"]),
    ])
    func `a form is decoded`(text: String, values: [String: String]) throws {
        #expect(try Self.values(text) == values)
    }

    @Test(arguments: [
        ("a=%", FormSyntaxError.invalidEscape), ("a=%4", .invalidEscape), ("a=%zz", .invalidEscape),
        ("a=%+1", .invalidEscape), ("a=%ff", .invalidUTF8), ("%C0%80=a", .invalidUTF8), ("a=%ED%A0%80", .invalidUTF8),
        ("TopicArn=a&TopicArn=b", .duplicateName("TopicArn")), ("a=1&%61=2", .duplicateName("a")),
    ])
    func `what is no form is refused`(text: String, error: FormSyntaxError) {
        #expect(throws: error) { try Self.values(text) }
    }

    @Test func `a form is bounded in length and in names`() throws {
        let most = (0..<FormBody.maximumPairs).map { "n\($0)=" }.joined(separator: "&")
        #expect(try Self.values(most).count == FormBody.maximumPairs)
        #expect(throws: FormSyntaxError.tooManyPairs(limit: 4096)) { try Self.values(most + "&one-more") }
        let long = "a=" + String(repeating: "x", count: FormBody.maximumBytes - 2)
        #expect(try Self.values(long).count == 1)
        #expect(throws: FormSyntaxError.tooLarge(limitBytes: 1 << 20)) { try Self.values(long + "x") }
    }

    @Test func `raw bytes that are no UTF-8 are refused as escaped ones are`() {
        #expect(throws: FormSyntaxError.invalidUTF8) { try FormBody(parsing: [0x61, 0x3D, 0xFF]) }
    }
}
