import Testing

@testable import Notifications

struct AttributeTests {
    @Test(
        arguments: [
            ("DisplayName", "Ops", "Ops"), ("DisplayName", "", ""), ("DeliveryPolicy", "", nil),
            ("DeliveryPolicy", "{}", nil),
            ("SignatureVersion", "2", "2"), ("TracingConfig", "PassThrough", nil), ("FifoTopic", "false", nil),
            ("DeliveryPolicy", #"{"http": {}}"#, #"{"http": {}}"#),
        ] as [(String, String, String?)])
    func `a topic's attribute is kept`(name: String, value: String, kept: String?) throws {
        #expect(try TopicAttribute(named: name).check(value) == kept)
    }

    @Test(arguments: [
        ("TopicArn", "x", "AttributeName"), ("Owner", "1", "AttributeName"), ("KmsMasterKeyId", "k", "AttributeName"),
        ("DisplayName", String(repeating: "x", count: 101), "DisplayName"), ("DisplayName", "a\nb", "DisplayName"),
        ("SignatureVersion", "3", "SignatureVersion: Invalid value. Must be 1 or 2."),
        ("TracingConfig", "Active", "Invalid tracing config value: Active"),
        ("FifoTopic", "true", "FifoTopic: FIFO topics are not supported"),
        ("DeliveryPolicy", "x", "DeliveryPolicy: failed to parse JSON."),
    ])
    func `a topic's bad attribute is told in SNS's words`(name: String, value: String, reason: String) {
        #expect(throws: InvalidParameter(reason)) { try TopicAttribute(named: name).check(value) }
    }

    @Test(
        arguments: [
            ("RawMessageDelivery", "TRUE", "true"), ("FilterPolicy", "{}", nil), ("FilterPolicy", "", nil),
            ("FilterPolicy", #"{"a":[1]}"#, #"{"a":[1]}"#), ("FilterPolicyScope", "MessageBody", "MessageBody"),
            ("RedrivePolicy", "", nil),
            (
                "RedrivePolicy", #"{"deadLetterTargetArn":"arn:aws:sqs:r:1:q"}"#,
                #"{"deadLetterTargetArn":"arn:aws:sqs:r:1:q"}"#
            ),
        ] as [(String, String, String?)])
    func `a subscription's attribute is kept`(name: String, value: String, kept: String?) throws {
        #expect(try SubscriptionAttribute(named: name).check(value, over: .https, with: [:]) == kept)
    }

    @Test(arguments: [
        ("Endpoint", "x", Subscription.Transport.https, "AttributeName"),
        ("RawMessageDelivery", "yes", .https, "RawMessageDelivery: Invalid value [yes]. Must be true or false."),
        (
            "RawMessageDelivery", "true", .email,
            "RawMessageDelivery: Delivery protocol [email] does not support raw message delivery."
        ),
        (
            "FilterPolicyScope", "Body", .https,
            "FilterPolicyScope: Invalid value [Body]. Please use either MessageBody or MessageAttributes"
        ),
        ("RedrivePolicy", "{", .https, "RedrivePolicy: failed to parse JSON."),
        (
            "RedrivePolicy", #"{"deadLetterTargetArn":"x"}"#, .https,
            "RedrivePolicy: deadLetterTargetArn is an invalid arn"
        ),
        ("FilterPolicy", "x", .https, "FilterPolicy: failed to parse JSON."),
        (
            "FilterPolicy", #"{"a":{"b":[1]}}"#, .https,
            "Filter policy scope MessageAttributes does not support nested filter policy"
        ),
    ])
    func `a subscription's bad attribute is told in SNS's words`(
        name: String, value: String, transport: Subscription.Transport, reason: String
    ) {
        #expect(throws: InvalidParameter(reason)) {
            try SubscriptionAttribute(named: name).check(value, over: transport, with: [:])
        }
    }

    @Test func `a filter and its scope are judged together`() throws {
        let nested = ["FilterPolicy": #"{"a":{"b":[1]}}"#, "FilterPolicyScope": "MessageBody"]
        #expect(try SubscriptionAttribute.check(nested, over: .https) == nested)
        #expect(throws: InvalidParameter.self) {
            try SubscriptionAttribute.filterPolicyScope.check("MessageAttributes", over: .https, with: nested)
        }
    }

    @Test(
        arguments: [
            ("a", "String", "x", nil), ("a.b-c_9", "Number.int", "1e3", nil), ("a", "Binary", "eA==", nil),
            (".a", "String", "x", "Invalid message attribute name starting with character '.' was found."),
            ("a.", "String", "x", "Invalid message attribute name ending with character '.' was found."),
            ("a..b", "String", "x", "Message attribute name can not have successive '.' character."),
            (
                "a b", "String", "x",
                "Invalid non-alphanumeric character '#x20' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots."
            ),
            (
                String(repeating: "x", count: 257), "String", "x",
                "Length of message attribute name must be less than 256 bytes."
            ),
            (
                "a", "Stringy", "x",
                "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."
            ),
            (
                "a", "String", "",
                "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'."
            ),
            ("a", "Number", "many", "Could not cast message attribute 'a' value to number."),
        ] as [(String, String, String, String?)])
    func `a message's attribute is checked`(name: String, type: String, value: String, message: String?) {
        let attributes = [name: MessageAttribute(type: type, value: value)]
        do throws(MessageAttributeRules.Refusal) {
            try MessageAttributeRules.check(attributes)
            #expect(message == nil)
        } catch {
            #expect(error.message == message)
        }
    }
}
