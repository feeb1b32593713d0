import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// What the world is told of the invocations of a task that did not end by itself.
@Suite(.timeLimit(.minutes(5))) struct CutoffEventTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    /// The last word of the events about the task's invocation when it was stopped while it ran.
    private func lastWord(
        stoppedBy stop: @Sendable (ServiceHarness) async throws -> Void
    ) async throws -> String? {
        let gate = Gate()
        let transport = ScriptedTransport { _, _ in
            await gate.wait()
            return .success(NodeWorkReport(outcome: .cancelled, bootID: "b"))
        }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.addNodes(2)
        let window = try await harness.addWindow(.sample(id: id)) {
            [.sample(of: id, targets: [$0], cutoffBehavior: .cancelTask)]
        }
        _ = try await harness.running {
            try await harness.eventually { transport.runs.count == 1 }
            try await stop(harness)
            try await harness.eventually { !transport.cancelled.isEmpty }
            await gate.open(cancelled: true)
            return try await harness.finalExecution(of: window)
        }
        let details = try await harness.store.outbox(after: 0, limit: 1000).compactMap { row in
            if case .event(let event) = row.content,
                event.detailType == "Maintenance Window Task Target Invocation State-change Notification"
            {
                event.detail
            } else {
                nil
            }
        }
        return details.last?["status"]
    }

    @Test func `stopped at the cutoff, an invocation is told to be TIMED_OUT`() async throws {
        #expect(try await lastWord { harness in harness.clock.advance(by: 3601) } == "TIMED_OUT")
    }

    @Test func `stopped by somebody, it is told to be CANCELLED`() async throws {
        let word = try await lastWord { harness in
            let command = try #require(try await harness.store.commands(CommandFilter(), page: .all).items.first)
            try await harness.store.cancelCommand(command.command.id, nodes: nil, at: harness.clock.now)
            harness.control.nudges.dispatch()
            harness.control.nudges.errands()
        }
        #expect(word == "CANCELLED")
    }
}
