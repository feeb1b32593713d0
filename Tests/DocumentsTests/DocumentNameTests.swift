import Testing

@testable import Documents

@Suite struct DocumentNameTests {
    @Test(arguments: ["abc", "My-Doc_1.2", String(repeating: "a", count: 128), "restart-nginx", "we-love-aws", "AW-S"])
    func `an ordinary name may be created`(_ name: String) throws {
        #expect(try DocumentName(creating: name).rawValue == name)
    }

    @Test(arguments: [
        "AWS-RunShellScript", "aws-x", "Aws.x", "awsome", "AMAZON-x", "amazonX", "amzn-x", "AWSEC2-x",
        "AWSConfigRemediation-x", "AWSSupport-x",
    ])
    func `a reserved prefix is refused in any case`(_ name: String) {
        let error = documentError { _ = try DocumentName(creating: name) }
        #expect(error?.code == "ValidationException")
        #expect(error?.message.contains("reserved") == true)
    }

    @Test(arguments: [
        "", "ab", "a b c", "a/b/c", "äbc", "abc\n", "a:b:c", String(repeating: "a", count: 129),
        "arn:aws:ssm:x::document/abc",
    ])
    func `a misspelt name is refused for a new document`(_ name: String) {
        #expect(documentError { _ = try DocumentName(creating: name) }?.code == "ValidationException")
    }

    @Test(arguments: [
        ("AWS-RunShellScript", "AWS-RunShellScript"),
        ("arn:aws:ssm:eu-central-1::document/AWS-Noop", "AWS-Noop"),
        ("arn:aws:ssm:us-east-1:123456789012:document/My.Doc", "My.Doc"),
        ("arn:aws-cn:ssm:cn-north-1:123456789012:document/abc", "abc"),
    ])
    func `a plain name or an ARN may be used`(_ given: String, _ name: String) throws {
        #expect(try DocumentName(using: given).rawValue == name)
    }

    @Test(arguments: [
        "a:b", "a/b/c", "aws:arn:ssm:eu-central-1::document/AWS-Noop", "arn:aws:ssm:::document/abc",
        "arn:aws:ssm:x:123:document/abc", "arn:aws:ssm:x:12345678901a:document/abc", "arn:aws:ssm:x::document/ab",
        "arn:aws:ssm:x::document/a/bcd", "arn:aws:ssm:x::automation-definition/abc", "arn:aws:sns:x::document/abc",
        "arn:aws:ssm:x::document/abc:1",
    ])
    func `text that names no document is InvalidDocument`(_ given: String) {
        #expect(documentError { _ = try DocumentName(using: given) }?.code == "InvalidDocument")
    }

    @Test(arguments: ["", "ab", "a b c", "abc\u{0}", "{{ x }}"])
    func `text outside the API's pattern is refused`(_ given: String) {
        #expect(documentError { _ = try DocumentName(using: given) }?.code == "ValidationException")
    }
}
