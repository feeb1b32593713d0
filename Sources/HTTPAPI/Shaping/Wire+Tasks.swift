import AWSWire
import WindowCore
import WindowService

extension RunCommandParameters {
    /// The member for `RUN_COMMAND`, which must be the only one.
    init?(_ wire: Wire.MaintenanceWindowTaskInvocationParameters?) throws(WireError) {
        guard let wire else { return nil }
        guard wire.automation == nil, wire.lambda == nil, wire.stepFunctions == nil else {
            throw WireError(
                .validationException,
                "TaskInvocationParameters of a RUN_COMMAND task may have the member RunCommand only.")
        }
        guard let run = wire.runCommand else { return nil }
        self.init(run)
    }
}

extension TaskEcho {
    init(
        parameters: [String: Wire.MaintenanceWindowTaskParameterValueExpression]?, logging: Wire.LoggingInfo?,
        alarms: Wire.AlarmConfiguration?
    ) {
        self.init(
            taskParameters: parameters?.mapValues { $0.values ?? [] },
            loggingInfo: logging.map {
                LoggingInfo(bucketName: $0.s3BucketName, keyPrefix: $0.s3KeyPrefix, region: $0.s3Region)
            },
            alarmName: alarms?.alarms.first?.name, ignoresPollAlarmFailure: alarms?.ignorePollAlarmFailure)
    }

    /// Responses carry the map even when it is empty.
    var wireParameters: [String: Wire.MaintenanceWindowTaskParameterValueExpression] {
        (taskParameters ?? [:]).mapValues { .init(values: $0) }
    }

    var wireLogging: Wire.LoggingInfo? {
        loggingInfo.map { .init(s3BucketName: $0.bucketName, s3KeyPrefix: $0.keyPrefix, s3Region: $0.region) }
    }

    var wireAlarms: Wire.AlarmConfiguration? {
        alarmName.map { .init(ignorePollAlarmFailure: ignoresPollAlarmFailure, alarms: [.init(name: $0)]) }
    }
}

extension CutoffBehavior {
    init?(wire text: String?) throws(WireError) {
        guard let text else { return nil }
        guard let behavior = Self(rawValue: text) else {
            throw WireError(.validationException, "“\(text)” is not a cutoff behavior.")
        }
        self = behavior
    }
}

extension WindowTask {
    var wireInvocationParameters: Wire.MaintenanceWindowTaskInvocationParameters? {
        runCommand.map { .init(runCommand: .init($0)) }
    }
}

extension Wire.MaintenanceWindowTask {
    init(_ task: WindowTask) {
        self.init(
            windowId: task.windowID.rawValue, windowTaskId: task.id.rawValue, taskArn: task.taskARN,
            type: task.type.rawValue, targets: task.criteria.map(Wire.Target.init),
            taskParameters: task.echo.wireParameters, priority: task.priority, loggingInfo: task.echo.wireLogging,
            serviceRoleArn: task.serviceRoleARN, maxConcurrency: task.maxConcurrency, maxErrors: task.maxErrors,
            name: task.name, description: task.description, cutoffBehavior: task.cutoffBehavior?.rawValue,
            alarmConfiguration: task.echo.wireAlarms)
    }
}
