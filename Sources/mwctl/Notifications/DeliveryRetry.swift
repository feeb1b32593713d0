import AWSWire
import ArgumentParser

struct DeliveryRetry: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try dead deliveries again, and owed ones at once.",
        discussion: """
            They keep their places: a subscription gets the oldest first.

            Example:
              mwctl delivery retry 4711 4712
              mwctl delivery retry --subscription c9135db0-26c4-47ec-8998-413945fb5a96
              mwctl delivery retry --topic alerts
            """)

    @Argument(help: "Deliveries, by their IDs.")
    var ids: [Int] = []

    @Option(name: [.long, .customLong("topic-arn")], help: "All of this topic, by name or ARN.")
    var topic: String?

    @Option(name: [.long, .customLong("subscription-arn")], help: "All of this subscription, by ARN or ID.")
    var subscription: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    /// As many as one request takes.
    private static let mostPerRequest = 50

    func validate() throws {
        guard [!ids.isEmpty, topic != nil, subscription != nil].filter({ $0 }).count == 1 else {
            throw ValidationError("Name deliveries by their IDs, or give --topic or --subscription.")
        }
    }

    func run(_ session: Session) async throws {
        let scope = try await DeliveryScope(topic: topic, subscription: subscription, session)
        var count = 0
        if ids.isEmpty {
            count =
                try await session.call(
                    RetryDeliveriesRequest(subscriptionArn: scope.subscriptionARN, topicArn: scope.topicARN)
                ).value.count ?? 0
        }
        for start in stride(from: 0, to: ids.count, by: Self.mostPerRequest) {
            let some = Array(ids[start..<min(start + Self.mostPerRequest, ids.count)])
            count += try await session.call(RetryDeliveriesRequest(deliveryIds: some)).value.count ?? 0
        }
        session.console.print(["Count": .int(Int64(count))], as: output.output) {
            switch count {
            case 0: "None is dead or owed.\n"
            case 1: "1 delivery is tried again.\n"
            default: "\(count) deliveries are tried again.\n"
            }
        }
    }
}
