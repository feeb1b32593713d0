import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeExecutionTasks = Operation(DescribeMaintenanceWindowExecutionTasksRequest.self, for: .reader) {
        request, call in
        let statuses = try StatusFilter(request.filters)
        let id = ExecutionID(rawValue: request.windowExecutionId.lowercased())
        let tasks = try await call.control.store.execution(id).tasks.filter { statuses.accepts($0.state) }
        let page = try call.page(of: tasks, request.maxResults, request.nextToken) { $0.id.rawValue }
        return DescribeMaintenanceWindowExecutionTasksResult(
            windowExecutionTaskIdentities: page.items.map(Wire.MaintenanceWindowExecutionTaskIdentity.init),
            nextToken: page.token)
    }
}

/// The one filter of tasks and invocations, `STATUS`.
struct StatusFilter {
    private let wanted: Set<TaskExecutionState>?

    init(_ filters: [Wire.MaintenanceWindowFilter]?) throws(WireError) {
        let texts = try FilterReader(filters, keys: ["STATUS"])["STATUS"]
        guard let texts else {
            wanted = nil
            return
        }
        var states: Set<TaskExecutionState> = []
        for text in texts {
            guard let state = TaskExecutionState(rawValue: text) else { throw FilterReader.unreadable(text, "STATUS") }
            states.insert(state)
        }
        wanted = states
    }

    func accepts(_ state: TaskExecutionState) -> Bool { wanted.map { $0.contains(state) } ?? true }
}

extension Wire.MaintenanceWindowExecutionTaskIdentity {
    fileprivate init(_ task: TaskExecution) {
        self.init(
            windowExecutionId: task.executionID.rawValue, taskExecutionId: task.id.rawValue,
            status: task.state.rawValue, statusDetails: task.details, startTime: task.startedAt,
            endTime: task.endedAt, taskArn: task.task.taskARN, taskType: task.task.type.rawValue,
            alarmConfiguration: task.task.echo.wireAlarms)
    }
}
