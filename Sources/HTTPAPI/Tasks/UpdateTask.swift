import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let updateTask = Operation(UpdateMaintenanceWindowTaskRequest.self, for: .operator) { request, call in
        let change = TaskChange(
            taskARN: request.taskArn, criteria: request.targets?.map(TargetCriterion.init),
            priority: request.priority, maxConcurrency: request.maxConcurrency, maxErrors: request.maxErrors,
            cutoffBehavior: try CutoffBehavior(wire: request.cutoffBehavior),
            runCommand: try RunCommandParameters(request.taskInvocationParameters),
            serviceRoleARN: request.serviceRoleArn, name: request.name, description: request.description,
            echo: TaskEcho(
                parameters: request.taskParameters, logging: request.loggingInfo, alarms: request.alarmConfiguration),
            replacesAll: request.replace ?? false)
        let task = try await call.control.updateTask(
            WindowTaskID(rawValue: request.windowTaskId.lowercased()), of: WindowID(rawValue: request.windowId), change)
        return UpdateMaintenanceWindowTaskResult(
            windowId: task.windowID.rawValue, windowTaskId: task.id.rawValue,
            targets: task.criteria.map(Wire.Target.init), taskArn: task.taskARN, serviceRoleArn: task.serviceRoleARN,
            taskParameters: task.echo.wireParameters, taskInvocationParameters: task.wireInvocationParameters,
            priority: task.priority, maxConcurrency: task.maxConcurrency, maxErrors: task.maxErrors,
            loggingInfo: task.echo.wireLogging, name: task.name, description: task.description,
            cutoffBehavior: task.cutoffBehavior?.rawValue, alarmConfiguration: task.echo.wireAlarms)
    }
}
