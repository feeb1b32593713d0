import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// An unknown window has no executions; that is no error, because a deleted one's stay readable.
    static let describeExecutions = Operation(DescribeMaintenanceWindowExecutionsRequest.self, for: .reader) {
        request, call in
        let filters = try FilterReader(request.filters, keys: ["ExecutedBefore", "ExecutedAfter"])
        let filter = ExecutionFilter(
            before: try filters.moment("ExecutedBefore"), after: try filters.moment("ExecutedAfter"))
        let page = try await call.control.store.executions(
            of: WindowID(rawValue: request.windowId), filter: filter,
            page: call.page(request.maxResults, request.nextToken))
        return DescribeMaintenanceWindowExecutionsResult(
            windowExecutions: page.items.map(Wire.MaintenanceWindowExecution.init), nextToken: call.token(page.next))
    }

    static let getExecution = Operation(GetMaintenanceWindowExecutionRequest.self, for: .reader) { request, call in
        let record = try await call.control.store.execution(
            ExecutionID(rawValue: request.windowExecutionId.lowercased()))
        let execution = record.execution
        return GetMaintenanceWindowExecutionResult(
            windowExecutionId: execution.id.rawValue, taskIds: record.tasks.map(\.id.rawValue),
            status: execution.state.rawValue, statusDetails: execution.details, startTime: execution.openedAt,
            endTime: execution.endedAt)
    }

    static let cancelExecution = Operation(CancelMaintenanceWindowExecutionRequest.self, for: .operator) {
        request, call in
        let id = ExecutionID(rawValue: request.windowExecutionId.lowercased())
        try await call.control.cancelExecution(id)
        return CancelMaintenanceWindowExecutionResult(windowExecutionId: id.rawValue)
    }
}

extension Wire.MaintenanceWindowExecution {
    fileprivate init(_ execution: Execution) {
        self.init(
            windowId: execution.windowID.rawValue, windowExecutionId: execution.id.rawValue,
            status: execution.state.rawValue, statusDetails: execution.details, startTime: execution.openedAt,
            endTime: execution.endedAt)
    }
}
