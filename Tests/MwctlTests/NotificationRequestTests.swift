import AWSWire
import Foundation
import Testing

@testable import mwctl

/// What the verbs of topics, subscriptions, rules and deliveries become on the wire.
@Suite struct NotificationRequestTests {
    static let alerts = "arn:aws:sns:eu-central-1:123456789012:alerts"
    static let hook = "c9135db0-26c4-47ec-8998-413945fb5a96"
    static let topics: JSONValue = [
        "Topics": [["TopicArn": "arn:aws:sns:eu-central-1:123456789012:my-alerts"], ["TopicArn": .string(alerts)]]
    ]
    static let subscriptions: JSONValue = [
        "Subscriptions": [
            ["SubscriptionArn": "PendingConfirmation", "TopicArn": .string(alerts), "Endpoint": "http://a/"],
            ["SubscriptionArn": .string("\(alerts):\(hook)"), "TopicArn": .string(alerts), "Endpoint": "http://b/"],
        ]
    ]

    /// The requests of an operation that a command line sends; names can be looked up.
    private func sent(
        _ line: String, _ operation: String, _ answers: [String: JSONValue] = [:]
    ) async throws -> [JSONValue] {
        let known = ["ListTopics": Self.topics, "ListSubscriptions": Self.subscriptions, operation: [:]]
        let service = StubService(answers.merging(known) { given, _ in given })
        let ran = try await run("mwctl \(line)", service)
        #expect(ran.complaint == nil)
        return service.inputs(operation)
    }

    /// A file with a text; its path.
    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "mwctl-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test func `a topic has the API's members`() async throws {
        #expect(try await sent("topic create alerts", "CreateTopic") == [["Name": "alerts"]])
        #expect(
            try await sent("topic create a --display-name D --signature-version 2 --tag A=B", "CreateTopic")
                == [
                    [
                        "Name": "a", "Attributes": ["DisplayName": "D", "SignatureVersion": "2"],
                        "Tags": [["Key": "A", "Value": "B"]],
                    ]
                ])
    }

    @Test func `a topic is found by its whole name, and an ARN is taken as it is`() async throws {
        #expect(
            try await sent("topic delete alerts", "DeleteTopic", ["GetTopicAttributes": [:]]) == [
                ["TopicArn": .string(Self.alerts)]
            ])
        let service = StubService(["GetTopicAttributes": [:], "DeleteTopic": [:]])
        #expect(try await run("mwctl topic delete \(Self.alerts)", service).status == 0)
        #expect(service.inputs("ListTopics").isEmpty)
        let unknown = try await run("mwctl topic show lerts", StubService(["ListTopics": Self.topics]))
        #expect(unknown.status == 3)
    }

    @Test func `deleting a topic that is not there says so`() async throws {
        let missing = CallFailure.refused(WireError(.notFound, "Topic does not exist"))
        let service = StubService(["GetTopicAttributes": [.failure(missing)], "DeleteTopic": [.success([:])]])
        #expect(try await run("mwctl topic delete \(Self.alerts)", service).status == 3)
        #expect(service.inputs("DeleteTopic").isEmpty)
    }

    @Test func `a message goes with subject, attributes and structure`() async throws {
        #expect(
            try await sent("topic publish alerts hello", "Publish")
                == [["TopicArn": .string(Self.alerts), "Message": "hello"]])
        #expect(
            try await sent(
                "topic publish alerts {} --subject S --attribute a=b --attribute n:Number=5 --json-structure", "Publish"
            )
                == [
                    [
                        "TopicArn": .string(Self.alerts), "Message": "{}", "Subject": "S", "MessageStructure": "json",
                        "MessageAttributes": [
                            "a": ["DataType": "String", "StringValue": "b"],
                            "n": ["DataType": "Number", "StringValue": "5"],
                        ],
                    ]
                ])
    }

    @Test(arguments: [
        ("http://h/", "http"), ("HTTPS://h/", "https"), ("ops@example.com", "email"),
        ("https://user@h/", "https"),
    ]) func `an address says its protocol`(endpoint: String, expected: String) async throws {
        let inputs = try await sent("subscription add alerts \(endpoint)", "Subscribe")
        #expect(
            inputs == [
                [
                    "TopicArn": .string(Self.alerts), "Protocol": .string(expected), "Endpoint": .string(endpoint),
                    "ReturnSubscriptionArn": true,
                ]
            ])
    }

    @Test func `filters and policies become attributes, also from files`() async throws {
        let path = try file(#"{"healthyRetryPolicy":{"numRetries":1}}"#)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let inputs = try await sent(
            #"subscription add alerts a@b.example --protocol email-json --filter '{"a":["b"]}' --filter-scope body --raw --delivery-policy @\#(path)"#,
            "Subscribe")
        #expect(inputs.first?["Protocol"] == "email-json")
        #expect(
            inputs.first?["Attributes"] == [
                "FilterPolicy": #"{"a":["b"]}"#, "FilterPolicyScope": "MessageBody", "RawMessageDelivery": "true",
                "DeliveryPolicy": #"{"healthyRetryPolicy":{"numRetries":1}}"#,
            ])
    }

    @Test func `a subscription is found by the end of its ARN`() async throws {
        #expect(
            try await sent(
                "subscription remove \(Self.hook)", "Unsubscribe", ["GetSubscriptionAttributes": [:]])
                == [["SubscriptionArn": .string("\(Self.alerts):\(Self.hook)")]])
    }

    @Test func `a subscription that nobody has confirmed is found too`() async throws {
        let inputs = try await sent("subscription show 0-0", "GetSubscriptionAttributes")
        #expect(Set(inputs) == [["SubscriptionArn": .string("\(Self.alerts):0-0")]])
        let missing = CallFailure.refused(WireError(.notFound, "Subscription does not exist"))
        let service = StubService([
            "ListSubscriptions": [.success(Self.subscriptions)], "GetSubscriptionAttributes": [.failure(missing)],
        ])
        #expect(try await run("mwctl subscription show 0-0", service).status == 3)
    }

    @Test func `a rule's pattern may come from a file`() async throws {
        let path = try file(#"{"source":["aws.ssm"]}"#)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            try await sent("rule create r --topic alerts --pattern @\(path) --description D", "CreateEventRule")
                == [
                    [
                        "Name": "r", "TopicArn": .string(Self.alerts), "EventPattern": #"{"source":["aws.ssm"]}"#,
                        "Description": "D",
                    ]
                ])
    }

    @Test func `deliveries are chosen by state, topic and subscription`() async throws {
        #expect(
            try await sent(
                "delivery list --state owed --state dead --topic alerts --subscription \(Self.hook) --limit 7",
                "ListDeliveries")
                == [
                    [
                        "States": ["owed", "dead"], "TopicArn": .string(Self.alerts),
                        "SubscriptionArn": .string("\(Self.alerts):\(Self.hook)"), "MaxResults": 7,
                    ]
                ])
        #expect(try await sent("delivery list", "ListDeliveries") == [["MaxResults": 50]])
    }

    @Test func `many deliveries are retried in several requests`() async throws {
        let ids = (1...70).map(String.init).joined(separator: " ")
        let service = StubService(["RetryDeliveries": ["Count": 35]])
        let ran = try await run("mwctl delivery retry \(ids)", service)
        #expect(ran.output == "70 deliveries are tried again.\n")
        #expect(service.inputs("RetryDeliveries").compactMap { $0["DeliveryIds"]?.arrayValue?.count } == [50, 20])
        #expect(
            try await sent("delivery retry --topic alerts", "RetryDeliveries") == [["TopicArn": .string(Self.alerts)]])
        #expect(
            try await sent("delivery retry --subscription \(Self.hook)", "RetryDeliveries")
                == [["SubscriptionArn": .string("\(Self.alerts):\(Self.hook)")]])
    }
}
