import Foundation
import Testing

@testable import Notifications

struct FilterPolicyErrorTests {
    @Test(arguments: [
        ("{", "FilterPolicy: failed to parse JSON."), ("[]", "FilterPolicy: Filter policy must be an object"),
        (#"{"a": 1e999}"#, "FilterPolicy: failed to parse JSON."),
        (#"{"a": "x"}"#, #"FilterPolicy: "a" must be an object or an array"#),
        (#"{"a": []}"#, "FilterPolicy: Empty arrays are not allowed"),
        (#"{"a": [["x"]]}"#, "FilterPolicy: Match value must be String, number, true, false, or null"),
        (#"{"a": [{}]}"#, "FilterPolicy: Only one key allowed in match expression"),
        (#"{"a": [{"prefix": "x", "suffix": "y"}]}"#, "FilterPolicy: Only one key allowed in match expression"),
        (#"{"a": [{"like": "x"}]}"#, "FilterPolicy: Unrecognized match type like"),
        (#"{"a": [{"wildcard": "x*"}]}"#, "FilterPolicy: Unrecognized match type wildcard"),
        (#"{"a": [{"prefix": 1}]}"#, "FilterPolicy: prefix match pattern must be a string"),
        (#"{"a": [{"prefix": {"equals-ignore-case": "x"}}]}"#, "FilterPolicy: prefix match pattern must be a string"),
        (#"{"a": [{"suffix": null}]}"#, "FilterPolicy: suffix match pattern must be a string"),
        (#"{"a": [{"equals-ignore-case": []}]}"#, "FilterPolicy: equals-ignore-case match pattern must be a string"),
        (#"{"a": [{"exists": "yes"}]}"#, "FilterPolicy: exists match pattern must be either true or false."),
        (
            #"{"a": [{"anything-but": {"numeric": ["<", 1]}}]}"#,
            "FilterPolicy: Unsupported anything-but pattern: numeric"
        ),
        (#"{"a": [{"anything-but": []}]}"#, "FilterPolicy: Empty arrays are not allowed"),
        (
            #"{"a": [{"anything-but": [{"prefix": "x"}]}]}"#,
            "FilterPolicy: Match value must be String, number, true, false, or null"
        ),
        (#"{"a": [{"numeric": []}]}"#, "FilterPolicy: Invalid member in numeric match: ]"),
        (#"{"a": [{"numeric": [5]}]}"#, "FilterPolicy: Invalid member in numeric match: 5"),
        (#"{"a": [{"numeric": ["<>", 5]}]}"#, "FilterPolicy: Unrecognized numeric range operator: <>"),
        (#"{"a": [{"numeric": ["<", "100"]}]}"#, "FilterPolicy: Value of < must be numeric"),
        (#"{"a": [{"numeric": ["="]}]}"#, "FilterPolicy: Value of equals must be numeric"),
        (#"{"a": [{"numeric": ["=", 1, "<", 2]}]}"#, "FilterPolicy: Too many elements in numeric expression"),
        (#"{"a": [{"numeric": [">", 1, 2]}]}"#, "FilterPolicy: Bad value in numeric range: 2"),
        (#"{"a": [{"numeric": [">", 1, ">", 2]}]}"#, "FilterPolicy: Bad numeric range operator: >"),
        (#"{"a": [{"numeric": [">", 1, "<"]}]}"#, "FilterPolicy: Value of < must be numeric"),
        (#"{"a": [{"numeric": [">", 5, "<", 5]}]}"#, "FilterPolicy: Bottom must be less than top"),
        (#"{"a": [{"numeric": [">", 1, "<", 2, "<"]}]}"#, "FilterPolicy: Too many terms in numeric range expression"),
        (#"{"a": [{"cidr": 5}]}"#, "FilterPolicy: prefix match pattern must be a string"),
        (#"{"a": [{"cidr": "10.0.0.0"}]}"#, "FilterPolicy: Malformed CIDR, one '/' required"),
        (#"{"a": [{"cidr": "10.0.0.0/x"}]}"#, "FilterPolicy: Malformed CIDR, mask bits must be an integer"),
        (#"{"a": [{"cidr": "ten/8"}]}"#, "FilterPolicy: Nonstandard IP address: ten"),
        (#"{"$or": ["bad"]}"#, #"FilterPolicy: "$or" must be an array of two or more objects"#),
        (#"{"$or": [{"a": ["1"]}]}"#, #"FilterPolicy: "$or" must be an array of two or more objects"#),
        (
            #"{"a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1]}"#,
            "FilterPolicy: Filter policy can not have more than 5 keys"
        ),
    ])
    func `a mistake is told in SNS's words`(policy: String, reason: String) {
        #expect(throws: InvalidParameter(reason)) { try FilterPolicy(parsing: policy, scope: .messageBody) }
    }

    @Test func `attributes have no parts`() {
        #expect(
            throws: InvalidParameter(
                "Filter policy scope MessageAttributes does not support nested filter policy")
        ) { try FilterPolicy(parsing: #"{"a": {"b": [1]}}"#, scope: .messageAttributes) }
    }

    @Test func `150 combinations are allowed and 151 are not`() throws {
        func list(_ count: Int) -> String { "[\((0..<count).map(String.init).joined(separator: ","))]" }
        _ = try FilterPolicy(parsing: "{\"a\": \(list(150))}", scope: .messageAttributes)
        _ = try FilterPolicy(parsing: "{\"a\": \(list(10)), \"b\": \(list(15))}", scope: .messageAttributes)
        for policy in [
            "{\"a\": \(list(151))}", "{\"a\": \(list(10)), \"b\": \(list(16))}",
            "{\"$or\": [{\"a\": \(list(76))}, {\"a\": \(list(75))}]}",
        ] {
            #expect(throws: InvalidParameter("FilterPolicy: Filter policy is too complex")) {
                try FilterPolicy(parsing: policy, scope: .messageAttributes)
            }
        }
    }

    @Test(arguments: [
        (#"{"key_a": ["1", "2", "3"], "key_b": ["1"], "key_c": ["1", "2"]}"#, 6),
        (#"{"key_a": {"key_b": {"key_c": ["1", "2", "3", "4"]}}, "key_d": {"key_e": ["1", "2", "3"]}}"#, 72),
        (#"{"a": [1, 2], "$or": [{"b": [1, 2, 3]}, {"c": [1]}]}"#, 8), ("{}", 1),
    ])
    func `combinations are counted as the guide counts them`(policy: String, count: Int) throws {
        let members = try #require(BodyValue(parsing: policy)?.members)
        #expect(try FieldPattern(reading: members, in: .topic).combinations == count)
    }

    @Test func `only the keys at the top count`() throws {
        _ = try FilterPolicy(
            parsing: """
                {"state": ["SUCCESS"], "severity": [{"exists": true}], "message": [{"exists": true}],
                 "finding": {"standard_control": [{"exists": true}], "region": [{"exists": true}],
                             "account": [{"exists": true}]}}
                """, scope: .messageBody)
    }

    @Test func `a hostile policy is refused without harm`() {
        let deep = String(repeating: #"{"a":"#, count: 400) + "[1]" + String(repeating: "}", count: 400)
        let bottomless = String(repeating: "[", count: 100_000)
        let wide = "{\"a\": [\((0..<40_000).map { _ in "1" }.joined(separator: ","))]}"
        let huge = "{\"a\": [\"\(String(repeating: "x", count: 300_000))\"]}"
        for policy in [deep, bottomless, wide, huge, "{\"\u{0}\": [\"\\ud800\"]}", "\u{FEFF}", ""] {
            #expect(throws: InvalidParameter.self) { try FilterPolicy(parsing: policy, scope: .messageBody) }
        }
    }

    @Test func `a hostile body is left without harm`() throws {
        let policy = try FilterPolicy(parsing: #"{"a": {"a": {"b": ["x"]}}}"#, scope: .messageBody)
        for text in [
            String(repeating: #"{"a":"#, count: 400) + "1" + String(repeating: "}", count: 400),
            String(repeating: "[", count: 200_000),
            "{\"a\": [\((0..<20_000).map { _ in "{\"a\":[[[]]]}" }.joined(separator: ","))]}",
        ] {
            let message = PublishedMessage(
                id: "1", topicName: "t", text: text, publishedAt: Date(timeIntervalSince1970: 0))
            #expect(!policy.accepts(message))
        }
    }

    @Test func `the place of the mistake decides the words before it`() {
        let mistake = InvalidParameter("FilterPolicy: Filter policy is too complex")
        #expect(mistake.message == "Invalid parameter: FilterPolicy: Filter policy is too complex")
        #expect(
            mistake.messageInAttributes
                == "Invalid parameter: Attributes Reason: FilterPolicy: Filter policy is too complex")
    }
}
