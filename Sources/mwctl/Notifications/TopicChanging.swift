import AWSWire
import ArgumentParser

struct TopicCreate: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a topic and print its ARN; one that is there already is kept.",
        discussion: """
            Example:
              mwctl topic create alerts
              mwctl topic create alerts --display-name 'Patching' --tag Team=ops
            """)

    @Argument(help: "1 to 256 letters, digits, hyphens and underscores.")
    var name: String

    @Option(help: "What mails name as their sender.")
    var displayName: String?

    @Option(help: "1 signs with SHA-1, 2 with SHA-256. (default: the service's)")
    var signatureVersion: String?

    @Option(help: ArgumentHelp("A tag; repeat it.", valueName: "key=value"))
    var tag: [Pair] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let signatureVersion, !["1", "2"].contains(signatureVersion) {
            throw ValidationError("The signature version is 1 or 2.")
        }
    }

    func run(_ session: Session) async throws {
        var attributes: [String: String] = [:]
        attributes["DisplayName"] = displayName
        attributes["SignatureVersion"] = signatureVersion
        let reply = try await session.call(
            SNS.CreateTopicInput(
                name: name, attributes: attributes.isEmpty ? nil : attributes,
                tags: tag.isEmpty ? nil : tag.map { SNS.Tag(key: $0.key, value: $0.value) }))
        session.console.print(reply.json, as: output.output) { (reply.value.topicArn ?? "") + "\n" }
    }
}

struct TopicDelete: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a topic with its subscriptions, and what they are owed.",
        discussion: """
            Rules that send events to it go too.

            Example:
              mwctl topic delete alerts
            """)

    @OptionGroup var topic: TopicArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let arn = try await topic.arn(session)
        // The API deletes what is not there without a word; a person who mistyped wants to know.
        _ = try await session.call(SNS.GetTopicAttributesInput(topicArn: arn))
        let reply = try await session.call(SNS.DeleteTopicInput(topicArn: arn))
        session.console.print(reply.json, as: output.output) { "\(arn) is deleted.\n" }
    }
}

struct TopicPublish: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Send a message to a topic's subscribers and print its ID.",
        discussion: """
            What becomes of it: mwctl delivery list --topic alerts.

            Example:
              mwctl topic publish alerts 'Hello World!' --subject Test
              uptime | mwctl topic publish alerts - --subject "$(hostname)"
              mwctl topic publish alerts 'low on space' --attribute severity=high
              mwctl topic publish alerts '{"default":"a","http":"b"}' --json-structure
            """)

    @Argument(help: "The topic's name or ARN.")
    var topic: String

    @Argument(help: "The text; - reads it from standard input.")
    var message: String

    @Option(help: "At most 100 printable characters; a mail's subject.")
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "A message attribute, for filters; repeat it. NAME:Number=5, NAME:String.Array=[…] and NAME:Binary=BASE64 have a type.",
            valueName: "name=value"))
    var attribute: [AttributePhrase] = []

    @Flag(name: .customLong("json-structure"), help: "The message is a JSON object with a text per protocol.")
    var isStructured = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let text = message == "-" ? try TextFile.read("-") : message
        let attributes = Dictionary(attribute.map { ($0.name, $0.value) }) { _, last in last }
        let reply = try await session.call(
            SNS.PublishInput(
                topicArn: session.topicARN(topic), message: text, subject: subject,
                messageStructure: isStructured ? "json" : nil,
                messageAttributes: attributes.isEmpty ? nil : attributes))
        session.console.print(reply.json, as: output.output) { (reply.value.messageId ?? "") + "\n" }
    }
}

struct TopicRotateKey: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key", abstract: "Sign messages with a new key from now on.",
        discussion: """
            The old certificate can be fetched until it expires: messages it signed may still be on their way. A receiver \
            that fetches the certificate from each message's SigningCertURL notices nothing.

            Example:
              mwctl topic rotate-key
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(RotateSigningKeyRequest())
        var sheet = Sheet()
        sheet.add("Certificate", reply.value.certificateUrl)
        sheet.add("Valid until", Wording.instant(reply.value.notAfter))
        session.console.print(reply.json, as: output.output, sheet)
    }
}

/// `severity=high`, or with a type `size:Number=5`.
struct AttributePhrase: ExpressibleByArgument, Equatable, Sendable {
    let name: String
    let value: SNS.MessageAttributeValue

    init?(argument: String) {
        guard let (head, value) = argument.components(around: "=") else { return nil }
        // A name has no colons.
        let (name, type) = head.components(around: ":") ?? (head, "String")
        guard !name.isEmpty, !type.isEmpty else { return nil }
        self.name = name
        let isBinary = type == "Binary" || type.hasPrefix("Binary.")
        self.value = SNS.MessageAttributeValue(
            dataType: type, stringValue: isBinary ? nil : value, binaryValue: isBinary ? value : nil)
    }
}
