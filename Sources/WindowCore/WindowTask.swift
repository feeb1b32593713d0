package import Foundation

/// What a task does. Only `runCommand` is dispatched; the others are refused at registration.
package enum TaskType: String, Codable, CaseIterable, Sendable {
    case runCommand = "RUN_COMMAND"
    case automation = "AUTOMATION"
    case stepFunctions = "STEP_FUNCTIONS"
    case lambda = "LAMBDA"
}

/// What happens to a started task at the cutoff (reference: windows 3.5).
package enum CutoffBehavior: String, Codable, CaseIterable, Sendable {
    /// A started task goes on, and keeps starting invocations. The default.
    case continueTask = "CONTINUE_TASK"
    /// No new invocation starts and the running ones are cancelled.
    case cancelTask = "CANCEL_TASK"
}

/// Work registered with a window (reference: windows 5).
package struct WindowTask: Codable, Hashable, Sendable, Identifiable {
    package let id: WindowTaskID
    package let windowID: WindowID
    package let type: TaskType
    /// The document's name or ARN.
    package var taskARN: String
    /// `WindowTargetIds` or `InstanceIds`.
    package var criteria: [TargetCriterion]
    /// 0 is first; there is no upper bound.
    package var priority: Int
    package var maxConcurrency: String?
    package var maxErrors: String?
    package var cutoffBehavior: CutoffBehavior?
    package var runCommand: RunCommandParameters?
    package var serviceRoleARN: String?
    package var name: String?
    package var description: String?
    /// Members that are kept and shown again but steer nothing here.
    package var echo: TaskEcho
    package let registeredAt: Date

    package init(
        id: WindowTaskID, windowID: WindowID, type: TaskType, taskARN: String, criteria: [TargetCriterion],
        priority: Int = 1, maxConcurrency: String? = nil, maxErrors: String? = nil,
        cutoffBehavior: CutoffBehavior? = nil, runCommand: RunCommandParameters? = nil, serviceRoleARN: String? = nil,
        name: String? = nil, description: String? = nil, echo: TaskEcho = TaskEcho(), registeredAt: Date
    ) {
        self.id = id
        self.windowID = windowID
        self.type = type
        self.taskARN = taskARN
        self.criteria = criteria
        self.priority = priority
        self.maxConcurrency = maxConcurrency
        self.maxErrors = maxErrors
        self.cutoffBehavior = cutoffBehavior
        self.runCommand = runCommand
        self.serviceRoleARN = serviceRoleARN
        self.name = name
        self.description = description
        self.echo = echo
        self.registeredAt = registeredAt
    }
}

/// Members of a task that are stored for the client's sake alone.
package struct TaskEcho: Codable, Hashable, Sendable {
    /// Deprecated `TaskParameters`: used for `RUN_COMMAND` only where the invocation parameters give no value.
    package var taskParameters: [String: [String]]?
    package var loggingInfo: LoggingInfo?
    /// One alarm's name and whether its state may be unknown. There is no alarm service here to ask.
    package var alarmName: String?
    package var ignoresPollAlarmFailure: Bool?

    package init(
        taskParameters: [String: [String]]? = nil, loggingInfo: LoggingInfo? = nil, alarmName: String? = nil,
        ignoresPollAlarmFailure: Bool? = nil
    ) {
        self.taskParameters = taskParameters
        self.loggingInfo = loggingInfo
        self.alarmName = alarmName
        self.ignoresPollAlarmFailure = ignoresPollAlarmFailure
    }
}

/// Deprecated place for output, superseded by the members of ``RunCommandParameters``.
package struct LoggingInfo: Codable, Hashable, Sendable {
    package var bucketName: String
    package var keyPrefix: String?
    package var region: String

    package init(bucketName: String, keyPrefix: String? = nil, region: String) {
        self.bucketName = bucketName
        self.keyPrefix = keyPrefix
        self.region = region
    }
}
