import AWSWire
import Synchronization
import Testing

@testable import mwctl

@Suite struct EventTailTests {
    /// Answers ListEvents from a list that the service would have.
    private final class EventService: ControlClient {
        private let events: [JSONValue]
        private let rule: JSONValue?
        private let asked = Mutex(0)

        var calls: Int { asked.withLock { $0 } }

        init(_ events: [JSONValue], rule: JSONValue? = nil) {
            self.events = events
            self.rule = rule
        }

        func call(_ target: String, _ input: JSONValue) async throws(CallFailure) -> JSONValue {
            asked.withLock { $0 += 1 }
            if target == DescribeEventRuleRequest.target, let rule { return ["Rule": rule] }
            let after = input["After"]?.intValue ?? 0
            let found = events.filter { $0["Sequence"]?.intValue ?? 0 > after }.prefix(
                input["MaxResults"]?.intValue ?? 50)
            let last = found.last?["Sequence"] ?? .int(Int64(after))
            return ["Events": .array(Array(found)), "LastSequence": last]
        }
    }

    private static func event(_ number: Int, _ status: String) -> JSONValue {
        let json =
            #"{"version":"0","id":"e\#(number)","detail-type":"Maintenance Window Execution State-change Notification","#
            + #""source":"aws.ssm","account":"1","time":"2026-11-22T00:00:00Z","region":"r","resources":["arn:x/mw-1"],"#
            + #""detail":{"status":"\#(status)","window-id":"mw-1"}}"#
        return ["Sequence": .int(Int64(number)), "At": 1_795_305_600, "EventJson": .string(json)]
    }

    private static func told(_ number: Int) -> JSONValue { ["Sequence": .int(Int64(number)), "Kind": "Notification"] }

    private func run(_ line: String, _ service: EventService) async throws -> (output: String, remarks: String) {
        let printout = Printout()
        let session = Session(
            client: service, address: .socket(path: "/s"), console: printout.console(), clock: SleeperClock())
        let command = try #require(
            try Mwctl.parsed(Array(ShellWords.split(line).dropFirst())) as? any ServiceCommand)
        try await command.run(session)
        return (printout.output, printout.remarks)
    }

    @Test(arguments: [0, 1, 2, 3, 7, 64, 65, 1000]) func `the end is found wherever it is`(count: Int) async throws {
        // As after months: the beginning is forgotten, and numbers are missing.
        let numbers = (0..<count).map { 3 * $0 + 5000 }
        let service = EventService(numbers.map { Self.event($0, "SUCCESS") })
        let session = Session(
            client: service, address: .socket(path: "/s"), console: Printout().console(), clock: SleeperClock())
        let log = EventLog(session: session)
        #expect(try await log.end() == numbers.last ?? 0)
        #expect(service.calls < 60)
        #expect(try await log.latest(10).compactMap(\.sequence) == numbers.suffix(10))
    }

    @Test func `the last events are a line each, without what is no event`() async throws {
        let service = EventService([
            Self.event(1, "IN_PROGRESS"), Self.told(2), Self.event(3, "FAILED"), Self.told(4),
        ])
        #expect(
            try await run("mwctl events tail", service).output == """
                1 2026-11-22T00:00:00Z Window mw-1 opened
                3 2026-11-22T00:00:00Z Window mw-1: execution FAILED

                """)
        #expect(
            try await run("mwctl events tail --count 1", service).output
                == "3 2026-11-22T00:00:00Z Window mw-1: execution FAILED\n")
        #expect(
            try await run("mwctl events tail --after 1", service).output
                == "3 2026-11-22T00:00:00Z Window mw-1: execution FAILED\n")
    }

    @Test func `json is the envelope, a line each`() async throws {
        let service = EventService((1...120).map { Self.event($0, "SUCCESS") })
        let output = try await run("mwctl events tail --after 0 -o json", service).output
        let lines = output.split(separator: "\n")
        #expect(lines.count == 120)
        #expect(lines.first.map(String.init) == Self.event(1, "SUCCESS")["EventJson"]?.stringValue)
    }

    @Test func `a pattern picks events`() async throws {
        let service = EventService((1...9).map { Self.event($0, $0 % 4 == 0 ? "FAILED" : "SUCCESS") })
        let output = try await run(
            #"mwctl events tail --pattern '{"detail":{"status":["FAILED"]}}'"#, service
        ).output
        #expect(output.split(separator: "\n").map { $0.prefix(1) } == ["4", "8"])
    }

    @Test func `a rule is tried on the last hundred events`() async throws {
        let service = EventService(
            (1...250).map { Self.event($0, $0 % 100 == 0 ? "FAILED" : "SUCCESS") },
            rule: ["Name": "r", "EventPattern": #"{"detail":{"status":["FAILED"]}}"#])
        let ran = try await run("mwctl rule test r", service)
        #expect(ran.output == "200 2026-11-22T00:00:00Z Window mw-1: execution FAILED\n")
        #expect(ran.remarks == "1 of the last 100 events match.\n")
    }

    @Test func `a pattern that cannot be read is a mistake of usage`() async throws {
        await #expect(throws: Complaint.self) {
            try await self.run("mwctl rule test --pattern '{}'", EventService([]))
        }
    }
}
