import Foundation
import Testing

@testable import Notifications

struct NameTests {
    @Test(arguments: [
        ("AdminAlert", true), ("a-b_C9", true), ("", false), ("with space", false), ("a.fifo", false), ("ünï", false),
        (String(repeating: "x", count: 256), true), (String(repeating: "x", count: 257), false), ("a\n", false),
    ])
    func `a topic's name is letters, digits, hyphens and underscores`(name: String, isAllowed: Bool) {
        #expect(TopicName.isValid(name) == isAllowed)
        #expect(((try? TopicName.check(name)) != nil) == isAllowed)
    }

    @Test func `an ARN is read and written`() throws {
        let text = "arn:aws:sns:eu-central-1:123456789012:AdminAlert"
        let arn = try TopicARN(parsing: text)
        #expect(arn == TopicARN(region: "eu-central-1", account: "123456789012", name: "AdminAlert"))
        #expect(arn.text == text)
        let id = "8a21d249-4329-4871-acc6-7be709c6ea7f"
        let subscription = try SubscriptionARN(parsing: "\(text):\(id)")
        #expect(subscription == SubscriptionARN(topic: arn, id: id))
        #expect(subscription.text == "\(text):\(id)")
    }

    @Test(arguments: [
        ("", "TopicArn Reason: An ARN must have at least 6 elements, not 1"),
        ("AdminAlert", "TopicArn Reason: An ARN must have at least 6 elements, not 1"),
        ("arn:aws:sns:r:1", "TopicArn Reason: An ARN must have at least 6 elements, not 5"),
        ("arn:aws:sqs:r:1:name", "TopicArn"), ("arn:aws:sns:r:1:bad name", "TopicArn"),
        ("urn:aws:sns:r:1:name", "TopicArn"),
        ("arn:aws:sns:r:1:name:8a21d249-4329-4871-acc6-7be709c6ea7f", "TopicArn"),
    ])
    func `a topic's ARN that is none is told in SNS's words`(text: String, reason: String) {
        #expect(throws: InvalidParameter(reason)) { try TopicARN(parsing: text) }
    }

    @Test(arguments: [
        "pending confirmation", "PendingConfirmation", "arn:aws:sns:r:1:name", "arn:aws:sns:r:1:name:",
        "arn:aws:sns:r:1:name:a/b",
    ])
    func `a subscription's ARN has an id`(text: String) {
        #expect(throws: InvalidParameter.self) { try SubscriptionARN(parsing: text) }
    }

    @Test func `tokens are 64 digits, differ, and are compared whole`() throws {
        let tokens = Set((0..<1000).map { _ in ConfirmationToken.random() })
        #expect(tokens.count == 1000)
        for token in tokens {
            #expect(token.text.wholeMatch(of: /[0-9a-f]{64}/) != nil)
            #expect(try ConfirmationToken(parsing: token.text).matches(token))
        }
        let token = ConfirmationToken.random()
        #expect(!token.matches(.random()))
        for text in ["", String(token.text.dropLast()), token.text + "0", String(repeating: "G", count: 64)] {
            #expect(throws: InvalidParameter("Token")) { try ConfirmationToken(parsing: text) }
        }
        var generator = SeededGenerator(seed: 1)
        var same = SeededGenerator(seed: 1)
        #expect(ConfirmationToken.random(using: &generator) == ConfirmationToken.random(using: &same))
    }
}
