import AWSWire
import ArgumentParser
import Foundation
import ScheduleEngine

struct WindowCreate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a window and print its ID; it is enabled.",
        discussion: """
            Example:
              mwctl window create --name patch-tuesday \\
                  --schedule 'cron(0 22 ? * TUE#2 *)' --schedule-offset 2 \\
                  --schedule-timezone Europe/Berlin \\
                  --duration 4 --cutoff 1 --tag Team=linux
            """)

    @Option(help: "3 to 128 letters, digits, _, - and dots.")
    var name: String

    @Option(help: "cron(…), rate(…) or at(…).")
    var schedule: String

    @Option(help: "Hours it stays open, 1 to 24.")
    var duration: Int

    @Option(help: "Hours before its end from which no task starts any more; less than the duration.")
    var cutoff: Int = 0

    @Flag(inversion: .prefixedNo, help: "Tasks may name nodes that are not registered as targets.")
    var allowUnassociatedTargets = false

    @OptionGroup var members: WindowMembers

    @Option(name: [.long, .customLong("tags")], help: "A tag of the window.")
    var tag: [Pair] = []

    @Option(help: "Repeating a call with the same token creates one window. (default: a new one per call)")
    var clientToken: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            CreateMaintenanceWindowRequest(
                name: name, description: members.description, startDate: members.startDate, endDate: members.endDate,
                schedule: schedule, scheduleTimezone: members.scheduleTimezone,
                scheduleOffset: members.scheduleOffset, duration: duration, cutoff: cutoff,
                allowUnassociatedTargets: allowUnassociatedTargets,
                clientToken: clientToken ?? UUID().uuidString.lowercased(), tags: tag.isEmpty ? nil : tag.map(\.tag),
                daylightSaving: members.daylightSaving?.rawValue, openingNoticeMinutes: members.noticeMinutes))
        session.console.print(reply.json, as: output.output) { (reply.value.windowId ?? "") + "\n" }
    }
}
