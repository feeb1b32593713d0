import Foundation
import Testing

@testable import Notifications

struct EventContentTests {
    static func event(_ type: String, resources: [String] = [], _ detail: [String: String]) -> EventContent {
        EventContent(
            id: "7f0e4a55-90f5-4e55-8a0e-6a5f1f0c9d11", detailType: type, account: "123456789012",
            region: "eu-central-1", at: Date(timeIntervalSince1970: 1_795_313_700.9), resources: resources,
            detail: detail.mapValues(BodyValue.text))
    }

    @Test func `the envelope is the event bus's`() {
        let event = Self.event(
            "Maintenance Window Execution State-change Notification",
            resources: ["arn:aws:ssm:eu-central-1:123456789012:maintenancewindow/mw-0123456789abcdef0"],
            ["status": "SUCCESS", "window-id": "mw-0123456789abcdef0", "start-time": "2026-11-22T02:00:01.204Z"])
        #expect(
            event.json == """
                {"version":"0","id":"7f0e4a55-90f5-4e55-8a0e-6a5f1f0c9d11",\
                "detail-type":"Maintenance Window Execution State-change Notification","source":"aws.ssm",\
                "account":"123456789012","time":"2026-11-22T02:15:00Z","region":"eu-central-1",\
                "resources":["arn:aws:ssm:eu-central-1:123456789012:maintenancewindow/mw-0123456789abcdef0"],\
                "detail":{"start-time":"2026-11-22T02:00:01.204Z","status":"SUCCESS","window-id":"mw-0123456789abcdef0"}}
                """)
    }

    @Test func `an event is kept and read without loss`() throws {
        let event = EventContent(
            id: "1", detailType: "x", account: "1", region: "r", at: Date(timeIntervalSince1970: 1.5), resources: [],
            detail: [
                "parameters": .members(["commands": .list([.text("a\"b")])]), "n": .number(3), "f": .number(0.5),
                "yes": .flag(true), "none": .null,
            ])
        let read = try JSONDecoder().decode(EventContent.self, from: JSONEncoder().encode(event))
        #expect(read == event)
        #expect(
            event.json.hasSuffix(
                #""detail":{"f":0.5,"n":3,"none":null,"parameters":{"commands":["a\"b"]},"yes":true}}"#))
        #expect(BodyValue(parsing: event.json)?.members == event.members)
    }

    static let names = ["mw-0123456789abcdef0": "nightly", "wt-1": "patch", "mi-1": "db1"]

    @Test(arguments: [
        (EventKind.window, ["status": "DISABLED"], "Window nightly disabled"),
        (
            .windowTarget, ["window-target-id": "wt-9", "status": "REGISTERED"],
            "Window nightly: target wt-9 registered"
        ),
        (.windowTask, ["window-task-id": "wt-1", "status": "UPDATED"], "Window nightly: task patch updated"),
        (.execution, ["status": "IN_PROGRESS"], "Window nightly opened"),
        (.execution, ["status": "FAILED"], "Window nightly: execution FAILED"),
        (
            .execution, ["status": "SKIPPED_OVERLAPPING"],
            "Window nightly: execution skipped: the one before still runs"
        ),
        (.taskExecution, ["window-task-id": "wt-1", "status": "TIMED_OUT"], "Window nightly: task patch TIMED OUT"),
        (
            .taskInvocation, ["task-execution-id": "te", "window-target-id": "wt-1", "status": "SUCCESS"],
            "Window nightly: succeeded: task te on target patch"
        ),
        (
            .missedOpening, ["scheduled-time": "2026-11-22T02:00:00Z"],
            "Window nightly missed its opening at 2026-11-22T02:00:00Z"
        ),
        (.openingSoon, ["scheduled-time": "2026-11-22T02:00:00Z"], "Window nightly opens at 2026-11-22T02:00:00Z"),
        (.cutoffReached, [:], "Window nightly reached its cutoff"),
        (
            .cutoffReached, ["tasks-not-started": "2", "tasks-stopped": "0", "tasks-continuing": "1"],
            "Window nightly reached its cutoff: tasks 2 not started, 1 still running"
        ),
        (.errorThresholdExceeded, ["window-task-id": "wt-1"], "Window nightly: too many errors, task patch stopped"),
        (.emptyTarget, ["window-target-id": "wt-9"], "Window nightly: no node matches target wt-9"),
        (.nodeUnreachable, ["instance-id": "mi-1"], "Node db1 unreachable"),
        (.nodeReachable, ["instance-id": "mi-9", "name": "db9"], "Node db9 answers again"),
        (
            .commandInvocation, ["document-name": "AWS-RunShellScript", "instance-id": "mi-1", "status": "Canceled"],
            "AWS-RunShellScript on db1 cancelled"
        ),
        (
            .compliance, ["resource-id": "mi-1", "compliance-status": "non_compliant", "compliance-type": "Patch"],
            "Node db1 is not compliant (Patch)"
        ),
    ])
    func `a subject says who, what and how it went`(kind: EventKind, detail: [String: String], subject: String) {
        let detail = detail.merging(["window-id": "mw-0123456789abcdef0"]) { own, _ in own }
        #expect(Self.event(kind.rawValue, detail).subject(names: Self.names) == subject)
    }

    @Test func `a command's subject counts its nodes`() {
        let detail = ["document-name": "AWS-RunPatchBaseline", "status": "Failed"]
        func subject(_ nodes: [String]) -> String {
            Self.event(
                EventKind.command.rawValue, resources: nodes.map { "arn:aws:ssm:r:1:managed-instance/\($0)" }, detail
            )
            .subject(names: Self.names)
        }
        #expect(subject([]) == "Command AWS-RunPatchBaseline FAILED")
        #expect(subject(["mi-1"]) == "Command AWS-RunPatchBaseline on db1 FAILED")
        #expect(subject(["mi-1", "mi-2"]) == "Command AWS-RunPatchBaseline on 2 nodes FAILED")
    }

    @Test func `a command outside of windows that had too many errors says so`() {
        let event = Self.event(EventKind.errorThresholdExceeded.rawValue, ["document-name": "AWS-RunShellScript"])
        #expect(event.subject() == "Command AWS-RunShellScript stopped: too many errors")
    }

    @Test func `an unknown kind of event still has a subject`() {
        #expect(
            Self.event("Something Else", resources: ["arn:x:y/z-1"], ["status": "ODD"]).subject()
                == "Something Else for z-1: ODD")
        #expect(Self.event("Something Else", [:]).subject() == "Something Else")
    }

    @Test(arguments: EventKind.allCases) func `every subject is a line of at most 100 ASCII characters`(kind: EventKind)
    {
        let hostile = String(repeating: "Fenster „Süd“\r\nBcc: x\u{0}\u{1F600} ", count: 20)
        for detail in [
            [:], ["window-id": hostile, "status": hostile, "instance-id": hostile, "resource-id": hostile],
            ["window-id": "mw-0123456789abcdef0", "document-name": hostile, "state": hostile],
        ] {
            let subject = Self.event(kind.rawValue, resources: [hostile], detail).subject(
                names: ["mw-0123456789abcdef0": hostile])
            #expect(!subject.isEmpty)
            #expect(subject.utf8.count <= 100)
            #expect(subject.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
            #expect(throws: Never.self) { try SubjectLine.check(subject) }
        }
    }

    @Test(arguments: [
        ("Hello", true), ("", false), (String(repeating: "x", count: 100), true),
        (String(repeating: "x", count: 101), false), ("a\nb", false), ("a\u{7}b", false), ("Grüße", true),
        ("a\u{2028}b", false),
    ])
    func `a publisher's subject is one short line`(subject: String, isAllowed: Bool) {
        #expect(((try? SubjectLine.check(subject)) != nil) == isAllowed)
    }
}
