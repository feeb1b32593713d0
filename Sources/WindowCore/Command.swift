package import Foundation

/// The one unit of dispatch: a document, parameters, a frozen list of nodes, limits, a deadline and a reason.
package struct Command: Codable, Hashable, Sendable, Identifiable {
    package let id: CommandID
    package let documentName: String
    /// The number that `$DEFAULT` or `$LATEST` meant when the command was made, so that later edits change nothing.
    package let documentVersion: String
    /// SHA-256 of the document's content, in lower-case hexadecimal; the store keeps the content under it.
    package let documentHash: String
    /// The documents that its steps run, and theirs: hashes by the path that a step names them by. `nil` is none.
    package let innerDocuments: [String: String]?
    /// What the document's parameters were given.
    package let parameters: [String: [String]]
    package let run: RunCommandParameters
    /// The nodes asked for by ID; empty when targets were used.
    package let requestedNodes: [NodeID]
    package let criteria: [TargetCriterion]
    package let maxConcurrency: String
    package let maxErrors: String
    /// Seconds in which a node must have taken the command once the dispatcher first tries it; 30 to 2,592,000.
    package let timeoutSeconds: Int
    /// The sum of the steps' own time limits.
    package let executionSeconds: Int
    /// Whose budget it spends: commands of one window task share one.
    package let budgetID: BudgetID
    /// Its place among the commands of its budget, from 0; they run one after another.
    package let ordinal: Int
    package let origin: CommandOrigin?

    package init(
        id: CommandID, documentName: String, documentVersion: String, documentHash: String,
        innerDocuments: [String: String]? = nil, parameters: [String: [String]], run: RunCommandParameters,
        requestedNodes: [NodeID],
        criteria: [TargetCriterion], maxConcurrency: String, maxErrors: String, timeoutSeconds: Int,
        executionSeconds: Int, budgetID: BudgetID, ordinal: Int = 0, origin: CommandOrigin? = nil
    ) {
        self.id = id
        self.documentName = documentName
        self.documentVersion = documentVersion
        self.documentHash = documentHash
        self.innerDocuments = innerDocuments
        self.parameters = parameters
        self.run = run
        self.requestedNodes = requestedNodes
        self.criteria = criteria
        self.maxConcurrency = maxConcurrency
        self.maxErrors = maxErrors
        self.timeoutSeconds = timeoutSeconds
        self.executionSeconds = executionSeconds
        self.budgetID = budgetID
        self.ordinal = ordinal
        self.origin = origin
    }
}

/// The window task a command works for; it is that task's invocation.
package struct CommandOrigin: Codable, Hashable, Sendable {
    package let invocationID: TaskInvocationID
    package let windowID: WindowID
    package let executionID: ExecutionID
    package let taskExecutionID: TaskExecutionID
    package let windowTargetID: WindowTargetID?
    package let ownerInformation: String?

    package init(
        invocationID: TaskInvocationID, windowID: WindowID, executionID: ExecutionID,
        taskExecutionID: TaskExecutionID, windowTargetID: WindowTargetID?, ownerInformation: String?
    ) {
        self.invocationID = invocationID
        self.windowID = windowID
        self.executionID = executionID
        self.taskExecutionID = taskExecutionID
        self.windowTargetID = windowTargetID
        self.ownerInformation = ownerInformation
    }
}

/// A rate-control budget: the command's own ID, or the task execution's when several commands share it.
package struct BudgetID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A command and how far it has come.
package struct CommandProgress: Hashable, Sendable {
    package let command: Command
    package var state: CommandState
    package var targetCount: Int
    package var completedCount: Int
    package var errorCount: Int
    package var deliveryTimedOutCount: Int
    package var isCancelRequested: Bool
    /// When it was asked for; for a later command of a task, when its turn came.
    package var requestedAt: Date
    package var startedAt: Date?
    package var endedAt: Date?
    /// The effective numbers of its budget.
    package var rate: RateControl

    package init(
        command: Command, state: CommandState, targetCount: Int, completedCount: Int = 0, errorCount: Int = 0,
        deliveryTimedOutCount: Int = 0, isCancelRequested: Bool = false, requestedAt: Date, startedAt: Date? = nil,
        endedAt: Date? = nil, rate: RateControl
    ) {
        self.command = command
        self.state = state
        self.targetCount = targetCount
        self.completedCount = completedCount
        self.errorCount = errorCount
        self.deliveryTimedOutCount = deliveryTimedOutCount
        self.isCancelRequested = isCancelRequested
        self.requestedAt = requestedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.rate = rate
    }

    /// When the API says the command expires: the delivery and the execution budget after the request
    /// (reference: run command 6.6).
    package var expiresAt: Date {
        requestedAt.addingTimeInterval(Double(command.timeoutSeconds + command.executionSeconds))
    }
}
