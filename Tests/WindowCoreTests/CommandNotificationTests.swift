import Foundation
import Testing
import WindowCore

@Suite struct CommandNotificationTests {
    static let topic = "arn:aws:sns:eu-central-1:123456789012:AdminAlert"
    /// 1970-01-12T13:46:40Z.
    static let moment = Date(timeIntervalSince1970: 1_000_000)

    static func progress(
        _ request: NotificationRequest?, state: CommandState = .success, document: String = "AWS-RunPatchBaseline",
        nodes: [String] = [], targets: Int = 4, bucket: String? = nil
    ) -> CommandProgress {
        let command = Command(
            id: CommandID(rawValue: "3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34"), documentName: document,
            documentVersion: "1", documentHash: "", parameters: [:],
            run: RunCommandParameters(notification: request, outputBucketName: bucket),
            requestedNodes: nodes.map(NodeID.init(rawValue:)), criteria: [], maxConcurrency: "1", maxErrors: "0",
            timeoutSeconds: 60, executionSeconds: 40, budgetID: BudgetID(rawValue: "b"))
        return CommandProgress(
            command: command, state: state, targetCount: targets, requestedAt: moment.addingTimeInterval(0.17),
            rate: RateControl(concurrency: 1, errorLimit: 0))
    }

    static func invocation(_ state: InvocationState, name: String = "web-1") -> Invocation {
        Invocation(
            key: Invocation.Key(commandID: CommandID(rawValue: "c"), nodeID: NodeID(rawValue: "mi-0123456789abcdef0")),
            ordinal: 0, nodeName: name, state: state)
    }

    static func request(_ events: [String], type: String? = nil) -> NotificationRequest {
        NotificationRequest(topicARN: topic, events: events, type: type)
    }

    @Test func `a command's body has the documented members in the documented order`() {
        let message = CommandNotification.message(for: Self.progress(Self.request(["All"])), at: Self.moment)
        #expect(
            message?.body == """
                {"commandId":"3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34","documentName":"AWS-RunPatchBaseline",\
                "instanceIds":[],"requestedDateTime":"1970-01-12T13:46:40.17Z",\
                "expiresAfter":"1970-01-12T13:48:20.17Z","outputS3BucketName":"","outputS3KeyPrefix":"",\
                "status":"Success","eventTime":"1970-01-12T13:46:40Z"}
                """)
        #expect(message?.subject == "Command AWS-RunPatchBaseline Success on 4 nodes")
    }

    @Test func `a command that named its nodes lists them, and what needs escaping is escaped`() throws {
        let progress = Self.progress(
            Self.request(["All"]), nodes: ["mi-1", "mi-2"], targets: 2, bucket: "a\"b\\c/\n\u{1}ü")
        let body = try #require(CommandNotification.message(for: progress, at: Self.moment)).body
        #expect(body.contains(#""instanceIds":["mi-1","mi-2"],"#))
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        #expect(read["outputS3BucketName"] as? String == "a\"b\\c/\n\u{1}ü")
    }

    @Test func `an invocation's body has its own members, in order, and nothing else`() {
        let progress = Self.progress(Self.request(["All"], type: "Invocation"))
        let message = CommandNotification.message(
            for: Self.invocation(.failed), of: progress, at: Self.moment.addingTimeInterval(0.901))
        #expect(
            message?.body == """
                {"commandId":"3c6f1d0a-5c0e-4a0b-9a8f-0d7c5b1e2f34","documentName":"AWS-RunPatchBaseline",\
                "instanceId":"mi-0123456789abcdef0","requestedDateTime":"1970-01-12T13:46:40.17Z",\
                "status":"Failed","eventTime":"1970-01-12T13:46:40.901Z"}
                """)
        #expect(message?.subject == "AWS-RunPatchBaseline on web-1 Failed")
    }

    @Test(arguments: CommandState.allCases) func `All is every status but Pending and Cancelling`(state: CommandState) {
        let message = CommandNotification.message(
            for: Self.progress(Self.request(["All"]), state: state), at: Self.moment)
        #expect((message == nil) == ["Pending", "Cancelling"].contains(state.status))
        let named = CommandNotification.message(
            for: Self.progress(Self.request(["Pending", "Cancelling"]), state: state), at: Self.moment)
        #expect(named == nil)
    }

    @Test func `an event list holds for its own statuses only, TimedOut for both kinds`() {
        func isTold(_ state: InvocationState, _ events: [String]) -> Bool {
            CommandNotification.message(
                for: Self.invocation(state), of: Self.progress(Self.request(events, type: "Invocation")),
                at: Self.moment) != nil
        }
        #expect(isTold(.failed, ["Failed", "Success"]))
        #expect(!isTold(.success, ["Failed"]))
        #expect(isTold(.executionTimedOut, ["TimedOut"]))
        #expect(isTold(.deliveryTimedOut, ["TimedOut"]))
        #expect(!isTold(.failed, []))
    }

    @Test(arguments: [nil, "Command", "Invocation"]) func `the type says which of the two is told`(type: String?) {
        let progress = Self.progress(Self.request(["All"], type: type))
        let command = CommandNotification.message(for: progress, at: Self.moment)
        let invocation = CommandNotification.message(for: Self.invocation(.success), of: progress, at: Self.moment)
        #expect((command != nil) == (type != "Invocation"))
        #expect((invocation != nil) == (type == "Invocation"))
    }

    @Test func `without a topic nobody is told`() {
        for request in [nil, NotificationRequest(events: ["All"]), NotificationRequest(topicARN: "", events: ["All"])] {
            #expect(CommandNotification.message(for: Self.progress(request), at: Self.moment) == nil)
        }
    }

    @Test(arguments: [
        ("café", "AWS-RunPatchBaseline on cafe Failed"),
        ("узел", "AWS-RunPatchBaseline on ???? Failed"),
        ("a\r\nBcc: b", "AWS-RunPatchBaseline on a?Bcc: b Failed"),
        (
            String(repeating: "n", count: 255),
            "AWS-RunPatchBaseline on " + String(repeating: "n", count: 73) + "..."
        ),
    ])
    func `a subject is one line of printable ASCII, 100 characters at most`(name: String, subject: String) {
        let message = CommandNotification.message(
            for: Self.invocation(.failed, name: name),
            of: Self.progress(Self.request(["All"], type: "Invocation")), at: Self.moment)
        #expect(message?.subject == subject)
        #expect(subject.utf8.count <= 100)
    }

    @Test func `one node is one node`() {
        let message = CommandNotification.message(
            for: Self.progress(Self.request(["All"]), state: .failed, targets: 1), at: Self.moment)
        #expect(message?.subject == "Command AWS-RunPatchBaseline Failed on 1 node")
    }
}
