import AWSWire
import ArgumentParser
import Foundation

struct DeliveryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Deliveries: what is owed to whom, and how tries ended.",
        discussion: """
            A message becomes a delivery for each subscription that wants it. A subscription gets its own in order; one that \
            fails is tried again by the delivery policy, and is dead after the last try. Dead ones are kept and can be \
            retried.

            Example:
              mwctl delivery list --state owed --state dead
              mwctl delivery retry --topic alerts
            """,
        subcommands: [DeliveryList.self, DeliveryShow.self, DeliveryRetry.self])
}

enum DeliveryState: String, CaseIterable, ExpressibleByArgument, Sendable {
    case owed, delivered, dead, withdrawn
}

struct DeliveryList: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List deliveries, newest first.",
        discussion: """
            Example:
              mwctl delivery list --state dead
              mwctl delivery list --topic alerts --limit 200 -o json
            """)

    @Option(help: "owed, delivered, dead or withdrawn; repeat it. (default: all)")
    var state: [DeliveryState] = []

    @Option(name: [.long, .customLong("topic-arn")], help: "Only of this topic, by name or ARN.")
    var topic: String?

    @Option(name: [.long, .customLong("subscription-arn")], help: "Only of this subscription, by ARN or ID.")
    var subscription: String?

    @Option(help: "How many at most.")
    var limit: Int = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("The limit must be 1 or more.") }
    }

    func run(_ session: Session) async throws {
        let scope = try await DeliveryScope(topic: topic, subscription: subscription, session)
        let reply = try await session.list(
            ListDeliveriesRequest(
                states: state.isEmpty ? nil : state.map(\.rawValue), topicArn: scope.topicARN,
                subscriptionArn: scope.subscriptionARN, maxResults: min(limit, 50)),
            "Deliveries", limit: limit)
        session.console.print(
            reply.json, as: output.output, Self.table(reply.value.deliveries ?? [], now: session.clock.now),
            empty: "There are no such deliveries.")
    }

    private static func table(_ deliveries: [Wire.NotificationDelivery], now: Date) -> Table {
        Table(
            "ID", "STATE", "TRIES", "NEXT TRY", "TOPIC", "TO", "SUBJECT", "CREATED", "LAST ANSWER",
            rows: deliveries.map { delivery in
                [
                    Cell(delivery.deliveryId.map(String.init)), Wording.deliveryState(delivery.state),
                    Cell(delivery.attempts.map(String.init)), Cell(Wording.nextTry(of: delivery, now: now)),
                    Cell(Wording.name(ofARN: delivery.topicArn)), Cell(delivery.endpoint),
                    Cell(Wording.matter(of: delivery)), Cell(Wording.instant(delivery.createdAt)),
                    Cell(delivery.lastAnswer),
                ]
            })
    }
}

struct DeliveryShow: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a delivery with its message.",
        discussion: """
            Example:
              mwctl delivery show 4711
            """)

    @Argument(help: "The delivery's ID, a number.")
    var id: Int

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let reply = try await session.call(DescribeDeliveryRequest(deliveryId: id))
        let colours = session.console.terminal.showsColours
        session.console.print(reply.json, as: output.output) {
            Self.sheet(reply.value, now: session.clock.now).rendered(colours: colours)
                + (reply.value.message.map { "\n" + Self.lines($0) } ?? "")
        }
    }

    private static func sheet(_ result: DescribeDeliveryResult, now: Date) -> Sheet {
        var sheet = Sheet()
        guard let delivery = result.delivery else { return sheet }
        sheet.add("ID", delivery.deliveryId.map(String.init))
        sheet.add("State", Wording.deliveryState(delivery.state))
        sheet.add("Topic", Wording.name(ofARN: delivery.topicArn))
        sheet.add("Subscription", Wording.name(ofARN: delivery.subscriptionArn))
        sheet.add("To", delivery.endpoint.map { "\($0) (\(delivery.protocol ?? ""))" })
        sheet.add("Kind", delivery.kind)
        sheet.add("Message ID", delivery.messageId)
        sheet.add("Created", Wording.instant(delivery.createdAt))
        sheet.add("Tries", delivery.attempts.map(String.init))
        sheet.add("Last try", Wording.instant(delivery.lastAttemptAt))
        sheet.add("Last answer", delivery.lastAnswer)
        sheet.add("Next try", Wording.nextTry(of: delivery, now: now))
        sheet.add("Ended", Wording.instant(delivery.endedAt))
        for (name, attribute) in (result.messageAttributes ?? [:]).sorted(by: { $0.key < $1.key }) {
            sheet.add("Attribute \(name)", "\(attribute.value ?? "") (\(attribute.type ?? ""))")
        }
        sheet.add("Subject", delivery.subject)
        return sheet
    }

    /// A message has lines of its own; what steers a terminal does not reach it.
    private static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { Cell.harmless(String($0)) + "\n" }.joined()
    }
}

/// The topic and subscription that deliveries are chosen by.
struct DeliveryScope {
    var topicARN: String?
    var subscriptionARN: String?

    init(topic: String?, subscription: String?, _ session: Session) async throws(Complaint) {
        if let topic { topicARN = try await session.topicARN(topic) }
        if let subscription { subscriptionARN = try await session.subscriptionARN(subscription) }
    }
}

extension Wording {
    static func deliveryState(_ state: String?) -> Cell {
        switch state.flatMap(DeliveryState.init) {
        case .owed: Cell(state, .busy)
        case .delivered: Cell(state, .good)
        case .dead: Cell(state, .bad)
        case .withdrawn: Cell(state, .faint)
        case nil: Cell(state)
        }
    }

    /// Only the oldest that a subscription is owed has a time; the others wait for it.
    static func nextTry(of delivery: Wire.NotificationDelivery, now: Date) -> String? {
        guard delivery.state == DeliveryState.owed.rawValue else { return nil }
        guard let next = delivery.nextAttemptAt else { return "after the one before" }
        return next <= now ? "now" : remaining(until: next, now: now)
    }

    /// The subject, or what else it is about: confirmations have none.
    static func matter(of delivery: Wire.NotificationDelivery) -> String? {
        if let subject = delivery.subject, !subject.isEmpty { return subject }
        return delivery.kind == "Notification" ? nil : delivery.kind
    }
}
