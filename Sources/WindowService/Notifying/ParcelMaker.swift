import Foundation
package import Notifications
import WindowCore
import WindowStore

/// Makes what is sent of what is owed.
struct ParcelMaker: Sendable {
    let control: Control

    /// - Returns: the parcel, or the answer that no courier need be asked for.
    func parcel(for owed: OwedDelivery, in lane: DeliveryLane) async throws(RequestError) -> Result<Parcel, Hopeless> {
        let envelope = envelope(of: owed, in: lane)
        let subscription = lane.subscription
        let isRaw = subscription.attributes[SubscriptionAttribute.rawMessageDelivery.rawValue] == "true"
        switch subscription.transport {
        case .http, .https:
            let policy = DeliveryPolicy.effective(of: lane, service: control.settings.notifications)
            let headers = envelope.headers(isRaw: isRaw, contentType: policy.contentType).map {
                Parcel.PostHeader(name: $0.name, value: $0.value)
            }
            let body = isRaw && envelope.kind == .notification ? envelope.text : try await signed(envelope, lane)
            return .success(
                Parcel(
                    transport: subscription.transport, endpoint: subscription.endpoint,
                    content: .post(headers: headers, body: body)))
        case .email, .emailJSON:
            guard let sender = control.settings.notifications.mailFrom else {
                return .failure(Hopeless(why: "mail is off: the configuration has no notifications.mailFrom"))
            }
            guard let recipient = try? MailAddress(subscription.endpoint) else {
                return .failure(Hopeless(why: "“\(subscription.endpoint)” is no mail address"))
            }
            let body = subscription.transport == .emailJSON ? try await signed(envelope, lane) : ""
            let text = MailText(envelope, over: subscription.transport, body: body)
            let message = MailMessage(
                text, from: sender,
                senderName: lane.topic.attributes[TopicAttribute.displayName.rawValue]
                    ?? lane.topic.name, to: recipient, messageID: envelope.messageID, at: envelope.at,
                unsubscribeURL: envelope.kind == .notification ? envelope.link : nil)
            return .success(
                Parcel(
                    transport: subscription.transport, endpoint: subscription.endpoint,
                    content: .mail(message, to: recipient)))
        }
    }

    struct Hopeless: Error {
        let why: String
    }

    private func signed(_ envelope: Envelope, _ lane: DeliveryLane) async throws(RequestError) -> String {
        let version = lane.topic.attributes[TopicAttribute.signatureVersion.rawValue].flatMap(SignatureVersion.init)
        return envelope.body(with: try await control.signing.signature(for: envelope, version: version ?? .sha1))
    }

    private func envelope(of owed: OwedDelivery, in lane: DeliveryLane) -> Envelope {
        let links = SubscriptionLinks(control: control)
        let topic = control.settings.topicARN(lane.topic.name)
        let subscription = SubscriptionARN(topic: topic, id: lane.subscription.id)
        switch owed.content {
        case .message(let message):
            return .notification(
                message, over: lane.subscription.transport, topicARN: topic.text, subscriptionARN: subscription.text,
                unsubscribeURL: links.unsubscribe(subscription))
        case .confirmation(let token):
            let make =
                owed.delivery.kind == .unsubscribeConfirmation
                ? Envelope.unsubscribeConfirmation : Envelope.subscriptionConfirmation
            return make(
                owed.delivery.messageID, token.text, topic.text, subscription.text,
                links.confirm(topic, token: token), owed.delivery.createdAt)
        }
    }
}

/// The addresses in messages that do something when they are visited.
struct SubscriptionLinks {
    let control: Control

    func confirm(_ topic: TopicARN, token: ConfirmationToken) -> String {
        link("ConfirmSubscription", [("TopicArn", topic.text), ("Token", token.text)])
    }

    func unsubscribe(_ subscription: SubscriptionARN) -> String {
        link("Unsubscribe", [("SubscriptionArn", subscription.text)])
    }

    /// An ARN's letters need no escaping in a query.
    private func link(_ action: String, _ members: [(String, String)]) -> String {
        (control.origin.url ?? "http://localhost") + "/?Action=\(action)"
            + members.map { "&\($0.0)=\($0.1)" }.joined()
    }
}

extension ControlSettings {
    package func topicARN(_ name: String) -> TopicARN { TopicARN(region: region, account: accountID, name: name) }
}

extension DeliveryPolicy {
    /// What holds for a subscription. Attributes were read when they were set, so they can be read again.
    static func effective(of lane: DeliveryLane, service: NotificationSettings) -> Self {
        effective(lane.subscription, of: lane.topic, service: service)
    }

    package static func effective(
        _ subscription: Subscription, of topic: Topic, service: NotificationSettings
    ) -> Self {
        effective(
            subscription: subscription.attributes[SubscriptionAttribute.deliveryPolicy.rawValue].flatMap {
                try? DeliveryPolicy(subscriptionJSON: $0)
            },
            topic: topic.attributes[TopicAttribute.deliveryPolicy.rawValue].flatMap {
                try? DeliveryPolicy(topicJSON: $0)
            },
            service: service.deliveryPolicy)
    }
}
