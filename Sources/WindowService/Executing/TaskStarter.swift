import Foundation
package import Logging
package import WindowCore
package import WindowStore

/// Starts one task of an execution: resolves its targets now, and makes a command for each.
package struct TaskStarter: Sendable {
    private let control: Control
    private let factory: CommandFactory
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        factory = CommandFactory(store: control.store)
        self.logger = logger
    }

    package func start(_ task: TaskExecution, of execution: Execution) async throws(StoreError) {
        let resolution = try await resolve(task)
        guard resolution.nodeCount > 0 else {
            try await fail(task, "No Invocations to Execute", resolution)
            return
        }
        var shares: [CommandShare] = []
        for share in resolution.shares where !share.nodes.isEmpty {
            let names = Dictionary(try await control.store.nodes(share.nodes).map { ($0.id, $0.name) }) { $1 }
            shares.append(Self.share(share, names: names, task: task, execution: execution))
        }
        let made: (commands: [NewCommand], rate: RateControl)
        do {
            made = try await factory.commands(
                for: Self.order(for: task.task), budget: BudgetID(rawValue: task.id.rawValue), shares: shares)
        } catch {
            if case .store(let error) = error { throw error }
            try await fail(task, error.message, resolution)
            return
        }
        let now = control.clock.now
        let isStarted = try await control.store.start(
            task.id, commands: made.commands, rate: made.rate, emptyTargets: resolution.emptyTargets, at: now)
        if isStarted {
            logger.info(
                "A task started.",
                metadata: [
                    "execution": "\(execution.id)", "task": "\(task.task.id)", "nodes": "\(resolution.nodeCount)",
                    "concurrency": "\(made.rate.concurrency)", "errorLimit": "\(made.rate.errorLimit)",
                ])
        }
    }

    private func fail(
        _ task: TaskExecution, _ details: String, _ resolution: TargetResolution
    ) async throws(StoreError) {
        logger.warning(
            "A task could not start.",
            metadata: ["execution": "\(task.executionID)", "task": "\(task.task.id)", "reason": "\(details)"])
        try await control.store.failToStart(
            task.id, details: details, emptyTargets: resolution.emptyTargets, at: control.clock.now)
    }

    /// The nodes of each target, as the tags are now. A target that is gone means nothing (reference: windows 1.4).
    private func resolve(_ task: TaskExecution) async throws(StoreError) -> TargetResolution {
        var matches: [(target: WindowTarget?, nodes: [NodeID])] = []
        let direct = task.task.criteria.filter { $0.key.lowercased() == "instanceids" }
        if let selector = try? TargetSelector(direct) {
            matches.append((nil, try await control.store.nodes(matching: selector).map(\.id)))
        }
        for target in task.targets {
            guard let selector = try? TargetSelector(target.criteria) else { continue }
            matches.append((target, try await control.store.nodes(matching: selector).map(\.id)))
        }
        return TargetResolution(matches: matches)
    }

    private static func share(
        _ share: TargetResolution.Share, names: [NodeID: String], task: TaskExecution, execution: Execution
    ) -> CommandShare {
        let invocationID = TaskInvocationID.random()
        let origin = CommandOrigin(
            invocationID: invocationID, windowID: execution.windowID, executionID: execution.id,
            taskExecutionID: task.id, windowTargetID: share.target?.id, ownerInformation: share.target?.ownerInformation
        )
        let pseudo = PseudoParameters(
            windowID: execution.windowID, taskID: task.task.id, targetID: share.target?.id, executionID: execution.id,
            taskExecutionID: task.id, invocationID: invocationID, targetType: share.target?.resourceType ?? .instance)
        return CommandShare(
            nodes: share.nodes.map { ($0, names[$0] ?? $0.rawValue) }, criteria: share.target?.criteria,
            origin: ShareOrigin(command: origin, pseudoParameters: pseudo))
    }

    /// What a task orders; the deprecated members count where the new ones say nothing (reference: windows 5.2).
    package static func order(for task: WindowTask) -> CommandOrder {
        var run = task.runCommand ?? RunCommandParameters()
        run.parameters = run.parameters ?? task.echo.taskParameters
        run.outputBucketName = run.outputBucketName ?? task.echo.loggingInfo?.bucketName
        run.outputKeyPrefix = run.outputKeyPrefix ?? task.echo.loggingInfo?.keyPrefix
        return CommandOrder(
            document: task.taskARN, run: run, criteria: task.criteria, maxConcurrency: task.maxConcurrency,
            maxErrors: task.maxErrors)
    }
}
