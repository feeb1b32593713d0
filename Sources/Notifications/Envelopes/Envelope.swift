package import Foundation

/// What a subscriber is sent: a message with what is needed to know and to trust it.
package struct Envelope: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case subscriptionConfirmation = "SubscriptionConfirmation"
        case notification = "Notification"
        case unsubscribeConfirmation = "UnsubscribeConfirmation"
    }

    package let kind: Kind
    /// The same in every try.
    package let messageID: String
    package let topicARN: String
    package let subscriptionARN: String
    package let subject: String?
    package let text: String
    package let attributes: [String: MessageAttribute]
    package let at: Date
    /// Of confirmations.
    package let token: String?
    /// Visiting it does what the envelope is about: it confirms, or unsubscribes.
    package let link: String
}

extension Envelope {
    /// - Parameter unsubscribeURL: where whoever visits it unsubscribes.
    package static func notification(
        _ message: PublishedMessage, over transport: Subscription.Transport, topicARN: String, subscriptionARN: String,
        unsubscribeURL: String
    ) -> Self {
        Self(
            kind: .notification, messageID: message.id, topicARN: topicARN, subscriptionARN: subscriptionARN,
            subject: message.subject, text: message.textByProtocol[transport.rawValue] ?? message.text,
            attributes: message.attributes, at: message.publishedAt, token: nil, link: unsubscribeURL)
    }

    /// Asks whether messages are wanted.
    package static func subscriptionConfirmation(
        messageID: String, token: String, topicARN: String, subscriptionARN: String, subscribeURL: String, at: Date
    ) -> Self {
        Self(
            kind: .subscriptionConfirmation, messageID: messageID, topicARN: topicARN,
            subscriptionARN: subscriptionARN, subject: nil,
            text: """
                You have chosen to subscribe to the topic \(topicARN).
                To confirm the subscription, visit the SubscribeURL included in this message.
                """,
            attributes: [:], at: at, token: token, link: subscribeURL)
    }

    /// Says that messages end, and how to have them again.
    package static func unsubscribeConfirmation(
        messageID: String, token: String, topicARN: String, subscriptionARN: String, subscribeURL: String, at: Date
    ) -> Self {
        Self(
            kind: .unsubscribeConfirmation, messageID: messageID, topicARN: topicARN,
            subscriptionARN: subscriptionARN, subject: nil,
            text: """
                You have chosen to deactivate subscription \(subscriptionARN).
                To cancel this operation and restore the subscription, visit the SubscribeURL included in this message.
                """,
            attributes: [:], at: at, token: token, link: subscribeURL)
    }
}
