import AWSWire
import ArgumentParser

struct RuleTest: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Say which events a rule or a pattern matches.",
        discussion: """
            Without --event it looks at the last 100 events and lists those that match. With one the exit status is 1 \
            unless it matches.

            Example:
              mwctl rule test failures
              mwctl rule test --pattern '{"detail":{"status":["FAILED"]}}'
              mwctl rule test --pattern @failures.json --event @event.json
            """)

    @Argument(help: "The rule's name.")
    var name: String?

    @Option(
        name: [.long, .customLong("event-pattern")],
        help: ArgumentHelp("A pattern in place of a rule's; @FILE reads it.", valueName: "json"))
    var pattern: String?

    @Option(help: ArgumentHelp("An event with its envelope; @FILE reads it.", valueName: "json"))
    var event: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    private static let mostEvents = 100

    func validate() throws {
        if (name == nil) == (pattern == nil) { throw ValidationError("Name one rule, or give --pattern.") }
    }

    func run(_ session: Session) async throws {
        let text = try await patternText(session)
        guard let event else { return try await testLatest(text, session) }
        let reply = try await session.call(
            TestEventPatternRequest(eventPattern: text, event: try TextFile.value(event)))
        let matches = reply.value.matches == true
        session.console.print(reply.json, as: output.output) { matches ? "It matches.\n" : "It does not match.\n" }
        guard matches else { throw SilentFailure() }
    }

    private func patternText(_ session: Session) async throws -> String {
        if let pattern { return try TextFile.value(pattern) }
        let name = self.name ?? ""
        let rule = try await session.call(DescribeEventRuleRequest(name: name)).value.rule
        guard let text = rule?.eventPattern else { throw Complaint(.notFound, "There is no rule \(name).") }
        return text
    }

    private func testLatest(_ text: String, _ session: Session) async throws {
        let pattern = try EventSelection(pattern: text)
        let latest = try await EventLog(session: session).latest(Self.mostEvents)
        let matching = latest.filter(pattern.accepts)
        if output.output == .table {
            for event in matching { session.console.write(event.line + "\n") }
            session.console.remark("\(matching.count) of the last \(Wording.count(latest.count, "event")) match.")
        } else {
            session.console.print(
                ["Tested": .int(Int64(latest.count)), "Matching": .array(matching.compactMap(\.json))],
                as: output.output
            ) { "" }
        }
    }
}
