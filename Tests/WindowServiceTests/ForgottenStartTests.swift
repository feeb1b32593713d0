import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// The service is gone in the middle of a step, and the node forgets that it ever took it.
@Suite(.timeLimit(.minutes(5))) struct ForgottenStartTests {
    /// A node that works until it is left alone. Once it has lost its memory it starts whatever it is not told to know.
    private func transport(claimsAtOnce: Bool) -> (ScriptedTransport, hangs: Gate) {
        let hangs = Gate()
        let transport = ScriptedTransport(claimsAtOnce: claimsAtOnce) { work, node in
            if await !hangs.isCancelled {
                await hangs.wait()
                return .failure(.detached(.init(node: node.name, detail: "")))
            }
            if work.isKnownStarted {
                return .success(NodeWorkReport(outcome: .lost("The node has no trace of it any more.")))
            }
            return .success(.exit(0))
        }
        return (transport, hangs)
    }

    private func restart(claimsAtOnce: Bool) async throws -> (InvocationListing, ScriptedTransport, ServiceHarness) {
        let (transport, hangs) = transport(claimsAtOnce: claimsAtOnce)
        let harness = try await ServiceHarness(transport: transport)
        let id = try await InvocationTests().send(harness)
        let claim = try #require(
            try await InvocationDispatcher(control: harness.control, owner: "before", logger: harness.logger)
                .claims(room: 10).first)
        let key = claim.invocation.key
        let runner = InvocationRunner(control: harness.control, logger: harness.logger)
        let before = Task { await runner.run(claim) }
        try await harness.eventually { transport.runs.count == 1 }
        if claimsAtOnce { try await harness.eventually { try await harness.store.invocation(key).startedWork != nil } }
        before.cancel()
        await hangs.open(cancelled: true)
        await before.value
        let listing = try await harness.running(owner: "after") {
            try await harness.eventually { try await harness.store.command(id).state.isFinal }
            return try await harness.store.invocation(key)
        }
        return (listing, transport, harness)
    }

    @Test func `what the node was heard to take is not run again by the next process`() async throws {
        let (listing, transport, harness) = try await restart(claimsAtOnce: true)
        #expect(listing.invocation.state == .failed)
        #expect(transport.runs.map(\.work.isKnownStarted) == [false, true])
        #expect(Set(transport.runs.map(\.work.id)).count == 1)
        #expect(listing.startedWork == transport.runs[0].work.id.rawValue)
        let step = try #require(try await harness.store.steps(of: listing.invocation.key).first)
        #expect(step.standardError.contains("no trace of it"))
    }

    /// The counterpart, so that the test above can fail.
    @Test func `what the node was not heard to take is asked for as new`() async throws {
        let (listing, transport, _) = try await restart(claimsAtOnce: false)
        #expect(listing.invocation.state == .success)
        #expect(transport.runs.map(\.work.isKnownStarted) == [false, false])
    }

    @Test func `a mark that cannot be written does not hold up the step`() async throws {
        let harness = try await ServiceHarness()
        let fault = try StoreFault(harness.temporary, on: "UPDATE OF startedWork ON invocation")
        let id = try await InvocationTests().send(harness)
        let listing = try await harness.running { try await InvocationTests().final(id, harness) }
        #expect(listing.invocation.state == .success)
        try fault.mend()
    }

    @Test func `each step of a document is marked as its own work`() async throws {
        let harness = try await ServiceHarness(transport: ScriptedTransport(claimsAtOnce: true))
        try await harness.install(
            "TwoSteps",
            #"""
            {"schemaVersion": "2.2", "mainSteps": [
             {"action": "aws:runShellScript", "name": "one", "inputs": {"runCommand": ["true"]}},
             {"action": "aws:runShellScript", "name": "two", "inputs": {"runCommand": ["true"]}}]}
            """#)
        let id = try await InvocationTests().send(harness, document: "TwoSteps")
        let listing = try await harness.running { try await InvocationTests().final(id, harness) }
        let transport = try #require(harness.control.transport as? ScriptedTransport)
        let marked = try await harness.store.invocation(listing.invocation.key).startedWork
        #expect(transport.runs.count == 2)
        #expect(marked == transport.runs.last?.work.id.rawValue)
        #expect(transport.runs.allSatisfy { !$0.work.isKnownStarted })
    }
}
