import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let getTask = Operation(GetMaintenanceWindowTaskRequest.self, for: .reader) { request, call in
        let task = try await call.control.task(
            WindowTaskID(rawValue: request.windowTaskId.lowercased()), of: WindowID(rawValue: request.windowId))
        return GetMaintenanceWindowTaskResult(
            windowId: task.windowID.rawValue, windowTaskId: task.id.rawValue,
            targets: task.criteria.map(Wire.Target.init), taskArn: task.taskARN, serviceRoleArn: task.serviceRoleARN,
            taskType: task.type.rawValue, taskParameters: task.echo.wireParameters,
            taskInvocationParameters: task.wireInvocationParameters, priority: task.priority,
            maxConcurrency: task.maxConcurrency, maxErrors: task.maxErrors, loggingInfo: task.echo.wireLogging,
            name: task.name, description: task.description, cutoffBehavior: task.cutoffBehavior?.rawValue,
            alarmConfiguration: task.echo.wireAlarms)
    }
}
