import AWSWire
import ArgumentParser

struct EventCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Events: what happens, as rules see it.",
        discussion: """
            Example:
              mwctl events tail -f
            """,
        subcommands: [EventTail.self])
}

struct EventTail: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Print the last events, and with -f those that happen, until Ctrl-C.",
        discussion: """
            A line has the event's number, its time and what happened. -o json prints an envelope per line, the one that \
            patterns look at.

            Example:
              mwctl events tail
              mwctl events tail -f --pattern '{"detail":{"status":["FAILED","TIMED_OUT"]}}'
              mwctl events tail --after 0 -o json
            """)

    @Flag(name: [.customShort("f"), .long], help: "Go on with what happens.")
    var follow = false

    @Option(help: ArgumentHelp("Everything after this number, in place of the last events.", valueName: "number"))
    var after: Int?

    @Option(help: "How many of the last events.")
    var count = 20

    @Option(
        name: [.long, .customLong("event-pattern")],
        help: ArgumentHelp("Only events that it matches; @FILE reads it.", valueName: "json"))
    var pattern: String?

    @Option(name: [.short, .long], help: "A line for people, or an envelope per line.")
    var output: LineFormat = .table

    @OptionGroup var connection: ConnectionOptions

    private static let intervalSeconds = 1.0

    func validate() throws {
        if let after, after < 0 { throw ValidationError("Events are numbered from 1.") }
        if count < 0 { throw ValidationError("The count must be 0 or more.") }
    }

    func run(_ session: Session) async throws {
        let wanted = try EventSelection(pattern: pattern.map { text throws(Complaint) in try TextFile.value(text) })
        let log = EventLog(session: session)
        var last: Int
        if let after {
            last = after
        } else {
            let latest = try await log.latest(count)
            print(latest, wanted, session)
            // Nothing that came meanwhile is left out.
            if let newest = latest.last?.sequence { last = newest } else { last = try await log.end() }
        }
        var hasAnswered = after == nil
        var isSilent = false
        while true {
            do throws(Complaint) {
                let events = try await log.events(after: last)
                print(events, wanted, session)
                if let newest = events.last?.sequence { last = newest }
                (hasAnswered, isSilent) = (true, false)
                guard events.isEmpty else { continue }
            } catch {
                // A service that restarts is waited for.
                guard follow, hasAnswered, error.status == .unreachable else { throw error }
                if !isSilent { session.console.remark("\(error.message) Trying again.") }
                isSilent = true
            }
            guard follow else { return }
            try await session.clock.sleep(seconds: Self.intervalSeconds)
        }
    }

    private func print(_ events: [Wire.ServiceEvent], _ wanted: EventSelection, _ session: Session) {
        for event in events where event.eventJson != nil && wanted.accepts(event) {
            session.console.write((output == .table ? event.line : event.eventJson ?? "") + "\n")
        }
    }
}
