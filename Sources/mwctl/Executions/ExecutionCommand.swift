import AWSWire
import ArgumentParser
import Foundation

struct ExecutionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "execution", abstract: "Executions: what happened, or happens, when a window opened.",
        discussion: """
            Example:
              mwctl execution list nightly
              mwctl execution watch 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
            """,
        subcommands: [
            ExecutionList.self, ExecutionShow.self, ExecutionWatch.self, ExecutionCancel.self, ExecutionLogs.self,
        ])
}

/// The window execution that a command is about.
struct ExecutionArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The window execution's ID.", valueName: "execution"))
    var argument: String?

    @Option(
        name: [.customLong("execution-id"), .customLong("window-execution-id")],
        help: ArgumentHelp("The same as the argument.", valueName: "execution", visibility: .hidden))
    var executionID: String?

    func validate() throws {
        if (argument == nil) == (executionID == nil) { throw ValidationError("Name one execution, by its ID.") }
    }

    var id: String { argument ?? executionID ?? "" }
}

struct ExecutionList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List executions of a window, or of all windows, newest first.",
        discussion: """
            Example:
              mwctl execution list nightly
              mwctl execution list --limit 20 -o json
            """)

    @Argument(help: "The window's ID or name. (default: all windows)")
    var argument: String?

    @Option(name: [.long, .customLong("window-id")], help: "The same as the argument.")
    var window: String?

    @Option(help: "How many at most.")
    var limit: Int = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("The limit must be 1 or more.") }
        if argument != nil, window != nil { throw ValidationError("Name one window, by its ID or name.") }
    }

    func run(_ session: Session) async throws {
        var names: [String: String] = [:]
        let windows: [String]
        if let named = window ?? argument {
            let id = try await session.windowID(named)
            windows = [id]
            // A deleted window has a history and no name; its executions are shown all the same.
            names[id] =
                named == id ? try? await session.call(GetMaintenanceWindowRequest(windowId: id)).value.name : named
        } else {
            let all = try await session.list(DescribeMaintenanceWindowsRequest(), "WindowIdentities").value
            windows = (all.windowIdentities ?? []).compactMap(\.windowId)
            for window in all.windowIdentities ?? [] { names[window.windowId ?? ""] = window.name }
        }
        var found: [(Wire.MaintenanceWindowExecution, JSONValue)] = []
        for window in windows {
            let reply = try await session.list(
                DescribeMaintenanceWindowExecutionsRequest(windowId: window), "WindowExecutions", limit: limit + 1)
            found += zip(reply.value.windowExecutions ?? [], reply.json["WindowExecutions"]?.arrayValue ?? [])
        }
        found.sort { ($0.0.startTime ?? .distantPast) > ($1.0.startTime ?? .distantPast) }
        if found.count > limit { session.console.remark("There are more; raise --limit to see them.") }
        let shown = found.prefix(limit)
        let now = session.clock.now
        session.console.print(
            ["WindowExecutions": .array(shown.map(\.1))], as: output.output,
            Table(
                "ID", "WINDOW", "STATUS", "STARTED", "TOOK", "DETAILS",
                rows: shown.map { execution, _ in
                    [
                        Cell(execution.windowExecutionId),
                        Cell(names[execution.windowId ?? ""] ?? execution.windowId),
                        Wording.status(execution.status), Cell(Wording.instant(execution.startTime)),
                        Cell(Wording.elapsed(from: execution.startTime, to: execution.endTime, now: now)),
                        Cell(execution.statusDetails),
                    ]
                }),
            empty: "There are no executions.")
    }
}

struct ExecutionWatch: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow an execution to its end; the exit status is its result.",
        discussion: """
            Example:
              mwctl execution watch 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
            """)

    @OptionGroup var execution: ExecutionArgument

    @OptionGroup var pace: WatchPace
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        try await session.printing(output.output) {
            try await session.watchExecution(execution.id, beside: output.output, intervalSeconds: pace.interval)
        } result: { () throws(Complaint) in
            try await session.call(GetMaintenanceWindowExecutionRequest(windowExecutionId: execution.id)).json
        }
    }
}

extension Session {
    func watchExecution(
        _ id: String, beside format: OutputFormat = .table, intervalSeconds: Double = 1
    ) async throws {
        var opening: Wire.OpenWindow?
        var name: String?
        var isSearched = false
        try await Watch(session: self, beside: format, intervalSeconds: intervalSeconds).follow {
            () throws(Complaint) in
            // Deadlines do not change once the window is open.
            if opening == nil { opening = await self.opening(of: id) }
            name = opening?.name ?? name
            if name == nil, !isSearched {
                // It has ended, or the caller may not see what is open: its window's history has it.
                let execution = try await call(GetMaintenanceWindowExecutionRequest(windowExecutionId: id)).value
                name = (try? await window(ofExecution: id, startedAt: execution.startTime))?.name
                isSearched = true
            }
            return try await executionProgress(id, opening: opening, name: name)
        }
    }
}

struct ExecutionCancel: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Start no more tasks of an execution; running ones finish.",
        discussion: """
            Example:
              mwctl execution cancel 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
            """)

    @OptionGroup var execution: ExecutionArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let before = try? await session.call(
            GetMaintenanceWindowExecutionRequest(windowExecutionId: execution.id)
        ).value.status
        let reply = try await session.call(
            CancelMaintenanceWindowExecutionRequest(windowExecutionId: execution.id))
        session.console.print(reply.json, as: output.output) {
            Session.isFinal(executionStatus: before)
                ? "\(execution.id) had already ended: \(before ?? "").\n" : "Asked to cancel \(execution.id).\n"
        }
    }
}
