import ArgumentParser
import ScheduleEngine

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Read and explain schedule expressions; needs no service.",
        discussion: """
            Example:
              mwctl schedule next 'cron(0 2 ? * THU#3 *)' --timezone Europe/Berlin
              mwctl schedule explain 'cron(0 22 ? * 7L *)'
            """,
        subcommands: [ScheduleNext.self, ScheduleExplain.self])
}

extension DaylightSavingPolicy: ExpressibleByArgument {}

extension Complaint {
    /// A schedule, zone or date on the command line that the engine refuses.
    init(_ error: ScheduleError) { self.init(.usage, error.message, hint: error.hint) }
}
