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
        let names = output.output == .table ? await Self.names(of: reply.value.targets ?? [], session) : [:]
        let colours = session.console.terminal.showsColours
        session.console.print(reply.json, as: output.output) { Self.text(reply.value, names: names, colours: colours) }
    }

    /// How many of a target's nodes are named.
    private static let shownNodes = 4

    /// Names of the nodes that will be shown; a node without one, or that may not be read, keeps its ID.
    private static func names(of targets: [Wire.WindowTargetPreview], _ session: Session) async -> [String: String] {
        var names: [String: String] = [:]
        for id in Set(targets.flatMap { ($0.instanceIds ?? []).prefix(shownNodes + 2) }) {
            names[id] = try? await session.call(GetRegisteredNodeRequest(instanceId: id)).value.node?.name
        }
        return names
    }

    static func text(_ preview: PreviewMaintenanceWindowResult, names: [String: String], colours: Bool) -> String {
        var head = Sheet()
        head.add("Window", "\(preview.name ?? "") (\(preview.windowId ?? ""))")
        head.add("Schedule", preview.schedule)
        head.add("Meaning", preview.explanation)
        head.add("Timezone", preview.scheduleTimezone ?? "UTC")
        head.add("Enabled", Wording.yesNo(preview.enabled))
        var parts = [head.rendered(colours: colours)]
        parts.append(
            section("Openings", openings(preview.openings ?? []), empty: "none", colours))
        parts.append(section("Targets now", targets(preview.targets ?? [], names), empty: "none registered", colours))
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

    private static func targets(_ targets: [Wire.WindowTargetPreview], _ names: [String: String]) -> Table {
        Table(
            "TARGET", "NAME", "NODES", "WHICH",
            rows: targets.map { target in
                [
                    Cell(target.windowTargetId), Cell(target.name), count(target.instanceIds),
                    Cell(some(target.instanceIds, names)),
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
                    Cell(stop(task)),
                ]
            })
    }

    private static func stop(_ task: Wire.WindowTaskPreview) -> String? {
        guard let errors = task.effectiveMaxErrors else { return nil }
        return (errors == 0 ? "the first error" : "\(errors + 1) errors")
            + (task.maxErrors.map { " (MaxErrors \($0))" } ?? "")
    }

    private static func count(_ nodes: [String]?) -> Cell {
        let count = nodes?.count ?? 0
        return Cell(String(count), count == 0 ? .bad : .plain)
    }

    private static func some(_ nodes: [String]?, _ names: [String: String]) -> String {
        let nodes = nodes ?? []
        // To name two more takes no more room than to count them.
        let shown = nodes.count < shownNodes + 3 ? nodes.count : shownNodes
        return nodes.prefix(shown).map { names[$0] ?? $0 }.joined(separator: " ")
            + (nodes.count > shown ? " and \(nodes.count - shown) more" : "")
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
