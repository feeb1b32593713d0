import AWSWire
import ArgumentParser

struct WindowPreview: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show what a window will do: openings, nodes, limits, warnings.",
        discussion: """
            Nothing is started. Nodes are those that match at this moment.

            Example:
              mwctl window preview patch-tuesday --count 12
            """)

    @OptionGroup var window: WindowArgument

    @Option(help: "How many openings, 1 to 100.")
    var count: Int = 5

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            PreviewMaintenanceWindowRequest(windowId: window.id(session), count: count))
        let colours = session.console.terminal.showsColours
        session.console.print(reply.json, as: output.output) { Self.text(reply.value, colours: colours) }
    }

    static func text(_ preview: PreviewMaintenanceWindowResult, colours: Bool) -> String {
        var head = Sheet()
        head.add("Window", "\(preview.name ?? "") (\(preview.windowId ?? ""))")
        head.add("Schedule", preview.schedule)
        head.add("Meaning", preview.explanation)
        head.add("Timezone", preview.scheduleTimezone ?? "UTC")
        head.add("Enabled", Wording.yesNo(preview.enabled))
        var parts = [head.rendered(colours: colours)]
        parts.append(
            section("Openings", openings(preview.openings ?? []), empty: "none", colours))
        parts.append(section("Targets now", targets(preview.targets ?? []), empty: "none registered", colours))
        parts.append(section("Tasks", tasks(preview.tasks ?? []), empty: "none registered", colours))
        for warning in preview.warnings ?? [] {
            parts.append(
                Cell("warning: \(warning.message ?? warning.code ?? "")", .busy).rendered(colours: colours) + "\n")
        }
        return parts.joined(separator: "\n")
    }

    private static func section(_ title: String, _ table: Table, empty: String, _ colours: Bool) -> String {
        "\(title)\(table.rows.isEmpty ? ": \(empty)\n" : "\n" + table.rendered(colours: colours))"
    }

    private static func openings(_ openings: [Wire.OpeningPreview]) -> Table {
        Table(
            "OPENS", "UTC", "CUTOFF", "ENDS", "NOTE",
            rows: openings.map { opening in
                [
                    Cell(opening.localTime), Cell(Wording.instant(opening.scheduledAt)),
                    Cell(Wording.instant(opening.cutoffAt)), Cell(Wording.instant(opening.endsAt)),
                    Cell(note(opening.daylightSavingMark), .busy),
                ]
            })
    }

    private static func note(_ mark: String?) -> String? {
        switch mark {
        case "shifted": "shifted: the clocks skip the local time"
        case "repeated": "repeated: the local time comes twice, the first counts"
        case "skipped": "skipped: the clocks jump over this time"
        default: mark
        }
    }

    private static func targets(_ targets: [Wire.WindowTargetPreview]) -> Table {
        Table(
            "TARGET", "NAME", "NODES", "WHICH",
            rows: targets.map { target in
                [
                    Cell(target.windowTargetId), Cell(target.name), count(target.instanceIds),
                    Cell(some(target.instanceIds)),
                ]
            })
    }

    private static func tasks(_ tasks: [Wire.WindowTaskPreview]) -> Table {
        Table(
            "PRIORITY", "TASK", "NAME", "DOCUMENT", "NODES", "AT ONCE", "STOPS AFTER",
            rows: tasks.map { task in
                [
                    Cell(task.priority.map(String.init)), Cell(task.windowTaskId), Cell(task.name),
                    Cell(task.taskArn), count(task.instanceIds),
                    Cell(limit(task.effectiveMaxConcurrency, task.maxConcurrency)),
                    // One more error than the limit stops the task.
                    Cell(
                        limit(task.effectiveMaxErrors.map { $0 + 1 }, task.maxErrors.map { "MaxErrors \($0)" })
                            .map { "\($0) errors" }),
                ]
            })
    }

    private static func count(_ nodes: [String]?) -> Cell {
        let count = nodes?.count ?? 0
        return Cell(String(count), count == 0 ? .bad : .plain)
    }

    private static func some(_ nodes: [String]?) -> String {
        let nodes = nodes ?? []
        return nodes.prefix(3).joined(separator: " ") + (nodes.count > 3 ? " and \(nodes.count - 3) more" : "")
    }

    private static func limit(_ effective: Int?, _ given: String?) -> String? {
        guard let effective else { return given }
        let text = String(effective)
        return given.map { $0 == text ? text : "\(text) (\($0))" } ?? text
    }
}

struct WindowOpen: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a window now, beside its schedule, and print the execution's ID.",
        discussion: """
            Example:
              mwctl window open patch-tuesday --watch
            """)

    @OptionGroup var window: WindowArgument

    @Flag(name: [.long, .customLong("wait")], help: "Follow the execution; the exit status is its result.")
    var watch = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(OpenMaintenanceWindowRequest(windowId: window.id(session)))
        session.console.print(reply.json, as: output.output) { (reply.value.windowExecutionId ?? "") + "\n" }
        guard watch, let id = reply.value.windowExecutionId else { return }
        try await session.watchExecution(id, beside: output.output)
    }
}
