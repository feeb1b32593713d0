import AWSWire
import Foundation
import Testing

@testable import mwctl

/// The receiver with real connections, on the loopback interface.
@Suite(.timeLimit(.minutes(5))) struct WebhookServerTests {
    /// Runs a server while a body talks to it.
    /// - Returns: what it printed, after the line that names its address.
    private func serving(
        status: Int = 200, format: LineFormat = .table, trusting web: ScriptedWeb,
        _ body: @Sendable (_ port: Int) async throws -> Void
    ) async throws -> [String] {
        let (lines, more) = AsyncStream.makeStream(of: String.self)
        let printout = Printout()
        let console = Console(
            terminal: .pipe,
            write: { text in
                printout.console().write(text)
                more.yield(text)
            }, remark: { more.yield($0) })
        let clock = SleeperClock()
        let desk = ReceptionDesk(trusting: nil, confirms: true, clock: clock) { url throws(Complaint) in
            try web.read(url)
        }
        let server = WebhookServer(
            desk: desk, status: status, delaySeconds: 0, console: console, format: format, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(host: "127.0.0.1", port: 0) }
            var waiting = lines.makeAsyncIterator()
            let first = try #require(await waiting.next())
            let address = try #require(first.wholeMatch(of: /Listening on http:\/\/127\.0\.0\.1:(\d+)\/\n?/))
            try await body(try #require(Int(address.1)))
            group.cancelAll()
        }
        return printout.output.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("Listening on ") }
    }

    @Test func `messages over HTTP are answered and printed`() async throws {
        let sender = try WebhookSender()
        let (hello, question) = (try sender.notification(), try sender.confirmation())
        let lines = try await serving(trusting: ScriptedWeb(sender)) { port in
            #expect(await LoopbackPost.send(question, port: port) == 200)
            #expect(await LoopbackPost.send(hello, port: port) == 200)
            let raw = ["x-amz-sns-rawdelivery: true", "x-amz-sns-message-type: Notification"]
            #expect(await LoopbackPost.send("raw text", headers: raw, port: port) == 200)
        }
        #expect(
            lines == [
                "2026-11-22T00:00:00Z SubscriptionConfirmation verified confirmed \(WebhookSender.topic)",
                "2026-11-22T00:00:00Z Notification verified Test: Hello World!",
                "2026-11-22T00:00:00Z Notification raw, not signed raw text",
            ])
    }

    @Test func `a failing receiver fails notifications and confirms all the same`() async throws {
        let sender = try WebhookSender()
        let (hello, question) = (try sender.notification(), try sender.confirmation())
        let lines = try await serving(status: 503, format: .json, trusting: ScriptedWeb(sender)) { port in
            #expect(await LoopbackPost.send(question, port: port) == 200)
            #expect(await LoopbackPost.send(hello, port: port) == 503)
        }
        let messages = try lines.map { try JSONValue(parsing: Array($0.utf8), maximumBytes: 1 << 20) }
        #expect(messages.map { $0["Verified"] } == [true, true])
        #expect(messages.map { $0["Confirmed"] } == [true, nil])
    }

    @Test func `what is no message of a fit size is refused`() async throws {
        let lines = try await serving(trusting: ScriptedWeb([:])) { port in
            #expect(await LoopbackPost.send("", method: "GET", port: port) == 405)
            #expect(await LoopbackPost.send(String(repeating: "a", count: 512 << 10), port: port) == 200)
            #expect(await LoopbackPost.send(String(repeating: "a", count: (512 << 10) + 1), port: port) == 413)
            #expect(await LoopbackPost.send(String(repeating: "a", count: 8 << 20), port: port) == 413)
        }
        #expect(lines.count == 1)
    }

    @Test func `a port that is taken is named`() async throws {
        let web = ScriptedWeb([:])
        _ = try await serving(trusting: web) { port in
            let clock = SleeperClock()
            let desk = ReceptionDesk(trusting: nil, confirms: true, clock: clock) { url throws(Complaint) in
                try web.read(url)
            }
            let second = WebhookServer(
                desk: desk, status: 200, delaySeconds: 0, console: Printout().console(), format: .table, clock: clock)
            let complaint = await #expect(throws: Complaint.self) {
                try await second.run(host: "127.0.0.1", port: port)
            }
            #expect(complaint?.message.contains("port \(port)") == true)
        }
    }
}
