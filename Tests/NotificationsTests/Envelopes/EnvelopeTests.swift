import Foundation
import Testing

@testable import Notifications

struct EnvelopeTests {
    static let topic = "arn:aws:sns:us-west-2:123456789012:MyTopic"
    static let subscription = topic + ":c9135db0-26c4-47ec-8998-413945fb5a96"
    static let unsubscribeURL =
        "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=" + subscription
    static let moment = Date(timeIntervalSince1970: 1_335_920_046.655)

    static func notification(
        subject: String? = "My First Message", text: String = "Hello world!",
        attributes: [String: MessageAttribute] = [:],
        byProtocol: [String: String] = [:], over transport: Subscription.Transport = .https
    ) -> Envelope {
        .notification(
            PublishedMessage(
                id: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", topicName: "MyTopic", subject: subject, text: text,
                textByProtocol: byProtocol, attributes: attributes, publishedAt: moment),
            over: transport, topicARN: topic, subscriptionARN: subscription, unsubscribeURL: unsubscribeURL)
    }

    static let confirmation = Envelope.subscriptionConfirmation(
        messageID: "165545c9-2a5c-472c-8df2-7ff2be2b3b1b", token: "2336412f37f", topicARN: topic,
        subscriptionARN: subscription, subscribeURL: "https://example.com/?Action=ConfirmSubscription", at: moment)

    static let farewell = Envelope.unsubscribeConfirmation(
        messageID: "47138184-6831-46b8-8f7c-afc488602d7d", token: "2336412f37f", topicARN: topic,
        subscriptionARN: subscription, subscribeURL: "https://example.com/?Action=ConfirmSubscription", at: moment)

    static func signature(of envelope: Envelope) throws -> EnvelopeSignature {
        try TestKey.shared().sign(envelope, version: .sha256, certificateURL: "https://x/y.pem")
    }

    @Test func `one signature does for all subscribers of the same text`() {
        let other = Envelope.notification(
            PublishedMessage(
                id: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", topicName: "MyTopic", subject: "My First Message",
                text: "Hello world!", publishedAt: Self.moment),
            over: .http, topicARN: Self.topic, subscriptionARN: Self.topic + ":other", unsubscribeURL: "https://other/")
        #expect(other.canonicalString == Self.notification().canonicalString)
        let own = Self.notification(text: "for https", byProtocol: ["https": "own"])
        #expect(own.canonicalString != other.canonicalString)
    }

    @Test func `what is signed of a notification is in the documented order`() {
        #expect(
            Self.notification().canonicalString == """
                Message
                Hello world!
                MessageId
                22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324
                Subject
                My First Message
                Timestamp
                2012-05-02T00:54:06.655Z
                TopicArn
                arn:aws:sns:us-west-2:123456789012:MyTopic
                Type
                Notification

                """)
    }

    @Test func `a missing subject is not signed`() {
        #expect(!Self.notification(subject: nil).canonicalString.contains("Subject"))
    }

    @Test func `what is signed of a confirmation is in the documented order`() {
        #expect(
            Self.confirmation.canonicalString == """
                Message
                You have chosen to subscribe to the topic arn:aws:sns:us-west-2:123456789012:MyTopic.
                To confirm the subscription, visit the SubscribeURL included in this message.
                MessageId
                165545c9-2a5c-472c-8df2-7ff2be2b3b1b
                SubscribeURL
                https://example.com/?Action=ConfirmSubscription
                Timestamp
                2012-05-02T00:54:06.655Z
                Token
                2336412f37f
                TopicArn
                arn:aws:sns:us-west-2:123456789012:MyTopic
                Type
                SubscriptionConfirmation

                """)
    }

    @Test func `a notification's body is the guide's, line by line`() throws {
        let key = try TestKey.shared()
        let url = "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem"
        let envelope = Self.notification(attributes: [
            "store": MessageAttribute(type: "String", value: "example_corp"),
            "price": MessageAttribute(type: "Number", value: "1.5"),
        ])
        let body = envelope.body(with: try key.sign(envelope, version: .sha1, certificateURL: url))
        let signature = try key.signature(for: envelope.canonicalString, version: .sha1).base64EncodedString()
        #expect(
            body == """
                {
                  "Type" : "Notification",
                  "MessageId" : "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                  "TopicArn" : "arn:aws:sns:us-west-2:123456789012:MyTopic",
                  "Subject" : "My First Message",
                  "Message" : "Hello world!",
                  "Timestamp" : "2012-05-02T00:54:06.655Z",
                  "SignatureVersion" : "1",
                  "Signature" : "\(signature)",
                  "SigningCertURL" : "\(url)",
                  "UnsubscribeURL" : "\(Self.unsubscribeURL)",
                  "MessageAttributes" : {
                    "price" : {"Type":"Number","Value":"1.5"},
                    "store" : {"Type":"String","Value":"example_corp"}
                  }
                }
                """)
    }

    @Test(arguments: [
        (
            notification(),
            "Type MessageId TopicArn Subject Message Timestamp SignatureVersion Signature SigningCertURL UnsubscribeURL"
        ),
        (
            notification(subject: nil),
            "Type MessageId TopicArn Message Timestamp SignatureVersion Signature SigningCertURL UnsubscribeURL"
        ),
        (
            confirmation,
            "Type MessageId Token TopicArn Message SubscribeURL Timestamp SignatureVersion Signature SigningCertURL"
        ),
        (
            farewell,
            "Type MessageId Token TopicArn Message SubscribeURL Timestamp SignatureVersion Signature SigningCertURL"
        ),
    ])
    func `members stand in SNS's order`(envelope: Envelope, order: String) throws {
        let body = envelope.body(with: try Self.signature(of: envelope))
        let names = body.split(separator: "\n").compactMap { line -> Substring? in
            line.hasPrefix("  \"") ? line.dropFirst(3).prefix { $0 != "\"" } : nil
        }
        #expect(names.joined(separator: " ") == order)
        let decoded = try JSONDecoder().decode([String: String].self, from: Data(body.utf8))
        #expect(decoded["Message"] == envelope.text)
        #expect(decoded["SignatureVersion"] == "2")
    }

    @Test func `a message arrives as it was published, whatever is in it`() throws {
        let text = "„Grüße“ \u{1F600}\n\t\r\"quoted\" \\ / \u{1}\u{1F}\u{7F}\u{2028} </script> \u{0} e\u{301}"
        let envelope = Self.notification(subject: "ä \"s\"", text: text)
        let body = envelope.body(with: try Self.signature(of: envelope))
        let decoded = try JSONDecoder().decode([String: String].self, from: Data(body.utf8))
        #expect(decoded["Message"].map { Array($0.utf8) } == Array(text.utf8))
        #expect(decoded["Subject"] == "ä \"s\"")
    }

    @Test func `a transport gets its own text`() {
        let texts = ["https": "for https", "email": "for mail"]
        #expect(Self.notification(byProtocol: texts, over: .https).text == "for https")
        #expect(Self.notification(byProtocol: texts, over: .email).text == "for mail")
        #expect(Self.notification(byProtocol: texts, over: .http).text == "Hello world!")
    }

    @Test func `headers are SNS's`() {
        func text(_ headers: [(name: String, value: String)]) -> [String] { headers.map { "\($0.name): \($0.value)" } }
        #expect(
            text(Self.notification().headers()) == [
                "x-amz-sns-message-type: Notification", "x-amz-sns-message-id: 22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                "x-amz-sns-topic-arn: \(Self.topic)", "x-amz-sns-subscription-arn: \(Self.subscription)",
                "Content-Type: text/plain; charset=UTF-8", "User-Agent: Amazon Simple Notification Service Agent",
            ])
        #expect(
            text(Self.confirmation.headers(isRaw: true, contentType: "application/json")) == [
                "x-amz-sns-message-type: SubscriptionConfirmation",
                "x-amz-sns-message-id: 165545c9-2a5c-472c-8df2-7ff2be2b3b1b", "x-amz-sns-topic-arn: \(Self.topic)",
                "Content-Type: text/plain; charset=UTF-8", "User-Agent: Amazon Simple Notification Service Agent",
            ])
        #expect(text(Self.farewell.headers()).contains("x-amz-sns-subscription-arn: \(Self.subscription)"))
        let raw = text(Self.notification().headers(isRaw: true, contentType: "text/csv"))
        #expect(raw.contains("x-amz-sns-rawdelivery: true"))
        #expect(raw.contains("Content-Type: text/csv"))
    }

    @Test(
        arguments: [
            (nil, false, "text/plain; charset=UTF-8"), ("application/json", false, "application/json"),
            ("text/csv", false, "text/plain; charset=UTF-8"), ("text/csv", true, "text/csv"),
            ("text/plain", true, "text/plain; charset=UTF-8"), ("image/png", true, "text/plain; charset=UTF-8"),
            ("application/json\r\nX-Evil: 1", true, "text/plain; charset=UTF-8"),
        ] as [(String?, Bool, String)])
    func `a content type is one of SNS's`(asked: String?, isRaw: Bool, type: String) {
        #expect(RequestPolicy.contentType(asked, isRaw: isRaw) == type)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_335_920_046.655, "2012-05-02T00:54:06.655Z"),
        (1_795_313_699.9996, "2026-11-22T02:15:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
        (1_709_164_800.05, "2024-02-29T00:00:00.050Z"),
    ])
    func `timestamps have three digits of milliseconds`(seconds: Double, text: String) {
        #expect(Timestamp.milliseconds(Date(timeIntervalSince1970: seconds)) == text)
    }
}
