import Foundation
import Testing

@testable import Notifications

struct EventPatternTests {
    static let event = EventContent(
        id: "7f0e4a55-90f5-4e55-8a0e-6a5f1f0c9d11",
        detailType: "Maintenance Window Execution State-change Notification", account: "123456789012",
        region: "eu-central-1", at: Date(timeIntervalSince1970: 1_795_313_700),
        resources: ["arn:aws:ssm:eu-central-1:123456789012:maintenancewindow/mw-0123456789abcdef0"],
        detail: [
            "status": .text("FAILED"), "window-id": .text("mw-0123456789abcdef0"), "count": .number(4),
            "nodes": .list([.text("mi-1"), .text("mi-2")]),
        ])

    @Test(arguments: [
        (#"{"source": ["aws.ssm"]}"#, true), (#"{"source": ["aws.ec2"]}"#, false),
        (#"{"source": ["aws.ssm"], "detail": {"status": ["FAILED", "TIMED_OUT"]}}"#, true),
        (#"{"detail": {"status": [{"anything-but": ["SUCCESS", "PENDING"]}]}}"#, true),
        (#"{"detail": {"status": [{"anything-but": {"equals-ignore-case": ["failed"]}}]}}"#, false),
        (#"{"detail-type": [{"prefix": "Maintenance Window"}]}"#, true),
        (#"{"detail-type": [{"suffix": {"equals-ignore-case": "NOTIFICATION"}}]}"#, true),
        (#"{"detail-type": [{"wildcard": "*Execution*change*"}]}"#, true),
        (#"{"detail-type": [{"anything-but": {"wildcard": "*Execution*"}}]}"#, false),
        (#"{"resources": [{"suffix": "/mw-0123456789abcdef0"}]}"#, true),
        (#"{"time": [{"prefix": "2026-11-22T02"}]}"#, true), (#"{"account": ["123456789012"]}"#, true),
        (#"{"detail": {"count": [{"numeric": [">", 3, "<", 5]}]}}"#, true), (#"{"detail": {"nodes": ["mi-2"]}}"#, true),
        (#"{"detail": {"nodes": ["mi-3"]}}"#, false), (#"{"detail": {"end-time": [{"exists": false}]}}"#, true),
        (#"{"detail": {"status": [{"exists": false}]}}"#, false), (#"{"detail": {"status": ["failed"]}}"#, false),
        (#"{"$or": [{"region": ["us-east-1"]}, {"detail": {"status": [{"equals-ignore-case": "failed"}]}}]}"#, true),
    ])
    func `a pattern picks events`(pattern: String, accepts: Bool) throws {
        let pattern = try EventPattern(parsing: pattern)
        #expect(pattern.accepts(Self.event) == accepts)
        // What is sent and what is looked at are the same event.
        #expect(pattern.accepts(eventJSON: Self.event.json) == accepts)
    }

    @Test func `the guide's pattern picks the guide's event`() throws {
        let pattern = try EventPattern(
            parsing: """
                {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"],
                 "detail": {"state": ["terminated"]}}
                """)
        #expect(
            pattern.accepts(
                eventJSON: """
                    {"version": "0", "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
                     "detail-type": "EC2 Instance State-change Notification", "source": "aws.ec2",
                     "account": "111122223333", "time": "2017-12-22T18:43:48Z", "region": "us-west-1",
                     "resources": ["arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0"],
                     "detail": {"instance-id": "i-1234567890abcdef0", "state": "terminated"}}
                    """) == true)
        #expect(pattern.accepts(eventJSON: "no event") == nil)
    }

    @Test(arguments: [
        ("", "It is not valid JSON."), ("[]", "Filter is not an object"), ("{}", "Empty objects are not allowed"),
        (#"{"source": "aws.ssm"}"#, #""source" must be an object or an array"#),
        (#"{"detail": {}}"#, "Empty objects are not allowed"), (#"{"source": []}"#, "Empty arrays are not allowed"),
        (#"{"source": [{"like": "x"}]}"#, "Unrecognized match type like"),
        (#"{"source": [{"wildcard": "a**b"}]}"#, "Consecutive wildcard characters in a**b"),
        (#"{"source": [{"wildcard": "a\\b"}]}"#, #"Invalid escape character in wildcard: a\b"#),
        (
            "{\"a\": [\"\(String(repeating: "x", count: 4096))\"]}",
            "It has 4107 characters; at most 4096 are allowed."
        ),
    ])
    func `a mistake is told in the bus's words`(pattern: String, reason: String) {
        #expect(throws: InvalidEventPattern(reason: reason)) { try EventPattern(parsing: pattern) }
        #expect(InvalidEventPattern(reason: reason).message == "Event pattern is not valid. Reason: \(reason)")
    }

    @Test(arguments: [
        ("*", "", true), ("*", "anything", true), ("a*", "a", true), ("a*", "ba", false), ("*a", "ba", true),
        ("*a", "ab", false), ("a*a", "a", false), ("a*a", "aa", true), ("a*b*c", "axxbyyc", true),
        ("a*b*c", "acb", false), ("*ab*ab", "ab", false), ("*ab*ab", "abab", true), ("", "", true), ("", "x", false),
        (#"\*"#, "*", true), (#"\*"#, "x", false), (#"\\*"#, #"\x"#, true), ("ab", "abc", false),
    ])
    func `a star stands for any run`(pattern: String, text: String, matches: Bool) throws {
        #expect(try Wildcard(pattern).matches(text) == matches)
    }

    @Test func `a hostile wildcard costs no more than a product`() throws {
        let stars = String(repeating: "a*", count: 1000) + "b"
        #expect(try !Wildcard(stars).matches(String(repeating: "a", count: 5000)))
    }
}
