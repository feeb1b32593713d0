import AWSWire
import ArgumentParser

struct TopicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topic", abstract: "Topics: names under which messages are published.",
        discussion: """
            Whoever wants a topic's messages subscribes to it and confirms. Windows and commands publish to topics \
            themselves (a task's or command's notification settings), and rules send events to them.

            Example:
              mwctl topic create alerts --display-name 'Patching'
              mwctl subscription add alerts ops@example.com
              mwctl topic publish alerts 'Hello World!' --subject Test
            """,
        subcommands: [
            TopicCreate.self, TopicList.self, TopicShow.self, TopicDelete.self, TopicPublish.self, TopicRotateKey.self,
        ])
}

/// The topic that a command is about.
struct TopicArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The topic's name or ARN.", valueName: "topic"))
    var argument: String?

    @Option(
        name: [.customLong("topic"), .customLong("topic-arn")],
        help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var option: String?

    func validate() throws {
        if (argument == nil) == (option == nil) { throw ValidationError("Name one topic, by its name or ARN.") }
    }

    func arn(_ session: Session) async throws(Complaint) -> String {
        try await session.topicARN(argument ?? option ?? "")
    }
}

extension Wording {
    /// The last part of an ARN: a topic's name, a subscription's ID.
    static func name(ofARN arn: String?) -> String? { arn?.split(separator: ":").last.map(String.init) }
}
