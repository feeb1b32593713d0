import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeExecutionInvocations = Operation(
        DescribeMaintenanceWindowExecutionTaskInvocationsRequest.self, for: .reader
    ) { request, call in
        let statuses = try StatusFilter(request.filters)
        let task = try await call.taskExecution(request.taskId, of: request.windowExecutionId)
        let commands = try await call.commands(of: task).filter {
            statuses.accepts($0.state.taskInvocationState(isStoppedAtCutoff: task.isStoppedAtCutoff))
        }
        let page = try call.page(of: commands, request.maxResults, request.nextToken) { $0.command.id.rawValue }
        var identities: [Wire.MaintenanceWindowExecutionTaskInvocationIdentity] = []
        for command in page.items {
            identities.append(.init(command, of: task, parameters: try await call.invocationParameters(of: command)))
        }
        return DescribeMaintenanceWindowExecutionTaskInvocationsResult(
            windowExecutionTaskInvocationIdentities: identities, nextToken: page.token)
    }

    static let getExecutionInvocation = Operation(
        GetMaintenanceWindowExecutionTaskInvocationRequest.self, for: .reader
    ) { request, call in
        let task = try await call.taskExecution(request.taskId, of: request.windowExecutionId)
        let id = TaskInvocationID(rawValue: request.invocationId.lowercased())
        guard let command = try await call.commands(of: task).first(where: { $0.command.origin?.invocationID == id })
        else { throw StoreError.notFound(kind: "task invocation", id: id.rawValue) }
        let one = Wire.MaintenanceWindowExecutionTaskInvocationIdentity(
            command, of: task, parameters: try await call.invocationParameters(of: command))
        return GetMaintenanceWindowExecutionTaskInvocationResult(
            windowExecutionId: one.windowExecutionId, taskExecutionId: one.taskExecutionId,
            invocationId: one.invocationId, executionId: one.executionId, taskType: one.taskType,
            parameters: one.parameters, status: one.status, statusDetails: one.statusDetails,
            startTime: one.startTime, endTime: one.endTime, ownerInformation: one.ownerInformation,
            windowTargetId: one.windowTargetId)
    }
}

extension CallContext {
    /// A task's invocations: a command for each of its targets, in the order they run.
    fileprivate func commands(of task: TaskExecution) async throws -> [CommandProgress] {
        try await control.store.commands(CommandFilter(taskExecutionID: task.id), page: .all).items
            .sorted { ($0.command.ordinal, $0.command.id) < ($1.command.ordinal, $1.command.id) }
    }

    /// What an invocation was told, as a text that holds JSON (reference: windows 8.1).
    fileprivate func invocationParameters(of progress: CommandProgress) async throws -> String {
        let command = progress.command
        let nodes = try await control.store.invocations(CommandFilter(commandID: command.id), page: .all).items
        let parameters: JSONValue = [
            "documentName": .string(command.documentName),
            "instanceIds": .array(nodes.map { .string($0.invocation.key.nodeID.rawValue) }),
            "maxConcurrency": .string(command.maxConcurrency), "maxErrors": .string(command.maxErrors),
            "parameters": .object(command.parameters.mapValues { .array($0.map(JSONValue.string)) }),
        ]
        return parameters.text()
    }
}

extension Wire.MaintenanceWindowExecutionTaskInvocationIdentity {
    fileprivate init(_ progress: CommandProgress, of task: TaskExecution, parameters: String) {
        let origin = progress.command.origin
        self.init(
            windowExecutionId: task.executionID.rawValue, taskExecutionId: task.id.rawValue,
            invocationId: origin?.invocationID.rawValue, executionId: progress.command.id.rawValue,
            taskType: task.task.type.rawValue, parameters: parameters,
            status: progress.state.taskInvocationState(isStoppedAtCutoff: task.isStoppedAtCutoff).rawValue,
            statusDetails: progress.state.rawValue,
            startTime: progress.startedAt, endTime: progress.endedAt, ownerInformation: origin?.ownerInformation,
            windowTargetId: origin?.windowTargetID?.rawValue)
    }
}
