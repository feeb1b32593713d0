import AWSWire
import ArgumentParser

struct TopicList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List topics.",
        discussion: """
            Example:
              mwctl topic list
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.list(SNS.ListTopicsInput(), "Topics")
        session.console.print(
            reply.json, as: output.output,
            Table(
                "NAME", "ARN",
                rows: (reply.value.topics ?? []).map { [Cell(Wording.name(ofARN: $0.topicArn)), Cell($0.topicArn)] }),
            empty: "There are no topics.")
    }
}

struct TopicShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a topic with its subscriptions.",
        discussion: """
            Example:
              mwctl topic show alerts
            """)

    @OptionGroup var topic: TopicArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let arn = try await topic.arn(session)
        let reply = try await session.call(SNS.GetTopicAttributesInput(topicArn: arn))
        let tags = try await session.call(SNS.ListTagsForResourceRequest(resourceArn: arn))
        guard output.output == .table else {
            var json = reply.json
            json["Tags"] = tags.json["Tags"]
            return session.console.print(json, as: output.output) { "" }
        }
        let subscriptions = try await session.list(SNS.ListSubscriptionsByTopicInput(topicArn: arn), "Subscriptions")
        let colours = session.console.terminal.showsColours
        let table = SubscriptionList.table(subscriptions.value.subscriptions ?? [], showsTopic: false)
        session.console.write(
            Self.sheet(arn, reply.value.attributes ?? [:], tags.value.tags ?? []).rendered(colours: colours)
                + (table.rows.isEmpty ? "" : "\n" + table.rendered(colours: colours)))
    }

    private static func sheet(_ arn: String, _ attributes: [String: String], _ tags: [SNS.Tag]) -> Sheet {
        var sheet = Sheet()
        sheet.add("Name", Wording.name(ofARN: arn))
        sheet.add("ARN", arn)
        sheet.add("Display name", attributes["DisplayName"])
        let confirmed = attributes["SubscriptionsConfirmed"] ?? "0"
        let pending = attributes["SubscriptionsPending"] ?? "0"
        sheet.add("Subscriptions", "\(confirmed) confirmed, \(pending) pending")
        sheet.add("Signature version", attributes["SignatureVersion"])
        sheet.add("Delivery policy", attributes["DeliveryPolicy"])
        sheet.add("Tags", Wording.tags(tags.map { Wire.Tag(key: $0.key, value: $0.value) }))
        return sheet
    }
}

extension Session {
    /// - Parameter text: an ARN, or a topic's name.
    func topicARN(_ text: String) async throws(Complaint) -> String {
        if text.hasPrefix("arn:") { return text }
        let topics = try await list(SNS.ListTopicsInput(), "Topics").value.topics ?? []
        guard let arn = topics.compactMap(\.topicArn).first(where: { Wording.name(ofARN: $0) == text }) else {
            throw Complaint(
                .notFound, "There is no topic with the name \(text).",
                hint: "See `mwctl topic list`, or make it: mwctl topic create NAME.")
        }
        return arn
    }
}
