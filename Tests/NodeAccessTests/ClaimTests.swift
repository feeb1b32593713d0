import Foundation
import Synchronization
import Testing
import WindowCore

@testable import NodeAccess

/// Whoever starts a work hears that the node took it, before it is over.
@Suite(.tags(.integration), .timeLimit(.minutes(5))) struct ClaimTests {
    let workshop: Workshop

    init() throws { workshop = try Workshop() }

    @Test(arguments: NodeShell.available)
    func `the claim is told once, while the work runs`(in shell: NodeShell) async throws {
        let go = workshop["go"]
        let claims = Atomic(0)
        // Waits for what only the claim's listener brings.
        let work = try NodeWork("a", "until [ -e \(go) ]; do sleep 0.05; done")
        let report = try await workshop.transport(shell.command).run(work, on: workshop.node) {
            claims.wrappingAdd(1, ordering: .relaxed)
            _ = FileManager.default.createFile(atPath: go, contents: nil)
        }
        #expect(report.outcome == .exited(0))
        #expect(claims.load(ordering: .relaxed) == 1)
    }

    @Test func `attaching to a work tells its claim too, and a work that is lost has none`() async throws {
        let claims = Atomic(0)
        var work = try NodeWork("a", "true")
        let transport = workshop.transport()
        _ = try await transport.run(work, on: workshop.node)
        _ = try await transport.run(work, on: workshop.node) { claims.wrappingAdd(1, ordering: .relaxed) }
        #expect(claims.load(ordering: .relaxed) == 1)
        try FileManager.default.removeItem(atPath: workshop["spool"])
        work.isKnownStarted = true
        _ = try await transport.run(work, on: workshop.node) { claims.wrappingAdd(1, ordering: .relaxed) }
        #expect(claims.load(ordering: .relaxed) == 1)
    }
}
