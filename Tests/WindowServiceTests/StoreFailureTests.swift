import Foundation
import Synchronization
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// The store takes no writes for a while, as on a full disk: nothing is lost, and all goes on when it does again.
@Suite(.timeLimit(.minutes(5))) struct StoreFailureTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    private func window(_ harness: ServiceHarness) async throws {
        try await harness.addNodes(2)
        _ = try await harness.addWindow(.sample(id: id)) { [.sample(of: id, targets: [$0])] }
        try await WindowOpener(control: harness.control, logger: harness.logger).pass()
    }

    @Test func `an execution that can be neither advanced nor put off ends the pass and stays due`() async throws {
        let harness = try await ServiceHarness()
        try await window(harness)
        let dispatcher = TaskDispatcher(control: harness.control, logger: harness.logger)
        let fault = try StoreFault(harness.temporary, on: "UPDATE ON execution")
        await #expect(throws: StoreError.self) { try await dispatcher.pass() }
        let executions = try await harness.executions(of: id)
        #expect(executions.map(\.state) == [.pending])
        #expect(
            try await harness.store.executionsDue(at: harness.clock.now, limit: 10) == executions.map(\.id))
        try fault.mend()
        try await dispatcher.pass()
        #expect(try await harness.executions(of: id).map(\.state) == [.inProgress])
        #expect(try await harness.store.commands(CommandFilter(), page: .all).items.count == 1)
    }

    @Test func `a task that cannot be started is put off, and others are not`() async throws {
        let harness = try await ServiceHarness()
        try await window(harness)
        let dispatcher = TaskDispatcher(control: harness.control, logger: harness.logger)
        let fault = try StoreFault(harness.temporary, on: "INSERT ON command")
        try await dispatcher.pass()
        #expect(try await harness.store.executionsDue(at: harness.clock.now, limit: 10).isEmpty)
        #expect(try await harness.store.commands(CommandFilter(), page: .all).items.isEmpty)
        try fault.mend()
        harness.clock.advance(by: 1)
        try await dispatcher.pass()
        #expect(try await harness.store.commands(CommandFilter(), page: .all).items.count == 1)
    }

    @Test(arguments: ["UPDATE ON execution", "UPDATE ON taskExecution", "INSERT ON command", "UPDATE ON budget"])
    func `a window that met a store without writes runs to its end, once on each node`(_ write: String) async throws {
        let transport = ScriptedTransport()
        let harness = try await ServiceHarness(transport: transport)
        try await window(harness)
        let fault = try StoreFault(harness.temporary, on: write)
        let record = try await harness.running {
            // Whoever has nothing to do sleeps, and so does whoever has failed.
            for _ in 0..<5 {
                try await harness.eventually { harness.clock.sleeperCount >= 9 }
                harness.clock.advance(by: 5)
            }
            #expect(transport.runs.isEmpty)
            try fault.mend()
            try await harness.eventually {
                harness.clock.advance(by: 0.25)
                return try await harness.executions(of: id).last?.state.isFinal == true
            }
            return try await harness.finalExecution(of: id)
        }
        #expect(record.execution.state == .success)
        #expect(try await harness.states() == [.success, .success])
        #expect(transport.runs.count == 2)
    }

    /// Two turns of one pass: the second one's budget takes no writes.
    private func twoTurns(_ transport: ScriptedTransport) async throws -> (harness: ServiceHarness, fault: StoreFault) {
        let harness = try await ServiceHarness(transport: transport)
        let node = try await harness.addNodes(1)[0]
        var last: CommandID?
        for number in 0...100 {
            // What is due last is decided last.
            if number == 100 { harness.clock.advance(by: 1) }
            let share = CommandShare(nodes: [(node.id, node.name)])
            let order = CommandOrder(
                document: "AWS-RunShellScript", run: RunCommandParameters(parameters: ["commands": ["true"]]))
            let (made, rate) = try await CommandFactory(store: harness.store).commands(
                for: order, budget: BudgetID(rawValue: share.commandID.rawValue), shares: [share])
            try await harness.store.send(made[0], rate: rate, at: harness.clock.now)
            last = share.commandID
        }
        let id = try #require(last).rawValue
        return (harness, try StoreFault(harness.temporary, on: "UPDATE ON budget", when: "OLD.id = '\(id)'"))
    }

    @Test func `what a pass has claimed is kept when a later turn of it fails`() async throws {
        let (harness, _) = try await twoTurns(ScriptedTransport())
        let dispatcher = InvocationDispatcher(control: harness.control, owner: "test", logger: harness.logger)
        let claims = try await dispatcher.claims(room: 1000)
        #expect(claims.count == 100)
        // The failure is not swallowed: the next pass has nothing but it.
        await #expect(throws: StoreError.self) { try await dispatcher.claims(room: 1000) }
    }

    @Test func `what a pass has claimed is run, and the rest when the store takes it`() async throws {
        let transport = ScriptedTransport()
        let (harness, fault) = try await twoTurns(transport)
        try await harness.running {
            try await harness.eventually {
                try await harness.states().count { $0 == .success } == 100
            }
            try fault.mend()
            try await harness.eventually {
                harness.clock.advance(by: 0.25)
                return try await harness.states().allSatisfy { $0 == .success }
            }
        }
        #expect(transport.runs.count == 101)
    }
}
