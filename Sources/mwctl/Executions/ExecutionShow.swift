import AWSWire
import ArgumentParser
import Foundation

struct ExecutionShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an execution with its tasks and nodes.",
        discussion: """
            Example:
              mwctl execution show 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
            """)

    @OptionGroup var execution: ExecutionArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(GetMaintenanceWindowExecutionRequest(windowExecutionId: execution.id))
        guard output.output == .table else {
            return session.console.print(reply.json, as: output.output) { "" }
        }
        let colours = session.console.terminal.showsColours
        let now = session.clock.now
        var text = ""
        var snapshots: Set<String> = []
        for task in try await session.tasks(ofExecution: execution.id) {
            let invocations = try await session.invocations(
                ofExecution: execution.id, task: task.taskExecutionId ?? "")
            snapshots.formUnion(invocations.compactMap { Self.snapshotID($0.parameters) })
            text += "\n" + Self.heading(task, now: now, colours: colours)
            for command in invocations.compactMap(\.executionId) where !command.isEmpty {
                let progress = try await session.nodesWithStarts(of: command)
                text += "  command \(command)  \(progress.summary)\n"
                text += Self.table(progress.nodes, now: now).rendered(colours: colours).indented
            }
        }
        let opening = reply.value.endTime == nil ? await session.opening(of: execution.id) : nil
        var window = opening.flatMap { open in open.windowId.map { (id: $0, name: open.name) } }
        if window == nil {
            window = try? await session.window(ofExecution: execution.id, startedAt: reply.value.startTime)
        }
        let sheet = Self.sheet(
            reply.value, window: window, opening: opening, snapshots: snapshots.sorted(), now: now)
        session.console.write(sheet.rendered(colours: colours) + text)
    }

    private static func sheet(
        _ execution: GetMaintenanceWindowExecutionResult, window: (id: String, name: String?)?,
        opening: Wire.OpenWindow?, snapshots: [String], now: Date
    ) -> Sheet {
        var sheet = Sheet()
        sheet.add("Execution", execution.windowExecutionId)
        sheet.add("Window", window.map { window in window.name.map { "\($0) (\(window.id))" } ?? window.id })
        sheet.add("Status", Wording.status(execution.status))
        sheet.add("Details", execution.statusDetails)
        sheet.add("Started", Wording.instant(execution.startTime))
        sheet.add("Ended", Wording.instant(execution.endTime))
        sheet.add(
            execution.endTime == nil ? "Open for" : "Took",
            Wording.elapsed(from: execution.startTime, to: execution.endTime, now: now))
        sheet.add("Cutoff", Wording.deadline(opening?.cutoffAt, now: now))
        sheet.add("End", Wording.deadline(opening?.endsAt, now: now))
        for snapshot in snapshots { sheet.add("Snapshot ID", snapshot) }
        return sheet
    }

    private static func heading(
        _ task: Wire.MaintenanceWindowExecutionTaskIdentity, now: Date, colours: Bool
    ) -> String {
        let parts = [
            "Task \(task.taskExecutionId ?? "")", Cell(task.taskArn).text,
            Wording.status(task.status).rendered(colours: colours),
            Wording.elapsed(from: task.startTime, to: task.endTime, now: now), Cell(task.statusDetails).text,
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ") + "\n"
    }

    static func table(_ nodes: [NodeProgress], now: Date) -> Table {
        Table(
            "NODE", "STATUS", "STARTED", "TOOK", "REASON",
            rows: nodes.map { node in
                [
                    Cell(node.node), Wording.status(node.status, details: node.details),
                    Cell(Wording.instant(node.startedAt)),
                    Cell(Wording.elapsed(from: node.startedAt, to: node.endedAt, now: now)), Cell(node.reason),
                ]
            })
    }

    /// The snapshot that a patch document was given; the invocation's parameters are JSON in a string.
    static func snapshotID(_ parameters: String?) -> String? {
        guard let parameters,
            let json = try? JSONValue(parsing: Array(parameters.utf8), maximumBytes: 1 << 20)
        else { return nil }
        return json["parameters"]?["SnapshotId"]?[0]?.stringValue
    }
}

extension String {
    /// Every line two blanks to the right.
    fileprivate var indented: String {
        split(separator: "\n").map { "  \($0)\n" }.joined()
    }
}

struct ExecutionLogs: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print what the nodes of an execution wrote, step by step.",
        discussion: """
            Example:
              mwctl execution logs 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30 --node web1
            """)

    @OptionGroup var execution: ExecutionArgument
    @OptionGroup var logs: LogOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        // The answer for an unknown execution is "not found", not silence.
        _ = try await session.call(GetMaintenanceWindowExecutionRequest(windowExecutionId: execution.id))
        let commands = try await session.commandIDs(ofExecution: execution.id)
        try await logs.print(commands, as: output.output, session)
    }
}
