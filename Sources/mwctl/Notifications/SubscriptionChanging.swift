import AWSWire
import ArgumentParser

struct SubscriptionAdd: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Ask an address to confirm that it wants a topic's messages.",
        discussion: """
            Prints the subscription's ARN. The same address again is asked again, and stays one subscription.

            Example:
              mwctl subscription add alerts http://127.0.0.1:9999/
              mwctl subscription add alerts ops@example.com
              mwctl subscription add alerts https://h.example.com/ \\
                  --filter '{"severity":["high"]}' --delivery-policy @retry.json
            """)

    enum Transport: String, CaseIterable, ExpressibleByArgument {
        case http, https, email
        case emailJSON = "email-json"
    }

    enum Scope: String, CaseIterable, ExpressibleByArgument {
        case body, attributes

        /// As the API writes it.
        var name: String { self == .body ? "MessageBody" : "MessageAttributes" }
    }

    @Argument(help: "The topic's name or ARN.")
    var topic: String

    @Argument(help: "Where messages go: an http:// or https:// URL, or a mail address.")
    var endpoint: String

    @Option(name: .customLong("protocol"), help: "http, https, email or email-json. (default: as the address looks)")
    var transport: Transport?

    @Option(help: ArgumentHelp("Only messages that this filter policy wants; @FILE reads it.", valueName: "json"))
    var filter: String?

    @Option(help: "What the filter looks at: the message's attributes, or its body, which is JSON then.")
    var filterScope: Scope?

    @Flag(help: "Send the message alone, without envelope and signature.")
    var raw = false

    @Option(help: ArgumentHelp("Retries, waits and limits; @FILE reads it.", valueName: "json"))
    var deliveryPolicy: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if filterScope != nil, filter == nil { throw ValidationError("--filter-scope says what --filter looks at.") }
        if transport == nil, Self.guess(endpoint) == nil {
            throw ValidationError("\(endpoint) is neither an http:// or https:// URL nor a mail address.")
        }
    }

    func run(_ session: Session) async throws {
        var attributes: [String: String] = [:]
        if let filter { attributes["FilterPolicy"] = try TextFile.value(filter) }
        attributes["FilterPolicyScope"] = filterScope?.name
        if raw { attributes["RawMessageDelivery"] = "true" }
        if let deliveryPolicy { attributes["DeliveryPolicy"] = try TextFile.value(deliveryPolicy) }
        let reply = try await session.call(
            SNS.SubscribeInput(
                topicArn: session.topicARN(topic),
                protocol: (transport ?? Self.guess(endpoint))?.rawValue ?? "", endpoint: endpoint,
                attributes: attributes.isEmpty ? nil : attributes,
                // Without it the answer for an address that has yet to confirm is no ARN.
                returnSubscriptionArn: true))
        session.console.print(reply.json, as: output.output) { (reply.value.subscriptionArn ?? "") + "\n" }
        session.console.remark("\(endpoint) gets nothing until it is confirmed.")
    }

    private static func guess(_ endpoint: String) -> Transport? {
        let text = endpoint.lowercased()
        if text.hasPrefix("https://") { return .https }
        if text.hasPrefix("http://") { return .http }
        return text.contains("@") && !text.contains("://") ? .email : nil
    }
}

struct SubscriptionConfirm: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Confirm a subscription with the token it was sent, and print its ARN.",
        discussion: """
            Example:
              mwctl subscription confirm alerts 2336412f37fb687f5d51e6e241d09c80
            """)

    @Argument(help: "The topic's name or ARN.")
    var topic: String

    @Argument(help: "The token of the confirmation message.")
    var token: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(
            SNS.ConfirmSubscriptionInput(topicArn: session.topicARN(topic), token: token))
        session.console.print(reply.json, as: output.output) { (reply.value.subscriptionArn ?? "") + "\n" }
    }
}

struct SubscriptionRemove: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "End a subscription; what it is still owed is withdrawn.",
        discussion: """
            Example:
              mwctl subscription remove c9135db0-26c4-47ec-8998-413945fb5a96
            """)

    @OptionGroup var subscription: SubscriptionArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let arn = try await subscription.arn(session)
        // The API ends what is not there without a word; a person who mistyped wants to know.
        _ = try await session.call(SNS.GetSubscriptionAttributesInput(subscriptionArn: arn))
        let reply = try await session.call(SNS.UnsubscribeInput(subscriptionArn: arn))
        session.console.print(reply.json, as: output.output) { "\(arn) is removed.\n" }
    }
}

struct SubscriptionTest: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a test message to one subscription and say what it answered.",
        discussion: """
            It is sent once, now, ahead of anything that waits. The exit status is 1 unless it was taken.

            Example:
              mwctl subscription test c9135db0-26c4-47ec-8998-413945fb5a96
            """)

    @OptionGroup var subscription: SubscriptionArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let arn = try await subscription.arn(session)
        let reply = try await session.call(TestSubscriptionRequest(subscriptionArn: arn))
        let isDelivered = reply.value.delivered == true
        let colours = session.console.terminal.showsColours
        session.console.print(reply.json, as: output.output) {
            let verdict = isDelivered ? Cell("delivered", .good) : Cell("NOT delivered", .bad)
            let time = reply.value.milliseconds.map { " (\($0) ms)" } ?? ""
            return verdict.rendered(colours: colours) + ": " + Cell.harmless(reply.value.answer ?? "no answer") + time
                + "\n"
        }
        guard isDelivered else { throw SilentFailure() }
    }
}
