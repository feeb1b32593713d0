import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let registerTask = Operation(RegisterTaskWithMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        guard let type = TaskType(rawValue: request.taskType) else {
            throw WireError(.validationException, "“\(request.taskType)” is not a task type.")
        }
        let definition = TaskDefinition(
            type: type, taskARN: request.taskArn, criteria: (request.targets ?? []).map(TargetCriterion.init),
            priority: request.priority, maxConcurrency: request.maxConcurrency, maxErrors: request.maxErrors,
            cutoffBehavior: try CutoffBehavior(wire: request.cutoffBehavior),
            // Another type is refused for itself, not for its parameters.
            runCommand: type == .runCommand ? try RunCommandParameters(request.taskInvocationParameters) : nil,
            serviceRoleARN: request.serviceRoleArn, name: request.name, description: request.description,
            echo: TaskEcho(
                parameters: request.taskParameters, logging: request.loggingInfo, alarms: request.alarmConfiguration))
        let id = try await call.control.registerTask(
            definition, with: WindowID(rawValue: request.windowId), token: call.clientToken(request.clientToken))
        return RegisterTaskWithMaintenanceWindowResult(windowTaskId: id.rawValue)
    }

    static let deregisterTask = Operation(DeregisterTaskFromMaintenanceWindowRequest.self, for: .operator) {
        request, call in
        let id = WindowTaskID(rawValue: request.windowTaskId.lowercased())
        try await call.control.deregisterTask(id, of: WindowID(rawValue: request.windowId))
        return DeregisterTaskFromMaintenanceWindowResult(windowId: request.windowId, windowTaskId: id.rawValue)
    }
}
