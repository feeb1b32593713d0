import AWSWire
import ArgumentParser
import Notifications

struct SubscriptionList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List subscriptions.",
        discussion: """
            Example:
              mwctl subscription list
              mwctl subscription list --topic alerts -o json
            """)

    @Option(name: [.long, .customLong("topic-arn")], help: "Only of this topic, by name or ARN.")
    var topic: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let (json, subscriptions): (JSONValue, [SNS.Subscription]?)
        if let topic {
            let arn = try await session.topicARN(topic)
            let reply = try await session.list(SNS.ListSubscriptionsByTopicInput(topicArn: arn), "Subscriptions")
            (json, subscriptions) = (reply.json, reply.value.subscriptions)
        } else {
            let reply = try await session.list(SNS.ListSubscriptionsInput(), "Subscriptions")
            (json, subscriptions) = (reply.json, reply.value.subscriptions)
        }
        session.console.print(
            json, as: output.output, Self.table(subscriptions ?? [], showsTopic: topic == nil),
            empty: "There are no subscriptions.")
    }

    static func table(_ subscriptions: [SNS.Subscription], showsTopic: Bool) -> Table {
        Table(
            "TOPIC", "PROTOCOL", "ENDPOINT", "STATE", "ID",
            rows: subscriptions.map { subscription in
                // Of a subscription that has ended the list says so in place of its ARN.
                let isNamed = subscription.subscriptionArn?.hasPrefix("arn:") == true
                let isPending = subscription.subscriptionArn == SubscriptionARN.pendingInLists
                return [
                    Cell(showsTopic ? Wording.name(ofARN: subscription.topicArn) : nil), Cell(subscription.protocol),
                    Cell(subscription.endpoint),
                    isNamed
                        ? Cell("confirmed", .good)
                        : Cell(isPending ? "pending" : subscription.subscriptionArn?.lowercased(), .busy),
                    Cell(isNamed ? Wording.name(ofARN: subscription.subscriptionArn) : nil),
                ]
            })
    }
}

struct SubscriptionShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a subscription: state, filter, policies.",
        discussion: """
            Example:
              mwctl subscription show c9135db0-26c4-47ec-8998-413945fb5a96
            """)

    @OptionGroup var subscription: SubscriptionArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let arn = try await subscription.arn(session)
        let reply = try await session.call(SNS.GetSubscriptionAttributesInput(subscriptionArn: arn))
        session.console.print(reply.json, as: output.output, Self.sheet(arn, reply.value.attributes ?? [:]))
    }

    private static func sheet(_ arn: String, _ attributes: [String: String]) -> Sheet {
        var sheet = Sheet()
        sheet.add("ID", Wording.name(ofARN: arn))
        sheet.add("ARN", arn)
        sheet.add("Topic", Wording.name(ofARN: attributes["TopicArn"]))
        sheet.add("Protocol", attributes["Protocol"])
        sheet.add("Endpoint", attributes["Endpoint"])
        sheet.add(
            "State", attributes["PendingConfirmation"] == "true" ? Cell("pending", .busy) : Cell("confirmed", .good))
        sheet.add("Raw", attributes["RawMessageDelivery"] == "true" ? "yes" : nil)
        sheet.add("Filter", attributes["FilterPolicy"])
        sheet.add("Filter looks at", attributes["FilterPolicy"].flatMap { _ in attributes["FilterPolicyScope"] })
        sheet.add("Delivery policy", attributes["DeliveryPolicy"])
        sheet.add("Policy in effect", attributes["EffectiveDeliveryPolicy"])
        sheet.add("Dead letters", attributes["RedrivePolicy"])
        return sheet
    }
}
