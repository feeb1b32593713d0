import AWSWire
import ArgumentParser
import Notifications

struct SubscriptionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription", abstract: "Subscriptions: who is told what is published.",
        discussion: """
            A subscription is asked first: a POST with a link, or a mail with one. It gets nothing until somebody \
            visited the link, or confirmed with the link's token.

            Example:
              mwctl subscription add alerts https://hooks.example.com/patching
              mwctl subscription list --topic alerts
              mwctl subscription test c9135db0-26c4-47ec-8998-413945fb5a96
            """,
        subcommands: [
            SubscriptionAdd.self, SubscriptionList.self, SubscriptionShow.self, SubscriptionConfirm.self,
            SubscriptionRemove.self, SubscriptionTest.self,
        ])
}

/// The subscription that a command is about.
struct SubscriptionArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The subscription's ARN, or the ID at its end.", valueName: "subscription"))
    var argument: String?

    @Option(name: .customLong("subscription-arn"), help: ArgumentHelp("The same as the argument.", visibility: .hidden))
    var option: String?

    func validate() throws {
        if (argument == nil) == (option == nil) { throw ValidationError("Name one subscription, by its ARN or ID.") }
    }

    func arn(_ session: Session) async throws(Complaint) -> String {
        try await session.subscriptionARN(argument ?? option ?? "")
    }
}

extension Session {
    /// - Parameter text: an ARN, or its last part.
    func subscriptionARN(_ text: String) async throws(Complaint) -> String {
        if text.hasPrefix("arn:") { return text }
        let known = try await list(SNS.ListSubscriptionsInput(), "Subscriptions").value.subscriptions ?? []
        let named = known.compactMap(\.subscriptionArn).filter { $0.hasPrefix("arn:") }
        if let arn = named.first(where: { Wording.name(ofARN: $0) == text }) { return arn }
        // Lists do not show the ARNs of those that are not confirmed.
        let pending = known.filter { $0.subscriptionArn == SubscriptionARN.pendingInLists }
        for topic in Set(pending.compactMap(\.topicArn)).sorted() {
            let arn = "\(topic):\(text)"
            do throws(Complaint) {
                _ = try await call(SNS.GetSubscriptionAttributesInput(subscriptionArn: arn))
                return arn
            } catch {
                guard error.status == .notFound || error.status == .usage else { throw error }
            }
        }
        throw Complaint(
            .notFound, "There is no subscription with the ID \(text).", hint: "See `mwctl subscription list`.")
    }
}
