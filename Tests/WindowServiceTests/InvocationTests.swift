import Foundation
import NodeAccess
import Synchronization
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// One command on its nodes, through every way in which a node can let us down.
@Suite(.timeLimit(.minutes(2))) struct InvocationTests {
    static let unreachable = NodeAccessError.unreachable(.init(node: "node-0", detail: "No route to host"))

    @discardableResult
    func send(
        _ harness: ServiceHarness, document: String = "AWS-RunShellScript", commands: [String] = ["true"],
        concurrency: String = "10", timeoutSeconds: Int? = 60
    ) async throws -> CommandID {
        let nodes = try await harness.addNodes(1)
        let order = CommandOrder(
            document: document,
            run: RunCommandParameters(
                parameters: document == "AWS-RunShellScript" ? ["commands": commands] : [:],
                timeoutSeconds: timeoutSeconds),
            maxConcurrency: concurrency)
        let share = CommandShare(nodes: nodes.map { ($0.id, $0.name) })
        let (made, rate) = try await CommandFactory(store: harness.store).commands(
            for: order, budget: BudgetID(rawValue: share.commandID.rawValue), shares: [share])
        try await harness.store.send(made[0], rate: rate, at: harness.clock.now)
        return share.commandID
    }

    func final(_ id: CommandID, _ harness: ServiceHarness) async throws -> InvocationListing {
        try await harness.eventually { try await harness.store.command(id).state.isFinal }
        return try await harness.store.invocations(CommandFilter(commandID: id), page: .all).items[0]
    }

    @Test func `a node that cannot be reached is tried again, and then delivered`() async throws {
        let tries = Atomic(0)
        let transport = ScriptedTransport { _, _ in
            tries.wrappingAdd(1, ordering: .relaxed).newValue < 3 ? .failure(Self.unreachable) : .success(.exit(0))
        }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        let result = try await harness.running {
            for _ in 0..<2 {
                try await harness.eventually { try await harness.states() == [.delayed] }
                harness.clock.advance(by: 10)
                harness.control.nudges.dispatch()
                try await harness.eventually { try await harness.states() != [.delayed] || transport.runs.count == 3 }
            }
            return try await final(id, harness)
        }
        #expect(result.invocation.state == .success)
        #expect(result.invocation.attempts == 3)
    }

    @Test func `a node that never answers in time is DeliveryTimedOut and no error`() async throws {
        let transport = ScriptedTransport { _, _ in .failure(Self.unreachable) }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        let result = try await harness.running {
            try await harness.eventually { try await harness.states() == [.delayed] }
            harness.clock.advance(by: 61)
            harness.control.nudges.dispatch()
            return try await final(id, harness)
        }
        #expect(result.invocation.state == .deliveryTimedOut)
        #expect(result.invocation.trace?.contains("No route to host") == true)
        #expect(result.progress.state == .deliveryTimedOut)
        #expect(result.progress.errorCount == 0)
        #expect(result.progress.deliveryTimedOutCount == 1)
    }

    @Test func `a changed host key is Undeliverable at once`() async throws {
        let transport = ScriptedTransport { _, _ in
            .failure(.hostKeyChanged(.init(node: "node-0", detail: "Host key verification failed.")))
        }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        let result = try await harness.running { try await final(id, harness) }
        #expect(result.invocation.state == .undeliverable)
        #expect(result.invocation.responseCode == -1)
        #expect(transport.runs.count == 1)
    }

    @Test func `a step that asks for a reboot runs again under another boot, and steps before it do not`() async throws
    {
        let transport = ScriptedTransport { work, _ in
            let isFirstTry = work.id.rawValue.hasSuffix(".0")
            return .success(.exit(work.script.contains("reboot") && isFirstTry ? 194 : 0, output: work.id.rawValue))
        }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.install(
            "TwoSteps",
            #"""
            {"schemaVersion": "2.2", "mainSteps": [
             {"action": "aws:runShellScript", "name": "before", "inputs": {"runCommand": ["true"]}},
             {"action": "aws:runShellScript", "name": "again", "inputs": {"runCommand": ["reboot when needed"]}}]}
            """#)
        let id = try await send(harness, document: "TwoSteps")
        let result = try await harness.running {
            try await harness.eventually { transport.reboots == 1 }
            harness.clock.advance(by: 3)
            return try await final(id, harness)
        }
        #expect(result.invocation.state == .success)
        #expect(transport.runs.map(\.work.script) == ["true\n", "reboot when needed\n", "reboot when needed\n"])
        #expect(transport.reboots == 1)
        let steps = try await harness.store.steps(of: result.invocation.key)
        #expect(steps.map(\.status) == ["Success", "Success"])
        // Only the last pass's output is reported.
        #expect(steps[1].standardOutput.hasSuffix(".1"))
    }

    @Test func `a timeout is an error of the node`() async throws {
        let transport = ScriptedTransport { _, _ in .success(NodeWorkReport(outcome: .timedOut, bootID: "b")) }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        let result = try await harness.running { try await final(id, harness) }
        #expect(result.invocation.state == .executionTimedOut)
        #expect(result.invocation.responseCode == 137)
        #expect(result.progress.state == .executionTimedOut)
        #expect(result.progress.errorCount == 1)
    }

    @Test func `a step that a reboot interrupted is not run again`() async throws {
        let transport = ScriptedTransport { _, _ in .success(NodeWorkReport(outcome: .interruptedByReboot, bootID: "b"))
        }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        let result = try await harness.running { try await final(id, harness) }
        #expect(result.invocation.state == .failed)
        #expect(transport.runs.count == 1)
        let step = try #require(try await harness.store.steps(of: result.invocation.key).first)
        #expect(step.standardError.contains("rebooted"))
    }

    @Test func `the next process goes on with the same work under the same name`() async throws {
        let gate = Gate()
        let transport = ScriptedTransport { _, _ in
            await gate.wait()
            return .success(.exit(0))
        }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        // Process one claims, starts, and is gone before anything came back.
        let before = InvocationDispatcher(control: harness.control, owner: "before", logger: harness.logger)
        let claim = try #require(try await before.claims(room: 10).first)
        #expect(claim.invocation.key.commandID == id)
        let result = try await harness.running(owner: "after") {
            try await harness.eventually { transport.runs.count == 1 }
            await gate.open(cancelled: false)
            return try await final(id, harness)
        }
        #expect(result.invocation.state == .success)
        #expect(result.invocation.attempts == 1)
        #expect(
            transport.runs[0].work.id == SpoolID(joining: SpoolName.parts(of: claim.invocation.key, step: 0, resume: 0))
        )
    }

    @Test func `an adopted work on an unreachable node keeps its place until it answers`() async throws {
        let tries = Atomic(0)
        let transport = ScriptedTransport { _, _ in
            tries.wrappingAdd(1, ordering: .relaxed).newValue == 1 ? .failure(Self.unreachable) : .success(.exit(0))
        }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        _ = try await InvocationDispatcher(control: harness.control, owner: "before", logger: harness.logger)
            .claims(room: 10)
        let result = try await harness.running(owner: "after") {
            try await harness.eventually { transport.runs.count == 1 }
            #expect(try await harness.states() == [.inProgress])
            while try await !harness.store.command(id).state.isFinal {
                harness.clock.advance(by: 1)
                await Task.yield()
            }
            return try await final(id, harness)
        }
        #expect(result.invocation.state == .success)
    }

    @Test func `a service that was away past the deadline still asks the node for the result`() async throws {
        let transport = ScriptedTransport()
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        _ = try await InvocationDispatcher(control: harness.control, owner: "before", logger: harness.logger)
            .claims(room: 10)
        harness.clock.advance(by: 86_400)
        let result = try await harness.running(owner: "after") { try await final(id, harness) }
        #expect(result.invocation.state == .success)
    }

    @Test func `what runs is killed on the node before it is called cancelled`() async throws {
        let transport = ScriptedTransport { _, _ in .success(NodeWorkReport(outcome: .cancelled, bootID: "b")) }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        _ = try await InvocationDispatcher(control: harness.control, owner: "before", logger: harness.logger)
            .claims(room: 10)
        try await harness.store.cancelCommand(id, nodes: nil, at: harness.clock.now)
        let runner = InvocationRunner(control: harness.control, logger: harness.logger)
        for claim in try await harness.store.adopt(owner: "after") { await runner.run(claim) }
        #expect(transport.cancelled == transport.runs.map(\.work.id))
        #expect(try await harness.states() == [.cancelled])
    }

    @Test func `a node that may not reboot fails its step at once`() async throws {
        let transport = ScriptedTransport(refusesReboot: true) { _, _ in .success(.exit(194)) }
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        let result = try await harness.running { try await final(id, harness) }
        #expect(result.invocation.state == .failed)
        #expect(result.invocation.responseCode == 194)
        #expect(transport.runs.count == 1)
    }

    @Test func `what is recorded is cleared on the node`() async throws {
        let transport = ScriptedTransport()
        let harness = try await ServiceHarness(transport: transport)
        let id = try await send(harness)
        try await harness.running {
            _ = try await final(id, harness)
            while transport.cleared.isEmpty {
                harness.clock.advance(by: 1)
                await Task.yield()
            }
        }
        #expect(transport.cleared == transport.runs.map(\.work.id))
    }

    @Test func `an ad-hoc command gives all its nodes one snapshot`() async throws {
        let harness = try await ServiceHarness()
        try await harness.install(
            "Patch",
            #"""
            {"schemaVersion": "2.2", "parameters": {"SnapshotId": {"type": "String", "default": ""}},
             "mainSteps": [{"action": "aws:runShellScript", "name": "s", "inputs": {"runCommand": ["{{SnapshotId}}"]}}]}
            """#)
        let id = try await send(harness, document: "Patch")
        let snapshot = try #require(try await harness.store.command(id).command.parameters["SnapshotId"]?.first)
        #expect(UUID(uuidString: snapshot) != nil)
    }
}
