import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeTasks = Operation(DescribeMaintenanceWindowTasksRequest.self, for: .reader) { request, call in
        let filters = try FilterReader(request.filters, keys: ["WindowTaskId", "TaskArn", "Priority", "TaskType"])
        let tasks = try await call.control.store.tasks(of: WindowID(rawValue: request.windowId)).filter { task in
            try filters.accepts("WindowTaskId", task.id) { WindowTaskID(rawValue: $0.lowercased()) }
                && filters.accepts("TaskArn", task.taskARN)
                && filters.accepts("Priority", task.priority) { Int($0) }
                && filters.accepts("TaskType", task.type) { TaskType(rawValue: $0) }
        }
        let page = try call.page(of: tasks, request.maxResults, request.nextToken) { $0.id.rawValue }
        return DescribeMaintenanceWindowTasksResult(
            tasks: page.items.map(Wire.MaintenanceWindowTask.init), nextToken: page.token)
    }
}
