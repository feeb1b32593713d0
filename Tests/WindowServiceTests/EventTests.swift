import Foundation
import NodeAccess
import Synchronization
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// What running services tell the world beyond the field's own events.
@Suite(.timeLimit(.minutes(5))) struct EventTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    private func events(_ kind: String, of harness: ServiceHarness) async throws -> [WindowEvent] {
        try await harness.store.outbox(after: 0, limit: 10_000).compactMap { row in
            if case .event(let event) = row.content, event.detailType == kind { event } else { nil }
        }
    }

    @Test func `a running service tells of an opening ahead, and of each one once`() async throws {
        let harness = try await ServiceHarness()
        let definition = WindowDefinition(
            name: "hourly", schedule: "rate(1 hour)", durationHours: 1, cutoffHours: 0,
            allowsUnassociatedTargets: true, openingNoticeMinutes: 10)
        let id = try await harness.control.createWindow(definition)
        func count() async throws -> Int {
            try await events("Maintenance Window Opening Soon", of: harness).count
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await WindowOpener(control: harness.control, logger: harness.logger).run() }
            defer { group.cancelAll() }
            let first = try #require(try await harness.store.window(id).nextOpeningAt)
            // It sleeps until the notice, not until the opening: no time passes, only the wall's clock moves.
            try await harness.eventually { harness.clock.sleeperCount == 2 }
            #expect(try await count() == 0)
            harness.clock.set(to: first.addingTimeInterval(-600))
            try await harness.eventually { try await count() == 1 }
            try await harness.eventually { harness.clock.sleeperCount == 2 }
            harness.clock.set(to: first)
            try await harness.eventually { try await harness.executions(of: id).count == 1 }
            try await harness.eventually { harness.clock.sleeperCount == 2 }
            #expect(try await count() == 1)
            harness.clock.set(to: first.addingTimeInterval(3000))
            try await harness.eventually { try await count() == 2 }
        }
        let told = try await events("Maintenance Window Opening Soon", of: harness)
        #expect(Set(told.map { $0.detail["scheduled-time"] }).count == 2)
    }

    @Test func `an opening that passed while the service was away is not told of ahead`() async throws {
        let harness = try await ServiceHarness()
        var window = Window.sample(id: id)
        window.openingNoticeMinutes = 10
        _ = try await harness.store.create(
            window, tags: [:], nextOpeningAt: harness.clock.now.addingTimeInterval(1800), token: nil)
        harness.clock.advance(by: 2000)
        try await WindowOpener(control: harness.control, logger: harness.logger).pass()
        let notices = OpeningNotices(control: harness.control, logger: harness.logger)
        let next = try await notices.pass()
        #expect(try await harness.executions(of: id).count == 1)
        #expect(try await events("Maintenance Window Opening Soon", of: harness).isEmpty)
        // The next one has its own.
        let opening = try #require(try await harness.store.window(id).nextOpeningAt)
        #expect(next == opening.addingTimeInterval(-600))
    }

    @Test func `notice is given in minutes up to a week, and 0 ends it`() async throws {
        let harness = try await ServiceHarness()
        func create(_ minutes: Int?) async throws -> WindowID {
            try await harness.control.createWindow(
                WindowDefinition(
                    name: "daily", schedule: "rate(1 day)", durationHours: 1, cutoffHours: 0,
                    allowsUnassociatedTargets: true, openingNoticeMinutes: minutes))
        }
        for minutes in [-1, 10_081] {
            await #expect(throws: RequestError.self) { try await create(minutes) }
        }
        let id = try await create(10_080)
        let replaced = try await harness.control.updateWindow(
            id,
            WindowChange(
                name: "daily", schedule: "rate(1 day)", durationHours: 1, cutoffHours: 0,
                allowsUnassociatedTargets: true, replacesAll: true))
        #expect(replaced.openingNoticeMinutes == 10_080)
        let ended = try await harness.control.updateWindow(id, WindowChange(openingNoticeMinutes: 0))
        #expect(ended.openingNoticeMinutes == nil)
        await #expect(throws: RequestError.self) {
            try await harness.control.updateWindow(id, WindowChange(openingNoticeMinutes: 10_081))
        }
    }

    @Test func `a target without nodes is told beside those that have some, and alone`() async throws {
        let harness = try await ServiceHarness()
        try await harness.addNodes(1)
        let nobody = WindowTarget.sample(of: id, tag: "Workload", "Nobody")
        _ = try await harness.addWindow(.sample(id: id)) {
            [
                .sample(of: id, targets: [$0, nobody.id], priority: 1),
                .sample(of: id, targets: [nobody.id], priority: 2),
            ]
        }
        _ = try await harness.store.register(nobody, token: nil)
        let record = try await harness.running { try await harness.finalExecution(of: id) }
        #expect(record.tasks.map(\.state) == [.success, .failed])
        let told = try await events("Maintenance Window Target Empty", of: harness)
        #expect(told.map { $0.detail["window-target-id"] } == [nobody.id.rawValue, nobody.id.rawValue])
        #expect(told.map { $0.detail["window-task-id"] } == record.tasks.map(\.task.id.rawValue))
    }

    @Test func `a task that bears no more errors is told with its window`() async throws {
        let harness = try await ServiceHarness(transport: ScriptedTransport { _, _ in .success(.exit(1)) })
        try await harness.addNodes(3)
        _ = try await harness.addWindow(.sample(id: id)) { [.sample(of: id, targets: [$0])] }
        let record = try await harness.running { try await harness.finalExecution(of: id) }
        let told = try await events("Maintenance Window Error Threshold Exceeded", of: harness)
        #expect(told.map(\.resources) == [[id.rawValue]])
        let detail = try #require(told.first?.detail)
        #expect(detail["window-execution-id"] == record.execution.id.rawValue)
        #expect(detail["window-task-id"] == record.tasks[0].task.id.rawValue)
        #expect((detail["error-count"], detail["error-limit"]) == ("1", "0"))
    }

    @Test func `an execution tells that its cutoff came first`() async throws {
        let gate = Gate()
        let harness = try await ServiceHarness(
            transport: ScriptedTransport { _, _ in
                await gate.wait()
                return .success(.exit(0))
            })
        try await harness.addNodes(1)
        _ = try await harness.addWindow(.sample(id: id)) { [.sample(of: id, targets: [$0])] }
        _ = try await harness.running {
            try await harness.eventually { try await harness.states() == [.inProgress] }
            harness.clock.advance(by: 3601)
            try await harness.eventually {
                try await !events("Maintenance Window Cutoff Reached", of: harness).isEmpty
            }
            await gate.open(cancelled: false)
            return try await harness.finalExecution(of: id)
        }
        let told = try await events("Maintenance Window Cutoff Reached", of: harness)
        #expect(told.map { $0.detail["tasks-continuing"] } == ["1"])
    }

    @Test func `a check that finds a node gone, and one that finds it again, are told`() async throws {
        let transport = FlakyTransport()
        let harness = try await ServiceHarness(transport: transport)
        let node = try await harness.addNodes(1)[0]
        for isThere in [true, false, false, true] {
            transport.setThere(isThere)
            let examination = try await harness.control.checkNode(node.id)
            #expect((examination.node.unreachableSince == nil) == isThere)
        }
        #expect(try await events("Managed Node Unreachable", of: harness).count == 1)
        #expect(try await events("Managed Node Reachable", of: harness).count == 1)
    }

    @Test(arguments: [
        ("arn:aws:sns:us-east-1:000000000000:AdminAlert", ["All"], true),
        ("arn:aws:sns:us-east-1:000000000000:AdminAlert", ["Failed", "TimedOut"], true),
        ("arn:aws:sns:us-east-1:000000000000:AdminAlert", ["All", "Failed"], false),
        ("arn:aws:sns:eu-central-1:000000000000:AdminAlert", ["All"], false),
        ("arn:aws:sns:us-east-1:123456789012:AdminAlert", ["All"], false),
        ("arn:aws:sqs:us-east-1:000000000000:AdminAlert", ["All"], false),
        ("arn:aws:sns:us-east-1:000000000000:no blanks", ["All"], false),
        ("AdminAlert", ["All"], false), ("", ["All"], false), ("", [], true),
    ])
    func `a notification names a topic of this service, and All alone`(
        topic: String, events: [String], isTaken: Bool
    ) async throws {
        let harness = try await ServiceHarness()
        let nodes = try await harness.addNodes(1)
        let request = NotificationRequest(topicARN: topic, events: events)
        let run = RunCommandParameters(notification: request, parameters: ["commands": ["true"]])
        let order = CommandOrder(document: "AWS-RunShellScript", run: run, requestedNodes: nodes.map(\.id))
        var outcomes: [Bool] = []
        do {
            _ = try await harness.control.sendCommand(order)
            outcomes.append(true)
        } catch {
            #expect(error.code == "InvalidNotification")
            outcomes.append(false)
        }
        let window = try await harness.addWindow { _ in [] }
        var definition = TaskDefinition(
            type: .runCommand, taskARN: "AWS-RunShellScript",
            criteria: [TargetCriterion(key: "InstanceIds", values: nodes.map(\.id.rawValue))], maxConcurrency: "1",
            maxErrors: "0", runCommand: run)
        outcomes.append((try? await harness.control.registerTask(definition, with: window)) != nil)
        definition.runCommand?.notification = nil
        let task = try await harness.control.registerTask(definition, with: window)
        let updated = try? await harness.control.updateTask(task, of: window, TaskChange(runCommand: run))
        outcomes.append(updated != nil)
        #expect(outcomes == [isTaken, isTaken, isTaken])
    }
}

/// Nodes that are there or not, as a test says.
private final class FlakyTransport: NodeTransport {
    private let nodes = ScriptedTransport()
    private let isThere = Mutex(true)

    func setThere(_ value: Bool) { isThere.withLock { $0 = value } }

    func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport {
        try await nodes.run(work, on: node, onClaimed: onClaimed)
    }

    func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) { try await nodes.cancel(id, on: node) }

    func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError) { try await nodes.clear(ids, on: node) }

    func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        guard isThere.withLock(\.self) else { throw .unreachable(.init(node: node.name, detail: "No route to host.")) }
        return try await nodes.probe(node)
    }

    func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        try await nodes.reboot(node, ifStillBootedAs: bootID)
    }

    func close() async {}
}
