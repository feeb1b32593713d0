import AWSWire
import ArgumentParser
import ScheduleEngine

struct ScheduleNext: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "List the next moments at which an expression fires.",
        discussion: """
            A terminal gets a table of local and UTC times with daylight-saving marks; a pipe gets one RFC 3339 \
            instant in UTC per line, or "none". The schedule counts as activated at --after: a rate without start \
            date counts from there, and with --offset only dates after it count.

            With --batch, each line of standard input is expression, timezone (empty: UTC), after and count with \
            tabs between them, then, if wanted, a fifth field such as start=…;end=…;offset=…. Each gets one line of \
            output: instants with blanks between them, "none", or "error: …".

            Example:
              mwctl schedule next 'cron(30 2 ? * SUN *)' --timezone Europe/Paris
              mwctl schedule next 'rate(7 days)' --after 2027-01-04T03:00:00Z -o json
              mwctl schedule next --batch --dst skip
            """)

    @Argument(help: "cron(…), rate(…) or at(…).")
    var expression: String?

    @Option(name: [.long, .customLong("schedule-timezone")], help: "An IANA name.")
    var timezone: String = "UTC"

    @Option(help: "List moments strictly later than this one. (default: now)")
    var after: String?

    @Option(help: "How many to list at most.")
    var count: Int = 5

    @Option(name: [.long, .customLong("schedule-offset")], help: "1 to 6 days after the date that cron names.")
    var offset: Int?

    @Option(help: "The schedule does not fire before this moment.")
    var startDate: String?

    @Option(help: "The schedule does not fire after this moment.")
    var endDate: String?

    @Option(
        name: [.long, .customLong("daylight-saving")],
        help: "What becomes of a local time that the clocks skip: shift or skip.")
    var dst: DaylightSavingPolicy = .shift

    @Flag(help: "Answer lines of standard input.")
    var batch = false

    @Option(name: [.short, .long], help: "table, json or yaml. (default: table on a terminal, plain lines in a pipe)")
    var output: OutputFormat?

    @OptionGroup(visibility: .hidden) var connection: ConnectionOptions

    func validate() throws {
        guard batch == (expression == nil) else {
            throw ValidationError(
                batch ? "With --batch the expressions come from standard input." : "Give an expression.")
        }
        guard count >= 1 else { throw ValidationError("The count must be 1 or more.") }
    }

    func run() throws {
        if batch {
            var stream = BatchStream(batch: ScheduleBatch(daylightSaving: dst))
            return try stream.run()
        }
        let terminal = Terminal.standard
        let shown = output ?? (terminal.isTerminal ? .table : nil)
        StandardStreams.writeOutput(
            try text(now: SystemClock().moment, as: shown, colours: terminal.showsColours))
    }

    /// - Parameter shown: `nil` for plain lines.
    func text(now: Moment, as shown: OutputFormat?, colours: Bool = false) throws -> String {
        let after = try DateOption.moment(self.after, "--after") ?? now
        let (start, end) = try (
            DateOption.moment(startDate, "--start-date"), DateOption.moment(endDate, "--end-date")
        )
        do throws(ScheduleError) {
            let zone = try TimeZoneRules.named(timezone)
            let schedule = try Schedule(
                expression: ScheduleExpression(parsing: expression ?? ""), zone: zone, offsetDays: offset,
                startsAt: start, endsAt: end, activatedAt: after, daylightSaving: dst)
            return render(schedule, after: after, as: shown, colours: colours)
        } catch {
            throw Complaint(error)
        }
    }

    private func render(_ schedule: Schedule, after: Moment, as shown: OutputFormat?, colours: Bool) -> String {
        let moments = schedule.occurrences(after: after).prefix(count).map(\.moment)
        let json = JSONValue.array(moments.map { .string($0.rfc3339()) })
        switch shown {
        case nil: return moments.isEmpty ? "none\n" : moments.map { "\($0)\n" }.joined()
        case .json: return json.text(.pretty) + "\n"
        case .yaml: return (try? json.yaml) ?? ""
        case .table:
            guard !moments.isEmpty else { return "It never fires after \(after).\n" }
            return table(schedule, after: after).rendered(colours: colours)
        }
    }

    private func table(_ schedule: Schedule, after: Moment) -> Table {
        var table = Table("LOCAL TIME", "UTC", "NOTE")
        var fired = 0
        for entry in schedule.preview(after: after) {
            switch entry {
            case .fires(let occurrence):
                let local = occurrence.moment.rfc3339(in: schedule.zone)
                let weekday = Weekday.name(schedule.zone.civil(at: occurrence.moment).weekday)
                table.rows.append([
                    Cell("\(weekday) \(local)"), Cell(occurrence.moment.rfc3339()),
                    Cell(occurrence.mark.note, .busy),
                ])
                fired += 1
            case .skips(let skipped):
                table.rows.append([
                    Cell("\(Weekday.name(skipped.local.weekday)) \(skipped.local)", .faint), Cell("-"),
                    Cell("skipped: the clocks jump over this time", .busy),
                ])
            }
            if fired == count { break }
        }
        return table
    }
}

extension DaylightSavingMark {
    /// For a column of notes; empty for a regular occurrence.
    var note: String {
        switch self {
        case .regular: ""
        case .shifted(let local): "shifted: the clocks skip \(local)"
        case .repeated: "repeated: this local time comes twice, the first counts"
        }
    }
}

enum Weekday {
    /// - Parameter number: 1 is Sunday.
    static func name(_ number: Int) -> String {
        ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(number - 1) % 7]
    }
}
