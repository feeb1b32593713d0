import Foundation
import Synchronization
import Testing
import WindowCore

@testable import NodeAccess

/// A local shell whose sessions are cut after so many bytes, one number per session; then they are whole.
final class CuttingChannel: RunnerChannel {
    private let base: LocalChannel
    private let cuts: Mutex<[Int]>

    init(cuts: [Int]) {
        base = LocalChannel(shell: ["/bin/sh"], environment: LocalChannel.loginEnvironment(), clock: ImpatientClock())
        self.cuts = Mutex(cuts)
    }

    func converse(_ text: [UInt8], with node: Node) throws(NodeAccessError) -> AsyncStream<ChannelEvent> {
        let whole = try base.converse(text, with: node)
        guard let cut = cuts.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return whole }
        let (stream, continuation) = AsyncStream<ChannelEvent>.makeStream()
        // Ends with the base stream.
        Task {
            var left = cut
            for await case .output(let bytes) in whole {
                continuation.yield(.output(Array(bytes.prefix(left))))
                left -= min(left, bytes.count)
            }
            continuation.yield(
                .ended(ChannelEnd(exitCode: 255, errorText: "mux_client_request_session: read from master failed")))
            continuation.finish()
        }
        return stream
    }

    func explain(_ end: ChannelEnd, of node: Node, hadBegun: Bool, noise: String) -> NodeAccessError {
        .connectionLost(.init(node: node.name, detail: end.errorText))
    }

    func renew(_ node: Node) async {}
    func destination(of node: Node) -> String { "" }
}

@Suite(.tags(.integration), .timeLimit(.minutes(2))) struct ResumeTests {
    @Test func `output is whole and the work ran once, wherever the connection is cut`() async throws {
        let workshop = try Workshop()
        let node = workshop.node
        let expected = (1...400).map { "line \($0)\n" }.joined()
        let script =
            "echo ran >>\(workshop["marker"]); i=1; while [ $i -le 400 ]; do echo line $i; i=$((i + 1)); done; echo problem >&2"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, cut) in stride(from: 0, through: 5_000, by: 173).enumerated() {
                if index >= 4 { try await group.next() }
                group.addTask {
                    let client = RunnerClient(
                        channel: CuttingChannel(cuts: [cut, cut / 2, 300 + cut / 3]), now: { Date() },
                        clock: ImpatientClock())
                    let report = try await client.run(NodeWork("cut-\(cut)", script), on: node)
                    #expect(report.outcome == .exited(0))
                    #expect(report.standardOutput == expected, "cut at \(cut)")
                    #expect(report.standardError == "problem\n", "cut at \(cut)")
                }
            }
            try await group.waitForAll()
        }
        #expect(workshop.lines("marker").count == 29)
    }

    @Test func `a connection that stays away is reported as lost after ten attempts`() async throws {
        let workshop = try Workshop()
        let channel = CuttingChannel(cuts: Array(repeating: 0, count: 11))
        let client = RunnerClient(channel: channel, now: { Date() }, clock: ImpatientClock())
        let work = try NodeWork("a", "echo ran >>\(workshop["marker"])")
        await #expect {
            try await client.run(work, on: workshop.node)
        } throws: { ($0 as? NodeAccessError)?.code == "ConnectionLost" }
        #expect(try await client.run(work, on: workshop.node).wasAttached)
        #expect(workshop.lines("marker") == ["ran"])
    }
}
