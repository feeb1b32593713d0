import AWSWire
import Testing

@testable import mwctl

@Suite struct NotificationOutputTests {
    private static let alerts = NotificationRequestTests.alerts
    private static let hook = NotificationRequestTests.hook

    @Test func `a topic shows its counts and its subscriptions`() async throws {
        let service = StubService([
            "GetTopicAttributes": [
                "Attributes": [
                    "TopicArn": .string(Self.alerts), "DisplayName": "Patching", "SubscriptionsConfirmed": "1",
                    "SubscriptionsPending": "1", "SignatureVersion": "2", "Policy": "{}",
                ]
            ],
            "ListTagsForResource": ["Tags": [["Key": "Team", "Value": "ops"]]],
            "ListSubscriptionsByTopic": [
                "Subscriptions": [
                    [
                        "SubscriptionArn": .string("\(Self.alerts):\(Self.hook)"), "Protocol": "http",
                        "Endpoint": "http://b/", "TopicArn": .string(Self.alerts),
                    ],
                    ["SubscriptionArn": "PendingConfirmation", "Protocol": "email", "Endpoint": "a@b.example"],
                    ["SubscriptionArn": "Deleted", "Protocol": "email", "Endpoint": "c@b.example"],
                ]
            ],
        ])
        #expect(
            try await run("mwctl topic show \(Self.alerts)", service).output == """
                Name               alerts
                ARN                arn:aws:sns:eu-central-1:123456789012:alerts
                Display name       Patching
                Subscriptions      1 confirmed, 1 pending
                Signature version  2
                Tags               Team=ops

                PROTOCOL  ENDPOINT     STATE      ID
                http      http://b/    confirmed  c9135db0-26c4-47ec-8998-413945fb5a96
                email     a@b.example  pending
                email     c@b.example  deleted

                """)
    }

    @Test func `what was just made is its ARN or ID alone`() async throws {
        let service = StubService([
            "CreateTopic": ["TopicArn": .string(Self.alerts)], "Publish": ["MessageId": "m-1"],
            "Subscribe": ["SubscriptionArn": .string("\(Self.alerts):\(Self.hook)")],
        ])
        #expect(try await run("mwctl topic create alerts", service).output == "\(Self.alerts)\n")
        #expect(try await run("mwctl topic publish \(Self.alerts) x", service).output == "m-1\n")
        let added = try await run("mwctl subscription add \(Self.alerts) http://h/", service)
        #expect(added.output == "\(Self.alerts):\(Self.hook)\n")
        #expect(added.remarks == "http://h/ gets nothing until it is confirmed.\n")
    }

    @Test func `a test says what the receiver answered, and fails with it`() async throws {
        let arn = "\(Self.alerts):\(Self.hook)"
        let good = StubService([
            "TestSubscription": ["Delivered": true, "Answer": "HTTP 200 OK", "Milliseconds": 12]
        ])
        let passed = try await run("mwctl subscription test \(arn)", good)
        #expect(passed.output == "delivered: HTTP 200 OK (12 ms)\n")
        #expect(passed.status == 0)
        let bad = StubService(["TestSubscription": ["Delivered": false, "Answer": "no connection\u{1B}[2J"]])
        let failed = try await run("mwctl subscription test \(arn)", bad)
        #expect(failed.output == "NOT delivered: no connection\u{FFFD}[2J\n")
        #expect(failed.status == 1)
    }

    @Test func `deliveries show who is tried next, and when`() async throws {
        let service = StubService([
            "ListDeliveries": [
                "Deliveries": [
                    [
                        "DeliveryId": 3, "State": "owed", "Attempts": 0, "TopicArn": .string(Self.alerts),
                        "Endpoint": "http://b/", "Kind": "Notification", "Subject": "Second",
                        "CreatedAt": 1_795_305_600,
                    ],
                    [
                        "DeliveryId": 2, "State": "owed", "Attempts": 3, "TopicArn": .string(Self.alerts),
                        "Endpoint": "http://b/", "Kind": "Notification", "Subject": "First",
                        "CreatedAt": 1_795_305_590, "NextAttemptAt": 1_795_305_620, "LastAnswer": "HTTP 500",
                    ],
                    [
                        "DeliveryId": 1, "State": "delivered", "Attempts": 1, "TopicArn": .string(Self.alerts),
                        "Endpoint": "http://b/", "Kind": "SubscriptionConfirmation", "CreatedAt": 1_795_305_580,
                        "LastAnswer": "HTTP 200",
                    ],
                ]
            ]
        ])
        #expect(
            try await run("mwctl delivery list", service).output == """
                ID  STATE      TRIES  NEXT TRY              TOPIC   TO         SUBJECT                   CREATED               LAST ANSWER
                3   owed       0      after the one before  alerts  http://b/  Second                    2026-11-22T00:00:00Z
                2   owed       3      in 20 s               alerts  http://b/  First                     2026-11-21T23:59:50Z  HTTP 500
                1   delivered  1                            alerts  http://b/  SubscriptionConfirmation  2026-11-21T23:59:40Z  HTTP 200

                """)
    }

    @Test func `a delivery shows its message, which cannot steer the terminal`() async throws {
        let service = StubService([
            "DescribeDelivery": [
                "Delivery": [
                    "DeliveryId": 7, "State": "dead", "Protocol": "http", "Endpoint": "http://b/", "Attempts": 4,
                    "TopicArn": .string(Self.alerts), "Subject": "S", "LastAnswer": "HTTP 403",
                ],
                "Message": "one\n\u{1B}[2Jtwo", "MessageAttributes": ["a": ["Type": "String", "Value": "b"]],
            ]
        ])
        #expect(
            try await run("mwctl delivery show 7", service).output == """
                ID           7
                State        dead
                Topic        alerts
                To           http://b/ (http)
                Tries        4
                Last answer  HTTP 403
                Attribute a  b (String)
                Subject      S

                one
                \u{FFFD}[2Jtwo

                """)
    }

    @Test func `a rule shows where events go`() async throws {
        let service = StubService([
            "ListEventRules": [
                "Rules": [
                    ["Name": "r", "TopicArn": .string(Self.alerts), "EventPattern": #"{"source":["aws.ssm"]}"#]
                ]
            ]
        ])
        #expect(
            try await run("mwctl rule list", service).output
                == "NAME  TOPIC   PATTERN\nr     alerts  {\"source\":[\"aws.ssm\"]}\n")
    }

    @Test func `a pattern that does not match an event fails`() async throws {
        let service = StubService(["TestEventPattern": ["Matches": false]])
        let ran = try await run("mwctl rule test --pattern {} --event {}", service)
        #expect(ran.output == "It does not match.\n")
        #expect(ran.status == 1)
        #expect(service.inputs("TestEventPattern") == [["EventPattern": "{}", "Event": "{}"]])
    }

    @Test func `a new key shows its certificate`() async throws {
        let service = StubService([
            "RotateSigningKey": ["CertificateUrl": "https://h/x.pem", "NotAfter": 1_795_305_600]
        ])
        #expect(
            try await run("mwctl topic rotate-key", service).output
                == "Certificate  https://h/x.pem\nValid until  2026-11-22T00:00:00Z\n")
    }
}
