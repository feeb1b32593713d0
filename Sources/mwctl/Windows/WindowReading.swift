import AWSWire
import ArgumentParser

struct WindowList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List windows.",
        discussion: """
            Example:
              mwctl window list
              mwctl window list --name patch --enabled -o json
            """)

    @Option(help: "Only windows whose name begins so.")
    var name: String?

    @Flag(inversion: .prefixedNo, help: "Only enabled, or only disabled ones.")
    var enabled: Bool?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        var filters: [Wire.MaintenanceWindowFilter] = []
        if let name { filters.append(.init(key: "Name", values: [name])) }
        if let enabled { filters.append(.init(key: "Enabled", values: [String(enabled)])) }
        let reply = try await session.list(
            DescribeMaintenanceWindowsRequest(filters: filters.isEmpty ? nil : filters), "WindowIdentities")
        session.console.print(
            reply.json, as: output.output, Self.table(reply.value.windowIdentities ?? []),
            empty: "There are no windows.")
    }

    static func table(_ windows: [Wire.MaintenanceWindowIdentity]) -> Table {
        Table(
            "ID", "NAME", "ENABLED", "SCHEDULE", "TIMEZONE", "HOURS", "CUTOFF", "NEXT",
            rows: windows.map { window in
                [
                    Cell(window.windowId), Cell(window.name),
                    Cell(Wording.yesNo(window.enabled), window.enabled == true ? .plain : .faint),
                    Cell(window.schedule), Cell(window.scheduleTimezone), Cell(window.duration.map(String.init)),
                    Cell(window.cutoff.map(String.init)), Cell(window.nextExecutionTime ?? "-"),
                ]
            })
    }
}

struct WindowShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one window.",
        discussion: """
            Example:
              mwctl window show patch-tuesday
              mwctl window show mw-0123456789abcdef0 -o yaml
            """)

    @OptionGroup var window: WindowArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(GetMaintenanceWindowRequest(windowId: window.id(session)))
        var sheet = Self.sheet(reply.value)
        if output.output == .table {
            for open in await session.openWindows() where open.windowId == reply.value.windowId {
                let end = Wording.deadline(open.endsAt, now: session.clock.now).map { ", until \($0)" } ?? ""
                sheet.add("Open now", Cell("execution \(open.windowExecutionId ?? "")\(end)", .busy))
            }
        }
        session.console.print(reply.json, as: output.output, sheet)
    }

    static func sheet(_ window: GetMaintenanceWindowResult) -> Sheet {
        var sheet = Sheet()
        sheet.add("ID", window.windowId)
        sheet.add("Name", window.name)
        sheet.add("Description", window.description)
        sheet.add("Enabled", Wording.yesNo(window.enabled))
        sheet.add("Schedule", window.schedule)
        sheet.add("Timezone", window.scheduleTimezone ?? "UTC")
        sheet.add("Offset", window.scheduleOffset.map { "\($0) d" })
        sheet.add("Daylight saving", window.daylightSaving)
        sheet.add("Duration", Wording.duration(window.duration, cutoff: window.cutoff))
        sheet.add("Notice", window.openingNoticeMinutes.map { "\($0) min before each opening" })
        sheet.add("Not before", window.startDate)
        sheet.add("Not after", window.endDate)
        sheet.add("Unassociated targets", Wording.yesNo(window.allowUnassociatedTargets))
        sheet.add("Next opening", window.nextExecutionTime ?? "-")
        sheet.add("Created", Wording.instant(window.createdDate))
        sheet.add("Modified", Wording.instant(window.modifiedDate))
        return sheet
    }
}
