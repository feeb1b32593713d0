import ArgumentParser
import ScheduleEngine

/// The members of a window that may be left out and changed later, as flags.
struct WindowMembers: ParsableArguments {
    @Option(help: "Why it exists; 1 to 128 characters.")
    var description: String?

    @Option(
        name: [.long, .customLong("timezone")], help: "The zone whose clocks the schedule is read by, an IANA name.")
    var scheduleTimezone: String?

    @Option(help: "Days, 1 to 6, to wait after the date that cron names.")
    var scheduleOffset: Int?

    @Option(help: "ISO 8601: it does not open before.")
    var startDate: String?

    @Option(help: "ISO 8601: it does not open after.")
    var endDate: String?

    @Option(
        name: [.long, .customLong("dst")],
        help: "What becomes of a local time that the clocks skip: shift (later by the gap) or skip.")
    var daylightSaving: DaylightSavingPolicy?

    @Option(
        name: .customLong("notice"),
        help: ArgumentHelp(
            "Tell of each opening so long ahead, up to 10080; 0 is not at all.", valueName: "minutes"))
    var noticeMinutes: Int?
}
