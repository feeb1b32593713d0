import AWSWire
import ArgumentParser

struct TaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Tasks: what a window does.",
        discussion: """
            Example:
              mwctl task register --window nightly --target web \\
                  --document AWS-RunShellScript \\
                  --parameter commands='apt-get update'
            """,
        subcommands: [TaskRegister.self, TaskList.self, TaskShow.self, TaskUpdate.self, TaskDeregister.self])
}

/// The task that a command is about.
struct TaskArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The task's ID or name.", valueName: "task"))
    var argument: String?

    @Option(
        name: [.customLong("task-id"), .customLong("window-task-id")],
        help: ArgumentHelp("The same as the argument.", valueName: "task", visibility: .hidden))
    var taskID: String?

    @OptionGroup var place: WindowOption

    func validate() throws {
        if (argument == nil) == (taskID == nil) { throw ValidationError("Name one task, by its ID or name.") }
    }

    func registration(_ session: Session) async throws(Complaint) -> Registration {
        try await session.registration(argument ?? taskID ?? "", .task, in: place.window)
    }
}

struct TaskList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a window's tasks in the order of their priority.",
        discussion: """
            Example:
              mwctl task list nightly
            """)

    @OptionGroup var window: WindowChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.list(
            DescribeMaintenanceWindowTasksRequest(windowId: window.id(session)), "Tasks")
        let tasks = (reply.value.tasks ?? []).sorted { ($0.priority ?? 0) < ($1.priority ?? 0) }
        session.console.print(
            reply.json, as: output.output,
            Table(
                "PRIORITY", "ID", "NAME", "DOCUMENT", "TARGETS", "CONCURRENCY", "ERRORS", "AT CUTOFF",
                rows: tasks.map { task in
                    [
                        Cell(task.priority.map(String.init)), Cell(task.windowTaskId), Cell(task.name),
                        Cell(task.taskArn), Cell(Wording.criteria(task.targets)), Cell(task.maxConcurrency),
                        Cell(task.maxErrors), Cell(task.cutoffBehavior),
                    ]
                }),
            empty: "The window has no tasks.")
    }
}

struct TaskShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one task.",
        discussion: """
            Example:
              mwctl task show 4f7ca192-7e9a-40fe-9192-5cb15f1e0b9a --window nightly
            """)

    @OptionGroup var task: TaskArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let task = try await task.registration(session)
        let reply = try await session.call(
            GetMaintenanceWindowTaskRequest(windowId: task.windowID, windowTaskId: task.id))
        let found = reply.value
        let command = found.taskInvocationParameters?.runCommand
        var sheet = Sheet()
        sheet.add("ID", found.windowTaskId)
        sheet.add("Window", found.windowId)
        sheet.add("Name", found.name)
        sheet.add("Description", found.description)
        sheet.add("Type", found.taskType)
        sheet.add("Document", found.taskArn)
        sheet.add("Document version", command?.documentVersion)
        sheet.add("Targets", Wording.criteria(found.targets))
        sheet.add("Priority", found.priority.map(String.init))
        sheet.add("Concurrency", found.maxConcurrency)
        sheet.add("Errors allowed", found.maxErrors)
        sheet.add("At cutoff", found.cutoffBehavior)
        sheet.add("Timeout", command?.timeoutSeconds.map { Wording.span(seconds: Double($0)) })
        sheet.add("Comment", command?.comment)
        for (name, values) in (command?.parameters ?? [:]).sorted(by: { $0.key < $1.key }) {
            for value in values { sheet.add("Parameter \(name)", value) }
        }
        session.console.print(reply.json, as: output.output, sheet)
    }
}

struct TaskDeregister: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "deregister", abstract: "Remove a task from its window.",
        discussion: """
            Example:
              mwctl task deregister 4f7ca192-7e9a-40fe-9192-5cb15f1e0b9a --window nightly
            """)

    @OptionGroup var task: TaskArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let task = try await task.registration(session)
        let reply = try await session.call(
            DeregisterTaskFromMaintenanceWindowRequest(
                windowId: task.windowID, windowTaskId: task.id))
        session.console.print(reply.json, as: output.output) { "\(task.id) is deregistered.\n" }
    }
}
