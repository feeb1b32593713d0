import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// `TaskParameters` is a list of maps, and shows the nodes under the pseudo key `aws:InstanceId`
    /// (reference: windows 8.1).
    static let getExecutionTask = Operation(GetMaintenanceWindowExecutionTaskRequest.self, for: .reader) {
        request, call in
        let task = try await call.taskExecution(request.taskId, of: request.windowExecutionId)
        let invocations = try await call.control.store.invocations(
            CommandFilter(taskExecutionID: task.id), page: .all)
        var parameters = task.task.echo.taskParameters ?? task.task.runCommand?.parameters ?? [:]
        parameters["aws:InstanceId"] = invocations.items.map(\.invocation.key.nodeID.rawValue).sorted()
        return GetMaintenanceWindowExecutionTaskResult(
            windowExecutionId: task.executionID.rawValue, taskExecutionId: task.id.rawValue,
            taskArn: task.task.taskARN, serviceRole: task.task.serviceRoleARN, type: task.task.type.rawValue,
            taskParameters: [parameters.mapValues { .init(values: $0) }], priority: task.task.priority,
            maxConcurrency: task.task.maxConcurrency, maxErrors: task.task.maxErrors, status: task.state.rawValue,
            statusDetails: task.details, startTime: task.startedAt, endTime: task.endedAt,
            alarmConfiguration: task.task.echo.wireAlarms)
    }
}

extension CallContext {
    /// A task of an execution, under the IDs of the wire.
    func taskExecution(_ task: String, of execution: String) async throws -> TaskExecution {
        let id = TaskExecutionID(rawValue: task.lowercased())
        let found = try await control.store.taskExecution(id)
        guard found.executionID.rawValue == execution.lowercased() else {
            throw StoreError.notFound(kind: "task execution", id: id.rawValue)
        }
        return found
    }
}
