import Foundation
import NodeAccess
import Patching
import Synchronization
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// Nodes of a ``PatchLab`` and a service that runs commands on them one at a time, until it is stopped.
struct PatchingScene {
    static let snapshot = "0f2c1de8-6b8d-4f3a-9a51-1f7a3a3d3b11"

    let harness: ServiceHarness
    let lab: PatchLab
    let clock = NapClock()
    let control: Control
    let nodes: [Node]

    /// - Parameter packages: of every node; `a` and `b` have an update, `c` has none.
    init(_ count: Int = 1, packages: [String: String] = ["a": "1", "b": "1", "c": "1"]) async throws {
        lab = PatchLab()
        harness = try await ServiceHarness(transport: lab)
        control = Control(store: harness.store, transport: lab, clock: clock)
        let added = try await harness.addNodes(count)
        for node in added {
            lab.add(node.id, packages: packages)
            try await harness.store.recordContact(with: node.id, facts: try await lab.probe(node).facts, at: .noon)
        }
        nodes = added
        for (name, hook) in [("Before", "hook before"), ("Between", "hook between"), ("AtEnd", "hook at end")] {
            try await setHook(name, to: hook)
        }
        lab.change { $0.offers = ["a": ["1", "2"], "b": ["1", "2"], "c": ["1"]] }
        lab.make { _ in nil }
    }

    /// Replaces every version of a hook's document by one that runs this line.
    func setHook(_ name: String, to line: String) async throws {
        try await harness.install(
            name,
            #"{"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "hook", "inputs": {"#
                + #""runCommand": ["\#(line)"]}}]}"#)
    }

    var store: any Store { harness.store }
    var node: Node { nodes[0] }
    /// What really ran on the first node.
    var ran: [String] { lab.machine(node.id).ran }

    /// - Parameter nodes: numbers; all of them by default.
    @discardableResult
    func send(
        _ operation: String = "Install", hooks: Bool = false, _ parameters: [String: String] = [:], nodes: [Int]? = nil,
        timeoutSeconds: Int = 3600
    ) async throws -> CommandID {
        var given = ["Operation": operation, "SnapshotId": Self.snapshot]
        if hooks {
            given["PreInstallHookDocName"] = "Before"
            given["PostInstallHookDocName"] = "Between"
            given["OnExitHookDocName"] = "AtEnd"
        }
        let order = CommandOrder(
            document: hooks ? "AWS-RunPatchBaselineWithHooks" : "AWS-RunPatchBaseline",
            run: RunCommandParameters(
                parameters: given.merging(parameters) { $1 }.mapValues { [$0] }, timeoutSeconds: timeoutSeconds),
            maxConcurrency: "10", maxErrors: "10")
        let chosen = (nodes ?? Array(self.nodes.indices)).map { self.nodes[$0] }
        let share = CommandShare(nodes: chosen.map { ($0.id, $0.name) })
        let (made, rate) = try await CommandFactory(store: store).commands(
            for: order, budget: BudgetID(rawValue: share.commandID.rawValue), shares: [share])
        try await store.send(made[0], rate: rate, at: clock.now)
        return share.commandID
    }

    /// What a process that starts now has to do.
    func claims() async throws -> [ClaimedInvocation] {
        let owner = UUID().uuidString
        let dispatcher = InvocationDispatcher(control: control, owner: owner, logger: harness.logger)
        return try await store.adopt(owner: owner) + dispatcher.claims(room: 10)
    }

    /// Runs what there is to run, and stops when it hangs or cannot go on.
    /// - Returns: whether everything came to its end.
    @discardableResult
    func run(_ given: [ClaimedInvocation]? = nil) async throws -> Bool {
        for claim in try await claims(given) where try await !run(claim) { return false }
        return true
    }

    private func claims(_ given: [ClaimedInvocation]?) async throws -> [ClaimedInvocation] {
        if let given { return given }
        return try await claims()
    }

    private func run(_ claim: ClaimedInvocation) async throws -> Bool {
        let id = claim.invocation.key.nodeID
        let end = End()
        let (control, logger) = (control, harness.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await InvocationRunner(control: control, logger: logger).run(claim)
                end.come()
            }
            var (boots, naps) = (lab.machine(id).boots, clock.napsBegun)
            while !end.hasCome {
                if lab.isHanging { return await stop(&group) }
                if clock.napsBegun > naps, clock.napCount > 0 {
                    naps = clock.napsBegun
                    // Whoever has rebooted a node pauses; whoever pauses besides has met a failure.
                    guard lab.machine(id).boots > boots else { return await stop(&group) }
                    boots = lab.machine(id).boots
                    clock.manual.advance(by: 2)
                }
                try Task.checkCancellation()
                await Task.yield()
            }
            return true
        }
    }

    private func stop(_ group: inout ThrowingTaskGroup<Void, any Error>) async -> Bool {
        group.cancelAll()
        while await group.nextResult() != nil {}
        return false
    }

    private final class End: Sendable {
        private let state = Mutex(false)
        var hasCome: Bool { state.withLock { $0 } }
        func come() { state.withLock { $0 = true } }
    }

    func listing(_ id: CommandID, node: Int = 0) async throws -> InvocationListing {
        try await store.invocation(.init(commandID: id, nodeID: nodes[node].id))
    }

    func steps(_ id: CommandID, node: Int = 0) async throws -> [StepRecord] {
        try await store.steps(of: .init(commandID: id, nodeID: nodes[node].id))
    }

    /// What the node's last report says of each package.
    func states(_ node: Int = 0) async throws -> [String: PatchState] {
        let report = try await store.patchReport(of: nodes[node].id)
        return Dictionary((report?.items ?? []).map { ($0.key.name, $0.state) }) { $1 }
    }

    /// Works that the nodes still keep when everything recorded has been cleared.
    func leftovers() async throws -> Set<SpoolID> {
        _ = try await NodeErrands(control: control, logger: harness.logger).clearPass()
        return nodes.reduce(into: []) { $0.formUnion(lab.machine($1.id).remembered) }
    }

    func outcome(_ id: CommandID, node: Int = 0) async throws -> Outcome {
        let invocation = try await listing(id, node: node).invocation
        return Outcome(
            state: invocation.state, code: invocation.responseCode, ran: lab.machine(nodes[node].id).ran,
            steps: try await steps(id, node: node).map { $0.timeless(as: nodes[node]) },
            report: try await store.patchReport(of: nodes[node].id)?.timeless(as: nodes[node]),
            notices: try await store.statistics().outboxRows)
    }

    /// What must be the same however often the service was stopped.
    struct Outcome: Equatable {
        let state: InvocationState
        let code: Int
        let ran: [String]
        let steps: [StepRecord]
        let report: PatchReport?
        let notices: Int
    }
}

extension StepRecord {
    fileprivate func timeless(as node: Node) -> Self {
        StepRecord(
            index: index, name: name, action: action, status: status, code: code, standardOutput: standardOutput,
            standardError: standardError, isTruncated: isTruncated, resumes: resumes,
            bootID: bootID?.replacingOccurrences(of: node.id.rawValue, with: "node"), works: works)
    }
}

extension PatchReport {
    fileprivate func timeless(as node: Node) -> Self {
        PatchReport(
            order: order, patchGroup: patchGroup, baselineID: baselineID, operatingSystem: operatingSystem,
            product: product, items: items, notApplicableCount: notApplicableCount, startedAt: .noon, endedAt: .noon,
            pendingReboot: pendingReboot.map {
                PendingReboot(
                    bootID: $0.bootID.replacingOccurrences(of: node.id.rawValue, with: "node"), installedAt: .noon,
                    versions: $0.versions)
            }, wantsReboot: wantsReboot, candidates: candidates)
    }
}
