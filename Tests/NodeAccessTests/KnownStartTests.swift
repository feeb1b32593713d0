import Foundation
import Synchronization
import Testing
import WindowCore

@testable import NodeAccess

/// A node that was heard to take a work and then loses its spool must not be given the work afresh.
@Suite(.tags(.integration), .timeLimit(.minutes(2))) struct KnownStartTests {
    let workshop: Workshop
    let work: NodeWork

    init() throws {
        workshop = try Workshop()
        work = try NodeWork("a", "echo ran >>\(workshop["marker"])")
    }

    @Test(arguments: NodeShell.available)
    func `a known work without a trace is lost, and not run again`(in shell: NodeShell) async throws {
        let transport = workshop.transport(shell.command)
        #expect(try await transport.run(work, on: workshop.node).outcome == .exited(0))
        try FileManager.default.removeItem(atPath: workshop["spool"])
        var known = work
        known.isKnownStarted = true
        let report = try await transport.run(known, on: workshop.node)
        guard case .lost(let reason) = report.outcome else {
            Issue.record("The outcome is \(report.outcome).")
            return
        }
        #expect(reason.contains("no trace of it"))
        #expect(workshop.lines("marker") == ["ran"])
    }

    /// The counterpart, so that the test above can fail: a work nobody knows of is started.
    @Test func `an unknown work without a trace is started`() async throws {
        let transport = workshop.transport()
        _ = try await transport.run(work, on: workshop.node)
        try FileManager.default.removeItem(atPath: workshop["spool"])
        #expect(try await transport.run(work, on: workshop.node).outcome == .exited(0))
        #expect(workshop.lines("marker") == ["ran", "ran"])
    }

    @Test func `after the claim was heard, a repeated request says that the work is known`() async throws {
        let channel = ForgetfulChannel(workshop, cuts: 1)
        let report = try await client(channel).run(work, on: workshop.node)
        guard case .lost = report.outcome else {
            Issue.record("The outcome is \(report.outcome).")
            return
        }
        #expect(channel.sessions == 2)
        #expect(workshop.lines("marker") == ["ran"])
    }

    @Test func `giving up says that the work is known, so that the next call can say so`() async throws {
        let channel = ForgetfulChannel(workshop, cuts: 1, staysAway: true)
        let error = await #expect(throws: NodeAccessError.self) {
            try await client(channel).run(work, on: workshop.node)
        }
        #expect(error?.code == "ConnectionLost")
        #expect(error?.circumstance.isWorkKnownStarted == true)
        var known = work
        known.isKnownStarted = error?.circumstance.isWorkKnownStarted ?? false
        guard case .lost = try await workshop.transport().run(known, on: workshop.node).outcome else {
            Issue.record("The work was not lost.")
            return
        }
        #expect(workshop.lines("marker") == ["ran"])
    }

    @Test func `giving up without the claim does not say so`() async throws {
        let channel = ForgetfulChannel(workshop, cuts: 0, staysAway: true)
        let error = await #expect(throws: NodeAccessError.self) {
            try await client(channel).run(work, on: workshop.node)
        }
        #expect(error?.code == "ConnectionLost")
        #expect(error?.circumstance.isWorkKnownStarted == false)
    }

    private func client(_ channel: ForgetfulChannel) -> RunnerClient {
        RunnerClient(channel: channel, now: { Date() }, clock: ImpatientClock())
    }
}

/// A local shell whose first sessions are cut behind the claim. The node has then lost its spool when it is asked again.
private final class ForgetfulChannel: RunnerChannel {
    private let base = LocalChannel(
        shell: ["/bin/sh"], environment: LocalChannel.loginEnvironment(), clock: ImpatientClock())
    private let spool: String
    private let cuts: Int
    private let staysAway: Bool
    private let count = Atomic(0)

    /// - Parameters:
    ///   - cuts: how many sessions are cut.
    ///   - staysAway: whether there is no connection after them.
    init(_ workshop: Workshop, cuts: Int, staysAway: Bool = false) {
        spool = workshop["spool"]
        self.cuts = cuts
        self.staysAway = staysAway
    }

    /// How many sessions there were.
    var sessions: Int { count.load(ordering: .relaxed) }

    func converse(_ text: [UInt8], with node: Node) throws(NodeAccessError) -> AsyncStream<ChannelEvent> {
        let session = count.wrappingAdd(1, ordering: .relaxed).newValue
        if session > cuts, !staysAway { return try base.converse(text, with: node) }
        let (stream, continuation) = AsyncStream<ChannelEvent>.makeStream()
        let end = ChannelEvent.ended(ChannelEnd(exitCode: 255, errorText: ""))
        guard session <= cuts else {
            continuation.yield(end)
            continuation.finish()
            return stream
        }
        let whole = try base.converse(text, with: node)
        // Ends with the base stream, and so with the work.
        Task {
            var heard: [UInt8] = []
            var isCut = false
            for await case .output(let bytes) in whole where !isCut {
                heard += bytes
                let words = String(decoding: heard, as: UTF8.self)
                guard let claim = words.range(of: "claimed 0 [^\n]*\n", options: .regularExpression) else { continue }
                continuation.yield(.output(Array(words[..<claim.upperBound].utf8)))
                isCut = true
            }
            continuation.yield(end)
            continuation.finish()
        }
        return stream
    }

    func explain(_ end: ChannelEnd, of node: Node, hadBegun: Bool, noise: String) -> NodeAccessError {
        .connectionLost(.init(node: node.name, detail: "Connection reset by peer"))
    }

    func renew(_ node: Node) async {
        if FileManager.default.fileExists(atPath: spool) { try? FileManager.default.removeItem(atPath: spool) }
    }

    func destination(of node: Node) -> String { "" }
}
