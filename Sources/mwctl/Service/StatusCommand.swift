import AWSWire
import ArgumentParser
import Foundation

struct StatusCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tonight at a glance: what is open, what comes next, what fails.",
        discussion: """
            Example:
              mwctl status
              mwctl status -o json
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    /// How far back failures count as tonight's.
    private static let tonightSeconds = 86400.0

    func run(_ session: Session) async throws {
        let reply = try await session.call(GetServiceStatusRequest())
        guard output.output == .table else {
            return session.console.print(reply.json, as: output.output) { "" }
        }
        let nodes = try await session.list(ListRegisteredNodesRequest(), "Nodes").value.nodes ?? []
        let since = Wording.instant(session.clock.now.addingTimeInterval(-Self.tonightSeconds))
        let failures =
            try await session.list(
                ListCommandInvocationsRequest(
                    filters: [.init(key: "InvokedAfter", value: since), .init(key: "Status", value: "Failed")]),
                "CommandInvocations", limit: 20
            ).value.commandInvocations ?? []
        session.console.write(
            Self.text(
                reply.value, nodes: nodes, failures: failures, now: session.clock.now,
                colours: session.console.terminal.showsColours))
    }

    static func text(
        _ status: GetServiceStatusResult, nodes: [Wire.RegisteredNode], failures: [Wire.CommandInvocation], now: Date,
        colours: Bool
    ) -> String {
        let up = status.startedAt.map { " for \(Wording.span(seconds: now.timeIntervalSince($0)))" } ?? ""
        var text =
            "mwd \(status.version ?? "") is up\(up), region \(status.region ?? "?"), "
            + "time zone data \(status.timeZoneDataVersion ?? "unknown")\n"
        let counts = (status.counts ?? [:]).filter { $0.value != 0 }.sorted { $0.key < $1.key }
            .map { "\($0.value) \(words($0.key, count: $0.value))" }
        if !counts.isEmpty { text += Cell.harmless(counts.joined(separator: ", ")) + "\n" }
        let failing = nodes.filter(\.isFailing)
        let parts = [
            section("Open now", open(status.openWindows ?? [], now: now), none: "No window is open.", colours),
            section(
                "Next openings", upcoming(status.upcomingOpenings ?? [], now: now), none: "No window will open.",
                colours),
            section("Nodes not reached", NodeList.table(failing), none: "", colours),
            section("Failed in the last 24 hours", failed(failures), none: "", colours),
        ]
        for part in parts where !part.isEmpty { text += "\n" + part }
        for warning in status.warnings ?? [] {
            text +=
                "\n" + Cell("warning: \(warning.message ?? warning.code ?? "")", .busy).rendered(colours: colours)
                + "\n"
        }
        return text
    }

    /// `EnabledWindows` as words, of one window without the last letter.
    private static func words(_ name: String, count: Int) -> String {
        (count == 1 && name.hasSuffix("s") ? String(name.dropLast()) : name).reduce(into: "") { text, letter in
            if letter.isUppercase, !text.isEmpty { text += " " }
            text += letter.lowercased()
        }
    }

    private static func section(_ title: String, _ table: Table, none: String, _ colours: Bool) -> String {
        if table.rows.isEmpty { return none.isEmpty ? "" : none + "\n" }
        return title + "\n" + table.rendered(colours: colours)
    }

    private static func open(_ windows: [Wire.OpenWindow], now: Date) -> Table {
        Table(
            "WINDOW", "STATUS", "OPEN FOR", "CUTOFF", "END", "EXECUTION",
            rows: windows.map { window in
                [
                    Cell(window.name ?? window.windowId), Wording.status(window.status),
                    Cell(Wording.elapsed(from: window.openedAt, to: nil, now: now)),
                    Cell(remaining(window.cutoffAt, now)), Cell(remaining(window.endsAt, now)),
                    Cell(window.windowExecutionId),
                ]
            })
    }

    private static func upcoming(_ openings: [Wire.UpcomingOpening], now: Date) -> Table {
        Table(
            "WINDOW", "OPENS", "IN",
            rows: openings.map { opening in
                [
                    Cell(opening.name ?? opening.windowId), Cell(Wording.instant(opening.scheduledAt)),
                    Cell(opening.scheduledAt.map { Wording.span(seconds: $0.timeIntervalSince(now)) }),
                ]
            })
    }

    private static func failed(_ invocations: [Wire.CommandInvocation]) -> Table {
        Table(
            "NODE", "DOCUMENT", "STATUS", "REQUESTED", "COMMAND",
            rows: invocations.map { invocation in
                [
                    Cell(NodeProgress(invocation, work: "").node), Cell(invocation.documentName),
                    Wording.status(invocation.status, details: invocation.statusDetails),
                    Cell(Wording.instant(invocation.requestedDateTime)), Cell(invocation.commandId),
                ]
            })
    }

    private static func remaining(_ date: Date?, _ now: Date) -> String? {
        date.map { Wording.remaining(until: $0, now: now) }
    }
}
