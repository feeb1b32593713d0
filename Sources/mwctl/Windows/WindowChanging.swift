import AWSWire
import ArgumentParser
import ScheduleEngine

struct WindowUpdate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change members of a window; those not given keep their value.",
        discussion: """
            Example:
              mwctl window update patch-tuesday --duration 5 --cutoff 2
              mwctl window update patch-tuesday --clear end-date --clear schedule-offset
            """)

    /// What an update can remove; the rest is required.
    enum Clearable: String, CaseIterable, ExpressibleByArgument {
        case description
        case startDate = "start-date"
        case endDate = "end-date"
        case scheduleTimezone = "schedule-timezone"
        case scheduleOffset = "schedule-offset"
        case daylightSaving = "daylight-saving"
        case notice
    }

    @OptionGroup var window: WindowArgument

    @Option(help: "3 to 128 letters, digits, _, - and dots.")
    var name: String?

    @Option(help: "cron(…), rate(…) or at(…).")
    var schedule: String?

    @Option(help: "Hours it stays open, 1 to 24.")
    var duration: Int?

    @Option(help: "Hours before its end from which no task starts any more.")
    var cutoff: Int?

    @Flag(inversion: .prefixedNo, help: "Tasks may name nodes that are not registered as targets.")
    var allowUnassociatedTargets: Bool?

    @Flag(inversion: .prefixedNo, help: "It opens on its schedule.")
    var enabled: Bool?

    @OptionGroup var members: WindowMembers

    @Option(help: "Remove this member's value; repeat it for several.")
    var clear: [Clearable] = []

    @Flag(help: "Remove every optional member that is not given; the required ones must be given.")
    var replace = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let id = try await window.id(session)
        var request = UpdateMaintenanceWindowRequest(
            windowId: id, name: name, description: members.description, startDate: members.startDate,
            endDate: members.endDate, schedule: schedule, scheduleTimezone: members.scheduleTimezone,
            scheduleOffset: members.scheduleOffset, duration: duration, cutoff: cutoff,
            allowUnassociatedTargets: allowUnassociatedTargets, enabled: enabled, replace: replace ? true : nil,
            daylightSaving: members.daylightSaving?.rawValue, openingNoticeMinutes: members.noticeMinutes)
        if !clear.isEmpty, !replace {
            request = Self.merged(
                request, with: try await session.call(GetMaintenanceWindowRequest(windowId: id)).value)
            for member in clear { Self.clear(member, in: &request) }
        }
        let reply = try await session.call(request)
        session.console.print(reply.json, as: output.output, Self.sheet(reply.value))
    }

    /// The API can only clear by replacing everything: the stored values, the request's over them.
    static func merged(
        _ request: UpdateMaintenanceWindowRequest, with stored: GetMaintenanceWindowResult
    ) -> UpdateMaintenanceWindowRequest {
        UpdateMaintenanceWindowRequest(
            windowId: request.windowId, name: request.name ?? stored.name,
            description: request.description ?? stored.description,
            startDate: request.startDate ?? stored.startDate, endDate: request.endDate ?? stored.endDate,
            schedule: request.schedule ?? stored.schedule,
            scheduleTimezone: request.scheduleTimezone ?? stored.scheduleTimezone,
            scheduleOffset: request.scheduleOffset ?? stored.scheduleOffset,
            duration: request.duration ?? stored.duration, cutoff: request.cutoff ?? stored.cutoff,
            allowUnassociatedTargets: request.allowUnassociatedTargets ?? stored.allowUnassociatedTargets,
            enabled: request.enabled ?? stored.enabled, replace: true,
            daylightSaving: request.daylightSaving ?? stored.daylightSaving,
            openingNoticeMinutes: request.openingNoticeMinutes)
    }

    private static func clear(_ member: Clearable, in request: inout UpdateMaintenanceWindowRequest) {
        switch member {
        case .description: request.description = nil
        case .startDate: request.startDate = nil
        case .endDate: request.endDate = nil
        case .scheduleTimezone: request.scheduleTimezone = nil
        case .scheduleOffset: request.scheduleOffset = nil
        case .daylightSaving: request.daylightSaving = nil
        case .notice: request.openingNoticeMinutes = 0
        }
    }

    private static func sheet(_ window: UpdateMaintenanceWindowResult) -> Sheet {
        var sheet = WindowShow.sheet(
            GetMaintenanceWindowResult(
                windowId: window.windowId, name: window.name, description: window.description,
                startDate: window.startDate, endDate: window.endDate, schedule: window.schedule,
                scheduleTimezone: window.scheduleTimezone, scheduleOffset: window.scheduleOffset,
                duration: window.duration, cutoff: window.cutoff,
                allowUnassociatedTargets: window.allowUnassociatedTargets, enabled: window.enabled,
                daylightSaving: window.daylightSaving, openingNoticeMinutes: window.openingNoticeMinutes))
        // The answer to an update does not say when the window opens next.
        sheet.remove("Next opening")
        return sheet
    }
}

struct WindowEnable: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Let a window open on its schedule.",
        discussion: """
            Example:
              mwctl window enable patch-tuesday
            """)

    @OptionGroup var window: WindowArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        try await session.setWindow(window.id(session), enabled: true, as: output.output)
    }
}

struct WindowDisable: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Keep a window from opening; what is running goes on.",
        discussion: """
            Example:
              mwctl window disable patch-tuesday
            """)

    @OptionGroup var window: WindowArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        try await session.setWindow(window.id(session), enabled: false, as: output.output)
    }
}

extension Session {
    fileprivate func setWindow(_ id: String, enabled: Bool, as format: OutputFormat) async throws(Complaint) {
        let reply = try await call(UpdateMaintenanceWindowRequest(windowId: id, enabled: enabled))
        console.print(reply.json, as: format) { "\(id) is \(enabled ? "enabled" : "disabled").\n" }
    }
}

struct WindowDelete: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a window with its targets and tasks; its history stays.",
        discussion: """
            Example:
              mwctl window delete patch-tuesday
            """)

    @OptionGroup var window: WindowArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let id = try await window.id(session)
        // The API answers alike whether the window exists or not; a typing error deserves a word.
        _ = try await session.call(GetMaintenanceWindowRequest(windowId: id))
        let reply = try await session.call(DeleteMaintenanceWindowRequest(windowId: id))
        session.console.print(reply.json, as: output.output) { "\(id) is deleted.\n" }
    }
}
