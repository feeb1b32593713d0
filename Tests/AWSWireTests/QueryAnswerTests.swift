import Testing

@testable import AWSWire

@Suite struct QueryAnswerTests {
    private static func result(_ operation: String, _ value: JSONValue) throws -> String {
        let shape = try ServiceModel.sns.operation(target: "SNS.\(operation)")
        return String(decoding: QueryAnswer.result(value, of: shape, requestID: "r-1"), as: UTF8.self)
    }

    private static func document(_ operation: String, _ content: String) -> String {
        "<\(operation)Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\(content)"
            + "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></\(operation)Response>"
    }

    struct Written: CustomTestStringConvertible {
        let operation: String
        let value: JSONValue
        let content: String
        var testDescription: String { "\(operation) \(value.text())" }

        init(_ operation: String, _ value: JSONValue, _ content: String) {
            self.operation = operation
            self.value = value
            self.content = content
        }
    }

    @Test(arguments: [
        Written("Publish", ["MessageId": "m-1"], "<PublishResult><MessageId>m-1</MessageId></PublishResult>"),
        Written("DeleteTopic", [:], ""),
        Written("TagResource", [:], "<TagResourceResult/>"),
        Written("ListTopics", ["Topics": []], "<ListTopicsResult><Topics/></ListTopicsResult>"),
        Written(
            "ListTopics", ["Topics": [["TopicArn": "a"], ["TopicArn": "b"]], "NextToken": "n"],
            "<ListTopicsResult><Topics><member><TopicArn>a</TopicArn></member><member><TopicArn>b</TopicArn></member>"
                + "</Topics><NextToken>n</NextToken></ListTopicsResult>"),
        Written(
            "GetTopicAttributes", ["Attributes": ["B": "2", "A": "1 < 2 & 3"]],
            "<GetTopicAttributesResult><Attributes><entry><key>A</key><value>1 &lt; 2 &amp; 3</value></entry>"
                + "<entry><key>B</key><value>2</value></entry></Attributes></GetTopicAttributesResult>"),
        Written(
            "PublishBatch",
            [
                "Failed": [["Id": "1", "Code": "InvalidParameter", "SenderFault": true, "Message": nil]],
                "Successful": [], "Unknown": "x",
            ],
            "<PublishBatchResult><Successful/><Failed><member><Id>1</Id><Code>InvalidParameter</Code>"
                + "<SenderFault>true</SenderFault></member></Failed></PublishBatchResult>"),
    ])
    func `a result is written by its operation's shape`(written: Written) throws {
        #expect(
            try Self.result(written.operation, written.value) == Self.document(written.operation, written.content))
    }

    @Test(arguments: [
        ("]]> <b a=\"1\" c='2'>&amp;", "]]&gt; &lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"),
        ("a\tb\nc\r\nd", "a\tb\nc&#13;\nd"),
        ("\0\u{1}\u{8}\u{B}\u{1F}x\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}x\u{FFFD}\u{FFFD}"),
        ("é 漢 😀 e\u{301} \u{85}\u{2028}\u{FEFF}\u{10FFFF}", "é 漢 😀 e\u{301} \u{85}\u{2028}\u{FEFF}\u{10FFFF}"),
    ])
    func `no text breaks the document`(text: String, escaped: String) throws {
        let document = try Self.result("Publish", ["MessageId": .string(text)])
        #expect(
            Array(document.utf8)
                == Array(
                    Self.document("Publish", "<PublishResult><MessageId>\(escaped)</MessageId></PublishResult>").utf8))
    }

    @Test func `every character that XML holds goes through as itself, and no other`() {
        let upperPlanes = (1...16 as ClosedRange<UInt32>).flatMap { [$0 << 16, $0 << 16 | 0xFFFE, $0 << 16 | 0xFFFF] }
        for value in Array(0...0xFFFF as ClosedRange<UInt32>) + upperPlanes {
            guard let scalar = Unicode.Scalar(value), !"&<>\"'\r".unicodeScalars.contains(scalar) else { continue }
            var xml = XMLText()
            xml.append(String(scalar))
            // The production Char of XML 1.0.
            let isHeld =
                [0x9, 0xA].contains(value) || (0x20...0xD7FF).contains(value) || (0xE000...0xFFFD).contains(value)
                || value >= 0x10000
            let expected = isHeld ? Array(String(scalar).utf8) : Array("\u{FFFD}".utf8)
            if xml.bytes != expected { Issue.record("U+\(String(value, radix: 16)): \(xml.bytes)") }
        }
    }

    @Test(arguments: [
        (
            WireError(.notFound, "Topic does not exist <a&b>"),
            "<Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist &lt;a&amp;b&gt;</Message>"
        ),
        (WireError(.internalError, ""), "<Type>Receiver</Type><Code>InternalError</Code><Message/>"),
    ])
    func `a refusal says whose fault it is`(error: WireError, content: String) {
        #expect(
            String(decoding: QueryAnswer.error(error, requestID: "r-1"), as: UTF8.self)
                == "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error>\(content)</Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>")
    }

    @Test(arguments: [
        (SignatureRefusal.unsigned, WireErrorCode.missingAuthenticationToken),
        (.presigned, .missingAuthenticationToken),
        (.incomplete(""), .incompleteSignature), (.unknownKey, .invalidClientTokenId),
        (.mismatch, .signatureDoesNotMatch),
        (.expired(signedAt: "", earliest: ""), .signatureDoesNotMatch), (.wrongScope(""), .signatureDoesNotMatch),
    ])
    func `a bad signature has the names of the query protocol`(refusal: SignatureRefusal, code: WireErrorCode) {
        #expect(refusal.errorCode(in: .query) == code)
        #expect(refusal.errorCode(in: .json) == refusal.errorCode)
    }
}
