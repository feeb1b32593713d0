import AWSWire
import ArgumentParser

struct RuleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rule", abstract: "Rules: which events are told to which topic.",
        discussion: """
            A pattern has the fields that an event must have, each with a list of values or tests. Try one on what \
            happened before you make the rule:

            Example:
              mwctl rule test --pattern '{"detail":{"status":["FAILED"]}}'
              mwctl rule create failures --topic alerts --pattern @failures.json
            """,
        subcommands: [RuleCreate.self, RuleList.self, RuleShow.self, RuleDelete.self, RuleTest.self])
}

struct RuleCreate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Send the events that a pattern matches to a topic.",
        discussion: """
            Example:
              mwctl rule create failed --topic alerts \\
                  --pattern '{"detail":{"status":["FAILED"]}}'
              mwctl rule create late --topic alerts --pattern @late.json
            """)

    @Argument(help: "1 to 64 letters, digits, dots, hyphens and underscores.")
    var name: String

    @Option(name: [.long, .customLong("topic-arn")], help: "The topic's name or ARN.")
    var topic: String

    @Option(
        name: [.long, .customLong("event-pattern")],
        help: ArgumentHelp("The event pattern; @FILE reads it.", valueName: "json"))
    var pattern: String

    @Option(help: "At most 512 characters.")
    var description: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let pattern = try TextFile.value(pattern)
        let reply = try await session.call(
            CreateEventRuleRequest(
                name: name, topicArn: session.topicARN(topic), eventPattern: pattern, description: description))
        session.console.print(reply.json, as: output.output) { "\(reply.value.name ?? name)\n" }
    }
}

struct RuleList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List rules.",
        discussion: """
            Example:
              mwctl rule list
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(ListEventRulesRequest())
        session.console.print(
            reply.json, as: output.output,
            Table(
                "NAME", "TOPIC", "PATTERN", "DESCRIPTION",
                rows: (reply.value.rules ?? []).map { rule in
                    [
                        Cell(rule.name), Cell(Wording.name(ofARN: rule.topicArn)), Cell(rule.eventPattern),
                        Cell(rule.description),
                    ]
                }),
            empty: "There are no rules.")
    }
}

struct RuleShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a rule.",
        discussion: """
            Example:
              mwctl rule show failures
            """)

    @Argument(help: "The rule's name.")
    var name: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(DescribeEventRuleRequest(name: name))
        let rule = reply.value.rule
        var sheet = Sheet()
        sheet.add("Name", rule?.name)
        sheet.add("Topic", Wording.name(ofARN: rule?.topicArn))
        sheet.add("Topic ARN", rule?.topicArn)
        sheet.add("Description", rule?.description)
        sheet.add("Created", Wording.instant(rule?.createdAt))
        sheet.add("Pattern", rule?.eventPattern)
        session.console.print(reply.json, as: output.output, sheet)
    }
}

struct RuleDelete: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a rule; its topic stays.",
        discussion: """
            Example:
              mwctl rule delete failures
            """)

    @Argument(help: "The rule's name.")
    var name: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(DeleteEventRuleRequest(name: name))
        session.console.print(reply.json, as: output.output) { "\(name) is deleted.\n" }
    }
}
