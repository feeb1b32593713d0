import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// How a window lives, from its moment to its end, on a scripted transport and a clock that moves when told.
@Suite(.timeLimit(.minutes(2))) struct WindowLifeTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    @Test func `the lab: four nodes, concurrency 1, threshold 1, all fail`() async throws {
        let harness = try await ServiceHarness(transport: ScriptedTransport { _, _ in .success(.exit(3)) })
        try await harness.addNodes(4)
        let window = try await harness.addWindow(.sample(id: id)) { [.sample(of: id, targets: [$0], maxErrors: "1")] }
        let record = try await harness.running { try await harness.finalExecution(of: window) }
        #expect(record.execution.state == .failed)
        #expect(record.execution.details == "One or more tasks in the orchestration failed.")
        #expect(record.tasks.map(\.state) == [.failed])
        #expect(try await harness.states() == [.failed, .failed, .terminated, .terminated])
        let command = try #require(try await harness.store.commands(CommandFilter(), page: .all).items.first)
        #expect(command.state == .failed)
        #expect(command.command.origin?.executionID == record.execution.id)
    }

    @Test func `a node that two targets match runs once, and the budget is the task's`() async throws {
        let transport = ScriptedTransport { _, _ in .success(.exit(1)) }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.addNodes(4)
        let window = try await harness.addWindow(.sample(id: id)) { target in
            [.sample(of: id, targets: [target], maxConcurrency: "50%", maxErrors: "1")]
        }
        let second = WindowTarget.sample(of: id, tag: "Workload", "Test")
        _ = try await harness.store.register(second, token: nil)
        var task = try #require(try await harness.store.tasks(of: id).first)
        task.criteria[0].values.append(second.id.rawValue)
        try await harness.store.update(task, at: harness.clock.now)
        _ = try await harness.running { try await harness.finalExecution(of: window) }
        #expect(Set(transport.runs.map(\.node)).count == transport.runs.count)
        #expect(try await harness.states().count == 4)
    }

    @Test func `a lower group starts when the group before it is over, whatever it came to`() async throws {
        let transport = ScriptedTransport { work, _ in .success(.exit(work.script.contains("first") ? 1 : 0)) }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.addNodes(1)
        let window = try await harness.addWindow(.sample(id: id)) { target in
            [
                .sample(of: id, targets: [target], commands: ["second"], priority: 2),
                .sample(of: id, targets: [target], commands: ["first"], priority: 1),
            ]
        }
        let record = try await harness.running { try await harness.finalExecution(of: window) }
        #expect(transport.runs.map(\.work.script) == ["first\n", "second\n"])
        #expect(record.tasks.map(\.state) == [.failed, .success])
        #expect(record.execution.state == .failed)
    }

    @Test func `a task whose targets match nothing fails and says so`() async throws {
        let harness = try await ServiceHarness()
        let window = try await harness.addWindow(.sample(id: id)) { [.sample(of: id, targets: [$0])] }
        let record = try await harness.running { try await harness.finalExecution(of: window) }
        #expect(record.tasks[0].state == .failed)
        #expect(record.tasks[0].details == "No Invocations to Execute")
    }

    @Test func `every node of one execution is told the same snapshot`() async throws {
        let transport = ScriptedTransport()
        let harness = try await ServiceHarness(transport: transport)
        try await harness.install(
            "Patch",
            #"""
            {"schemaVersion": "2.2", "parameters": {"SnapshotId": {"type": "String", "default": ""}}, "mainSteps": [
             {"action": "aws:runShellScript", "name": "show", "inputs": {"runCommand": ["echo {{ SnapshotId }}"]}}]}
            """#)
        try await harness.addNodes(3)
        let window = try await harness.addWindow(.sample(id: id)) { target in
            (0..<2).map { number in
                var task = WindowTask.sample(of: id, targets: [target], maxConcurrency: "3")
                task.taskARN = "Patch"
                task.runCommand = RunCommandParameters(
                    parameters: number == 0 ? [:] : ["SnapshotId": ["{{WINDOW_EXECUTION_ID}}"]])
                return task
            }
        }
        let record = try await harness.running { try await harness.finalExecution(of: window) }
        let expected = SnapshotDerivation.snapshotID(of: record.execution.id)
        #expect(transport.runs.count == 6)
        #expect(Set(transport.runs.map(\.work.script)) == ["echo \(expected)\n"])
    }

    @Test(arguments: [CutoffBehavior.cancelTask, .continueTask])
    func `at the cutoff`(_ behavior: CutoffBehavior) async throws {
        let gate = Gate()
        let transport = ScriptedTransport { work, _ in
            await gate.wait()
            return .success(await gate.isCancelled ? NodeWorkReport(outcome: .cancelled, bootID: "b") : .exit(0))
        }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.addNodes(2)
        let window = try await harness.addWindow(.sample(id: id)) { target in
            [
                .sample(of: id, targets: [target], priority: 1, cutoffBehavior: behavior),
                .sample(of: id, targets: [target], priority: 2),
            ]
        }
        let record = try await harness.running {
            try await harness.eventually { transport.runs.count == 1 }
            harness.clock.advance(by: 3601)
            if behavior == .cancelTask {
                try await harness.eventually { !transport.cancelled.isEmpty }
                await gate.open(cancelled: true)
            } else {
                try await harness.eventually {
                    let execution = try await harness.executions(of: window).last
                    guard let execution else { return false }
                    return try await harness.store.execution(execution.id).tasks[1].state == .timedOut
                }
                await gate.open(cancelled: false)
            }
            return try await harness.finalExecution(of: window)
        }
        #expect(record.tasks.map(\.state) == [behavior == .cancelTask ? .timedOut : .success, .timedOut])
        #expect(record.execution.state == .timedOut)
        // CONTINUE_TASK starts new invocations after the cutoff; CANCEL_TASK does not.
        #expect(transport.runs.count == (behavior == .cancelTask ? 1 : 2))
    }

    @Test func `a cancelled execution lets what runs finish`() async throws {
        let gate = Gate()
        let transport = ScriptedTransport { _, _ in
            await gate.wait()
            return .success(.exit(0))
        }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.addNodes(1)
        let window = try await harness.addWindow(.sample(id: id)) { target in
            [.sample(of: id, targets: [target], priority: 1), .sample(of: id, targets: [target], priority: 2)]
        }
        let record = try await harness.running {
            try await harness.eventually { transport.runs.count == 1 }
            let execution = try #require(try await harness.executions(of: window).first)
            try await harness.store.cancelExecution(execution.id, at: harness.clock.now)
            harness.control.nudges.executions()
            await gate.open(cancelled: false)
            return try await harness.finalExecution(of: window)
        }
        #expect(record.execution.state == .cancelled)
        #expect(record.tasks.map(\.state) == [.success, .cancelled])
        #expect(transport.cancelled.isEmpty)
    }
}

/// Holds works back until a test lets them go.
actor Gate {
    private var isOpen = false
    private(set) var isCancelled = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    func open(cancelled: Bool) {
        isOpen = true
        isCancelled = cancelled
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
