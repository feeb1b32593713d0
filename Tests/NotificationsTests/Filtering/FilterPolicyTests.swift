import Foundation
import Testing

@testable import Notifications

/// The user guide's examples, and the rules of its pages on matching.
struct FilterPolicyTests {
    struct Example: CustomTestStringConvertible {
        let policy: String
        let value: String
        let accepts: Bool
        init(_ policy: String, _ value: String, _ accepts: Bool) {
            (self.policy, self.value, self.accepts) = (policy, value, accepts)
        }
        var testDescription: String { "\(policy) \(accepts ? "takes" : "leaves") \(value)" }
    }

    private static func message(
        _ attributes: [String: MessageAttribute] = [:], text: String = "hello"
    ) -> PublishedMessage {
        PublishedMessage(
            id: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", topicName: "MyTopic", text: text, attributes: attributes,
            publishedAt: Date(timeIntervalSince1970: 1_335_920_046.655))
    }

    static let transaction = message([
        "customer_interests": MessageAttribute(type: "String.Array", value: #"["soccer", "rugby", "hockey"]"#),
        "store": MessageAttribute(type: "String", value: "example_corp"),
        "event": MessageAttribute(type: "String", value: "order_placed"),
        "price_usd": MessageAttribute(type: "Number", value: "210.75"),
    ])

    @Test func `the guide's accepting policy accepts the guide's message`() throws {
        let policy = try FilterPolicy(
            parsing: """
                {"store": ["example_corp"], "event": [{"anything-but": "order_cancelled"}],
                 "customer_interests": ["rugby", "football", "baseball"], "price_usd": [{"numeric": [">=", 100]}]}
                """, scope: .messageAttributes)
        #expect(policy.accepts(Self.transaction))
    }

    @Test func `the guide's rejecting policy rejects the guide's message`() throws {
        let policy = try FilterPolicy(
            parsing: """
                {"store": ["example_corp"], "event": ["order_cancelled"], "encrypted": [false],
                 "customer_interests": ["basketball", "baseball"]}
                """, scope: .messageAttributes)
        #expect(!policy.accepts(Self.transaction))
    }

    /// Values as JSON in a body; the same policies hold of attributes.
    static let examples = [
        Example(#"["rugby", "tennis"]"#, #""rugby""#, true), Example(#"["rugby", "tennis"]"#, #""tennis""#, true),
        Example(#"["rugby", "tennis"]"#, #""baseball""#, false), Example(#"["rugby"]"#, #""Rugby""#, false),
        Example(#"[{"prefix": "bas"}]"#, #""baseball""#, true), Example(#"[{"prefix": "bas"}]"#, #""rugby""#, false),
        Example(#"[{"prefix": "1"}]"#, "100", false), Example(#"[{"suffix": "ball"}]"#, #""baseball""#, true),
        Example(#"[{"suffix": "ball"}]"#, #""balls""#, false),
        Example(#"[{"equals-ignore-case": "TENNIS"}]"#, #""tennis""#, true),
        Example(#"[{"anything-but": ["rugby", "tennis"]}]"#, #""baseball""#, true),
        Example(#"[{"anything-but": ["rugby", "tennis"]}]"#, #""rugby""#, false),
        Example(#"[{"anything-but": ["rugby", "tennis"]}]"#, #"["rugby", "baseball"]"#, true),
        Example(#"[{"anything-but": ["rugby", "tennis"]}]"#, #"["rugby", "tennis"]"#, false),
        Example(#"[{"anything-but": {"prefix": "order-"}}]"#, #""data-entry""#, true),
        Example(#"[{"anything-but": {"prefix": "order-"}}]"#, #""order_number""#, true),
        Example(#"[{"anything-but": {"prefix": "order-"}}]"#, #""order-cancelled""#, false),
        Example(#"[{"anything-but": {"suffix": ".png"}}]"#, #""a.png""#, false),
        Example(#"[{"anything-but": [100, 500]}]"#, "101", true),
        Example(#"[{"anything-but": [100, 500]}]"#, "100.1", true),
        Example(#"[{"anything-but": [100, 500]}]"#, "100", false),
        Example(#"[{"anything-but": [100, 500]}]"#, "[100, 50]", true),
        Example(#"[{"numeric": ["=", 301.5]}]"#, "301.5", true),
        Example(#"[{"numeric": ["=", 301.5]}]"#, "3.015e2", true),
        Example(#"[{"numeric": ["=", 301.5]}]"#, #""301.5""#, false),
        Example(#"[{"numeric": ["<", 0]}]"#, "-1", true), Example(#"[{"numeric": ["<", 0]}]"#, "0", false),
        Example(#"[{"numeric": [">", 0, "<=", 150]}]"#, "150", true),
        Example(#"[{"numeric": [">", 0, "<=", 150]}]"#, "0", false),
        Example(#"[{"numeric": [">", 0, "<=", 150]}]"#, "150.1", false), Example("[100]", "100.0", true),
        Example("[true]", "true", true), Example("[true]", #""true""#, false), Example("[1]", "true", false),
        Example("[null]", "null", true), Example("[null]", #""null""#, false), Example("[null]", "0", false),
        Example(#"[""]"#, #""""#, true), Example(#"[{"exists": true}]"#, "null", true),
        Example(#"[{"exists": true}]"#, "{}", false), Example(#"[{"exists": true}]"#, "[]", false),
        Example(#"[{"exists": false}]"#, #""x""#, false),
        Example(#"[{"cidr": "10.0.0.0/24"}]"#, #""10.0.0.255""#, true),
        Example(#"[{"cidr": "10.0.0.0/24"}]"#, #""10.1.1.0""#, false),
        Example(#"[{"cidr": "2001:db8::/32"}]"#, #""2001:db8::1""#, true),
        Example(#"[{"cidr": "10.0.0.0/24"}]"#, #""nowhere""#, false),
        Example(#"["a", {"numeric": [">", 5]}]"#, "6", true), Example(#"["a", {"numeric": [">", 5]}]"#, #""a""#, true),
    ]

    @Test(arguments: examples) func `a value of the body is taken or left`(_ example: Example) throws {
        let policy = try FilterPolicy(parsing: "{\"key\": \(example.policy)}", scope: .messageBody)
        #expect(policy.accepts(Self.message(text: "{\"key\": \(example.value)}")) == example.accepts)
    }

    @Test(arguments: [
        ("String", "rugby", #"["rugby"]"#, true), ("String", "100", "[100]", false), ("Number", "100", "[100]", true),
        ("Number", "3.015e2", #"[{"numeric": ["=", 301.5]}]"#, true), ("Number", "100", #"["100"]"#, false),
        ("Number.seconds", "5", "[5]", true), ("String.label", "x", #"["x"]"#, true),
        ("String.Array", #"["a", true, null, 3]"#, "[null]", true), ("String.Array", #"["a", 3]"#, "[3]", true),
        ("String.Array", "no array", #"[{"exists": true}]"#, false),
        ("Number.Array", "[100, 50]", #"[{"anything-but": [100, 500]}]"#, true),
        ("Binary", "cnVnYnk=", #"["cnVnYnk="]"#, false), ("Binary", "cnVnYnk=", #"[{"exists": false}]"#, true),
        ("Number", "many", #"[{"exists": true}]"#, false),
    ])
    func `an attribute is compared by its type`(type: String, value: String, policy: String, accepts: Bool) throws {
        let policy = try FilterPolicy(parsing: "{\"key\": \(policy)}", scope: .messageAttributes)
        #expect(policy.accepts(Self.message(["key": MessageAttribute(type: type, value: value)])) == accepts)
    }

    @Test func `every key must pass, and a missing one does not unless it may be missing`() throws {
        let both = try FilterPolicy(parsing: #"{"a": ["1"], "b": ["2"]}"#, scope: .messageBody)
        #expect(both.accepts(Self.message(text: #"{"a": "1", "b": "2", "c": "3"}"#)))
        #expect(!both.accepts(Self.message(text: #"{"a": "1"}"#)))
        let other = try FilterPolicy(parsing: #"{"a": [{"anything-but": "1"}]}"#, scope: .messageBody)
        #expect(!other.accepts(Self.message(text: "{}")))
        let absent = try FilterPolicy(parsing: #"{"store": [{"exists": false}]}"#, scope: .messageAttributes)
        #expect(!absent.accepts(Self.transaction))
        #expect(absent.accepts(Self.message()))
        let either = try FilterPolicy(
            parsing: #"{"a": [{"exists": false}, {"anything-but": "1"}]}"#, scope: .messageBody)
        #expect(either.accepts(Self.message(text: "{}")))
        #expect(!either.accepts(Self.message(text: #"{"a": "1"}"#)))
    }

    @Test func `a body's objects and lists are looked into`() throws {
        let policy = try FilterPolicy(
            parsing: #"{"node": {"os": ["debian"], "patch": {"state": ["Missing"]}}}"#, scope: .messageBody)
        #expect(policy.accepts(Self.message(text: #"{"node": {"os": "debian", "patch": {"state": "Missing"}}}"#)))
        #expect(!policy.accepts(Self.message(text: #"{"node": {"os": "debian", "patch": {"state": "Failed"}}}"#)))
        #expect(!policy.accepts(Self.message(text: #"{"node": "debian"}"#)))
        // One element must fit as a whole: two halves of two elements are no match.
        #expect(
            !policy.accepts(
                Self.message(
                    text: """
                        {"node": [{"os": "debian", "patch": {"state": "Failed"}},
                                  {"os": "rocky", "patch": {"state": "Missing"}}]}
                        """)))
        #expect(
            policy.accepts(
                Self.message(text: #"{"node": [{}, {"os": "debian", "patch": [{"state": ["x", "Missing"]}]}]}"#)))
        let absent = try FilterPolicy(parsing: #"{"a": {"b": [{"exists": false}]}}"#, scope: .messageBody)
        #expect(absent.accepts(Self.message(text: "{}")))
        #expect(absent.accepts(Self.message(text: #"{"a": {"c": 1}}"#)))
        #expect(!absent.accepts(Self.message(text: #"{"a": {"b": 1}}"#)))
    }

    @Test func `one of the alternatives must pass beside everything else`() throws {
        let policy = try FilterPolicy(
            parsing: #"{"source": ["aws"], "$or": [{"price": [{"numeric": [">", 100]}]}, {"vip": [true]}]}"#,
            scope: .messageBody)
        #expect(policy.accepts(Self.message(text: #"{"source": "aws", "price": 101}"#)))
        #expect(policy.accepts(Self.message(text: #"{"source": "aws", "price": 1, "vip": true}"#)))
        #expect(!policy.accepts(Self.message(text: #"{"source": "aws", "price": 1}"#)))
        #expect(!policy.accepts(Self.message(text: #"{"source": "gcp", "vip": true}"#)))
    }

    @Test(arguments: ["no JSON", "[]", "3", "", "{\"a\": 1} x"])
    func `a body that is no object is not wanted`(text: String) throws {
        let policy = try FilterPolicy(parsing: #"{"a": [{"exists": false}]}"#, scope: .messageBody)
        #expect(!policy.accepts(Self.message(text: text)))
    }

    @Test func `an empty policy wants everything`() throws {
        let policy = try FilterPolicy(parsing: "{}", scope: .messageBody)
        #expect(policy.isEmpty)
        #expect(policy.accepts(Self.message(text: "no JSON")))
    }
}
