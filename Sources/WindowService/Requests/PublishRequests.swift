import Foundation
package import Notifications
import ServiceLifecycle
import WindowCore
import WindowStore

/// A message as somebody wants it published.
package struct PublishOrder: Hashable, Sendable {
    package let text: String
    package let subject: String?
    /// `json`, or nothing.
    package let structure: String?
    package let attributes: [String: MessageAttribute]
    /// Means something on first-in-first-out topics alone, which there are none of.
    package let deduplicationID: String?

    package init(
        text: String, subject: String? = nil, structure: String? = nil, attributes: [String: MessageAttribute] = [:],
        deduplicationID: String? = nil
    ) {
        self.text = text
        self.subject = subject
        self.structure = structure
        self.attributes = attributes
        self.deduplicationID = deduplicationID
    }

    /// What SNS counts: the text, and names, types and values of the attributes.
    var bytes: Int {
        text.utf8.count
            + attributes.reduce(0) { $0 + $1.key.utf8.count + $1.value.type.utf8.count + $1.value.value.utf8.count }
    }
}

extension Control {
    private static let mostMessageBytes = 262_144
    private static let mostEntries = 10

    /// - Returns: the message's ID.
    package func publish(_ order: PublishOrder, to arn: String, as parameter: String = "TopicArn")
        async throws(RequestError) -> String
    {
        let topic = try await topic(arn, as: parameter)
        let message = try message(order, topic: topic)
        try await publish([message])
        return message.id
    }

    /// Publishes those entries that are right; each of the others has its own refusal.
    /// - Returns: the messages' IDs or refusals, in the order of the entries.
    package func publishBatch(
        _ entries: [(id: String, order: PublishOrder)], to arn: String
    ) async throws(RequestError) -> [Result<String, RequestError>] {
        guard !entries.isEmpty else { throw .refused(.emptyBatch) }
        guard entries.count <= Self.mostEntries else { throw .refused(.tooManyEntries(limit: Self.mostEntries)) }
        var seen: Set<String> = []
        for (id, _) in entries {
            guard (1...80).contains(id.utf8.count),
                id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            else { throw .refused(.entryID(String(id.prefix(80)))) }
            guard seen.insert(id).inserted else { throw .refused(.repeatedEntry(id)) }
        }
        guard entries.reduce(0, { $0 + $1.order.bytes }) <= Self.mostMessageBytes else {
            throw .refused(.batchTooLong(limitBytes: Self.mostMessageBytes))
        }
        let topic = try await topic(arn)
        let outcomes = entries.map { entry in
            Result { () throws(RequestError) in try message(entry.order, topic: topic) }
        }
        try await publish(outcomes.compactMap { try? $0.get() })
        return outcomes.map { $0.map(\.id) }
    }

    private func publish(_ messages: [PublishedMessage]) async throws(RequestError) {
        guard let name = messages.first?.topicName else { return }
        try await stored { () async throws(StoreError) in
            let subscriptions = try await store.confirmedSubscriptions(of: name)
            let publications = messages.map {
                Publication(message: $0, recipients: recipients.of($0, among: subscriptions))
            }.filter { !$0.recipients.isEmpty }
            guard !publications.isEmpty else { return }
            try await store.publish(publications, readThrough: nil, at: clock.now)
        }
        nudges.deliveries()
    }

    /// Whether a message may be published, and what it says to whom.
    private func message(_ order: PublishOrder, topic: Topic) throws(RequestError) -> PublishedMessage {
        func refuse(_ reason: String) -> RequestError { .refused(.parameter(InvalidParameter(reason))) }
        guard !order.text.isEmpty else { throw refuse("Empty message") }
        guard order.bytes <= Self.mostMessageBytes else { throw refuse("Message too long") }
        guard order.deduplicationID == nil else {
            throw refuse(
                "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid "
                    + "for this topic type")
        }
        if let subject = order.subject {
            try checked { () throws(InvalidParameter) in try SubjectLine.check(subject) }
        }
        do throws(MessageAttributeRules.Refusal) {
            try MessageAttributeRules.check(order.attributes)
        } catch {
            throw .refused(.messageAttribute(error))
        }
        var texts: [String: String] = [:]
        if let structure = order.structure {
            guard structure == "json" else { throw refuse("MessageStructure") }
            guard case .members(let members)? = BodyValue(parsing: order.text) else {
                throw refuse("Message Structure - JSON message body failed to parse")
            }
            for case (let key, .text(let text)) in members { texts[key] = text }
            guard texts["default"] != nil else {
                throw refuse("Message Structure - No default entry in JSON message body")
            }
        }
        return PublishedMessage(
            id: UUID().uuidString.lowercased(), topicName: topic.name, subject: order.subject,
            text: texts.removeValue(forKey: "default") ?? order.text, textByProtocol: texts,
            attributes: order.attributes, publishedAt: clock.now)
    }

    /// Sends one message to one subscription at once, beside its queue and without a second try.
    /// - Returns: what the receiver answered.
    package func testSubscription(_ arn: String) async throws(RequestError) -> (answer: DeliveryAnswer, seconds: Double)
    {
        let subscription = try await subscription(arn)
        guard subscription.state == .confirmed else {
            throw .invalid(
                "The subscription is not confirmed; it gets nothing before that.",
                hint: "Open the link in its confirmation, or give the token to mwctl subscription confirm.")
        }
        let topic = try await stored { () async throws(StoreError) in
            try await store.topic(named: subscription.topicName)
        }
        let message = PublishedMessage(
            id: UUID().uuidString.lowercased(), topicName: topic.name, subject: "Test of a subscription",
            text: "This is a test of the subscription \(arn). Nothing has happened.", publishedAt: clock.now)
        let owed = OwedDelivery(
            delivery: Delivery(
                id: 0, subscriptionID: subscription.id, kind: .notification, messageID: message.id,
                createdAt: clock.now),
            content: .message(message))
        let lane = DeliveryLane(subscription: subscription, topic: topic, failingSince: nil, owed: [owed])
        let startedAt = clock.uptimeSeconds
        let answer: DeliveryAnswer =
            switch try await ParcelMaker(control: self).parcel(for: owed, in: lane) {
            case .success(let parcel): await cancelWhenGracefulShutdown { await courier.carry(parcel) }
            case .failure(let hopeless): .hopeless(hopeless.why)
            }
        return (answer, clock.uptimeSeconds - startedAt)
    }
}
