import AWSWire
import ArgumentParser
import Foundation

/// What a running task does when its window reaches the cutoff.
enum CutoffBehavior: String, CaseIterable, ExpressibleByArgument {
    case continueTask = "CONTINUE_TASK"
    case cancelTask = "CANCEL_TASK"

    /// Also the first word alone, in any case.
    init?(argument: String) {
        switch argument.lowercased() {
        case "continue", "continue_task": self = .continueTask
        case "cancel", "cancel_task": self = .cancelTask
        default: return nil
        }
    }
}

/// The nodes of a task: registered targets, or nodes by name.
struct TaskTargets: ParsableArguments {
    @Option(
        name: [.long, .customLong("target-id"), .customLong("window-target-id")],
        help: ArgumentHelp("A target of the window, by ID or name; repeat it for several.", valueName: "target"))
    var target: [String] = []

    @Option(
        help: ArgumentHelp(
            "A node by name or ID; without a registered target it needs a window with --allow-unassociated-targets.",
            valueName: "node"))
    var node: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("A criterion as the aws CLI writes it.", valueName: "Key=…,Values=…"))
    var targets: [Criterion] = []

    /// The API's criteria; `nil` when no node is named.
    /// - Parameter window: the ID of the window that the targets belong to.
    func criteria(in window: String, _ session: Session) async throws(Complaint) -> [Wire.Target]? {
        var criteria = targets.map { Wire.Target(key: $0.key, values: $0.values) }
        if !target.isEmpty {
            let ids = try await session.registrationIDs(target, .target, in: window)
            criteria.append(Wire.Target(key: "WindowTargetIds", values: ids))
        }
        if !node.isEmpty {
            criteria.append(Wire.Target(key: "InstanceIds", values: try await session.nodeIDs(node)))
        }
        return criteria.isEmpty ? nil : criteria
    }
}

struct TaskMembers: ParsableArguments {
    @Option(help: "3 to 128 letters, digits, _, - and dots.")
    var name: String?

    @Option(help: "1 to 128 characters.")
    var description: String?

    @Option(help: "Lower numbers first, equal ones together; 0 is the first.")
    var priority: Int?

    @Option(help: ArgumentHelp("Nodes at once: a number, or a percentage of them.", valueName: "number|percent"))
    var maxConcurrency: String?

    @Option(
        help: ArgumentHelp(
            "Errors allowed: one more stops the task. A number, or a percentage of the nodes.",
            valueName: "number|percent"))
    var maxErrors: String?

    @Option(help: "continue (finish what was started, also past the cutoff) or cancel.")
    var cutoffBehavior: CutoffBehavior?

    @Option(help: "Kept and shown; nothing is assumed here.")
    var serviceRoleArn: String?

    @OptionGroup var command: CommandMembers
    @OptionGroup var parameters: ParameterOptions

    /// What the task gives its command; `nil` when no flag of it is set.
    func runCommand() throws(Complaint) -> Wire.MaintenanceWindowRunCommandParameters? {
        let given = Wire.MaintenanceWindowRunCommandParameters(
            comment: command.comment, documentHash: command.documentHash,
            documentHashType: command.documentHash == nil ? nil : "Sha256",
            documentVersion: command.documentVersion, notificationConfig: command.notification,
            parameters: try parameters.values(), timeoutSeconds: command.timeout)
        return given == Wire.MaintenanceWindowRunCommandParameters() ? nil : given
    }
}

struct TaskRegister: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register a task with a window and print its ID.",
        discussion: """
            Example:
              mwctl task register --window nightly --target web \\
                  --document AWS-RunShellScript \\
                  --parameter commands=@upgrade.sh \\
                  --max-concurrency 10% --max-errors 1 --cutoff-behavior cancel
            """)

    @OptionGroup var window: WindowChoice

    @Option(
        name: [.long, .customLong("task-arn"), .customLong("document-name")],
        help: "The document to run, by name.")
    var document: String

    @Option(help: "RUN_COMMAND is what the service runs.")
    var taskType: String = "RUN_COMMAND"

    @OptionGroup var targets: TaskTargets
    @OptionGroup var members: TaskMembers

    @Option(help: "Repeating a call with the same token registers one task. (default: a new one per call)")
    var clientToken: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let window = try await window.id(session)
        let criteria = try await targets.criteria(in: window, session)
        let runCommand = try members.runCommand()
        // The API wants both with targets and neither without. Careful values: one node at a time, stop at the first error.
        let reply = try await session.call(
            RegisterTaskWithMaintenanceWindowRequest(
                windowId: window, targets: criteria, taskArn: document,
                serviceRoleArn: members.serviceRoleArn, taskType: taskType,
                taskInvocationParameters: runCommand.map { .init(runCommand: $0) }, priority: members.priority,
                maxConcurrency: members.maxConcurrency ?? (criteria == nil ? nil : "1"),
                maxErrors: members.maxErrors ?? (criteria == nil ? nil : "0"), name: members.name,
                description: members.description, clientToken: clientToken ?? UUID().uuidString.lowercased(),
                cutoffBehavior: members.cutoffBehavior?.rawValue))
        session.console.print(reply.json, as: output.output) { (reply.value.windowTaskId ?? "") + "\n" }
    }
}

struct TaskUpdate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change members of a task; those not given keep their value.",
        discussion: """
            Parameters not named keep their values too.

            Example:
              mwctl task update 4f7ca192-7e9a-40fe-9192-5cb15f1e0b9a \\
                  --window nightly --max-errors 10%
            """)

    @OptionGroup var task: TaskArgument

    @Option(
        name: [.long, .customLong("task-arn"), .customLong("document-name")],
        help: "The document to run, by name.")
    var document: String?

    @OptionGroup var targets: TaskTargets
    @OptionGroup var members: TaskMembers

    @Flag(help: "Remove every optional member that is not given; the document must be given.")
    var replace = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let task = try await task.registration(session)
        var runCommand = try members.runCommand()
        if let given = runCommand, !replace {
            // The API replaces what the task gives its command as a whole.
            let stored = try await session.call(
                GetMaintenanceWindowTaskRequest(windowId: task.windowID, windowTaskId: task.id))
            runCommand = Self.merged(given, over: stored.value.taskInvocationParameters?.runCommand)
        }
        let reply = try await session.call(
            UpdateMaintenanceWindowTaskRequest(
                windowId: task.windowID, windowTaskId: task.id,
                targets: targets.criteria(in: task.windowID, session), taskArn: document,
                serviceRoleArn: members.serviceRoleArn,
                taskInvocationParameters: runCommand.map { .init(runCommand: $0) }, priority: members.priority,
                maxConcurrency: members.maxConcurrency, maxErrors: members.maxErrors, name: members.name,
                description: members.description, replace: replace ? true : nil,
                cutoffBehavior: members.cutoffBehavior?.rawValue))
        session.console.print(reply.json, as: output.output) { "\(task.id) is updated.\n" }
    }

    static func merged(
        _ given: Wire.MaintenanceWindowRunCommandParameters, over stored: Wire.MaintenanceWindowRunCommandParameters?
    ) -> Wire.MaintenanceWindowRunCommandParameters {
        guard var merged = stored else { return given }
        merged.comment = given.comment ?? merged.comment
        merged.documentVersion = given.documentVersion ?? merged.documentVersion
        merged.documentHash = given.documentHash ?? merged.documentHash
        merged.documentHashType = given.documentHashType ?? merged.documentHashType
        merged.notificationConfig = given.notificationConfig ?? merged.notificationConfig
        merged.timeoutSeconds = given.timeoutSeconds ?? merged.timeoutSeconds
        if let parameters = given.parameters {
            merged.parameters = (merged.parameters ?? [:]).merging(parameters) { _, new in new }
        }
        return merged
    }
}
