package import Foundation
package import Notifications

/// One thing to be told to one subscription.
package struct Delivery: Hashable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        /// To be tried, for the first time or again.
        case owed
        case delivered
        /// Given up; it can be retried by hand.
        case dead
        /// The subscription ended before its turn came.
        case withdrawn
    }

    /// Ascends with creation: the order in which a subscription gets its messages.
    package let id: Int64
    package let subscriptionID: String
    package let kind: Envelope.Kind
    /// A UUID in lower case: that of the message, which all its deliveries share.
    package let messageID: String
    package let createdAt: Date
    /// When it was created, or last retried by hand.
    package var owedSince: Date
    package var state: State
    /// Tries so far, or since it was last retried by hand.
    package var attempts: Int
    package var lastAttemptAt: Date?
    /// What the last try came to, in one line.
    package var lastAnswer: String?
    package var endedAt: Date?

    package init(
        id: Int64, subscriptionID: String, kind: Envelope.Kind, messageID: String, createdAt: Date,
        owedSince: Date? = nil, state: State = .owed, attempts: Int = 0, lastAttemptAt: Date? = nil,
        lastAnswer: String? = nil,
        endedAt: Date? = nil
    ) {
        self.id = id
        self.subscriptionID = subscriptionID
        self.kind = kind
        self.messageID = messageID
        self.createdAt = createdAt
        self.owedSince = owedSince ?? createdAt
        self.state = state
        self.attempts = attempts
        self.lastAttemptAt = lastAttemptAt
        self.lastAnswer = lastAnswer
        self.endedAt = endedAt
    }
}

/// A delivery with what is to be told.
package struct OwedDelivery: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case message(PublishedMessage)
        /// A question that the token answers.
        case confirmation(ConfirmationToken)
    }

    package let delivery: Delivery
    package let content: Content

    package init(delivery: Delivery, content: Content) {
        self.delivery = delivery
        self.content = content
    }
}

/// A subscription's queue: its deliveries leave one after the other, the oldest first.
package struct DeliveryLane: Hashable, Sendable {
    package let subscription: Subscription
    package let topic: Topic
    /// Since when every try has failed; `nil` after one that did not.
    package let failingSince: Date?
    /// The oldest first.
    package let owed: [OwedDelivery]

    package init(subscription: Subscription, topic: Topic, failingSince: Date?, owed: [OwedDelivery]) {
        self.subscription = subscription
        self.topic = topic
        self.failingSince = failingSince
        self.owed = owed
    }
}

/// A delivery as an operator looks at it.
package struct DeliveryListing: Hashable, Sendable {
    package let delivery: Delivery
    package let subscription: Subscription
    /// Of a message; `nil` for confirmations, and once the message is forgotten.
    package let message: PublishedMessage?
    /// When it may be tried next, if it is the oldest that its subscription is owed; others wait for that one. `nil` also while it
    /// is being tried.
    package let nextAttemptAt: Date?

    package init(
        delivery: Delivery, subscription: Subscription, message: PublishedMessage?, nextAttemptAt: Date?
    ) {
        self.delivery = delivery
        self.subscription = subscription
        self.message = message
        self.nextAttemptAt = nextAttemptAt
    }
}

/// Which deliveries to list: all conditions hold.
package struct DeliveryFilter: Hashable, Sendable {
    package var states: Set<Delivery.State>
    package var topicName: String?
    package var subscriptionID: String?
    package var messageID: String?

    /// - Parameter states: empty means all.
    package init(
        states: Set<Delivery.State> = [], topicName: String? = nil, subscriptionID: String? = nil,
        messageID: String? = nil
    ) {
        self.states = states
        self.topicName = topicName
        self.subscriptionID = subscriptionID
        self.messageID = messageID
    }
}

/// How one try ended, as it is remembered.
package struct DeliveryAttempt: Hashable, Sendable {
    package let deliveryID: Int64
    package let subscriptionID: String
    /// `owed` when it is to be tried again.
    package let state: Delivery.State
    /// One line, at most 500 characters.
    package let answer: String
    package let at: Date
    package let failingSince: Date?

    package init(
        deliveryID: Int64, subscriptionID: String, state: Delivery.State, answer: String, at: Date, failingSince: Date?
    ) {
        self.deliveryID = deliveryID
        self.subscriptionID = subscriptionID
        self.state = state
        self.answer = answer
        self.at = at
        self.failingSince = failingSince
    }
}

/// Subscriptions by how they may hold up whoever serves them.
package enum LaneKind: CaseIterable, Sendable {
    /// Webhooks that took the last message, or have not been sent one.
    case ready
    /// Webhooks whose every try has failed for a while, and those that have not confirmed.
    case troubled
    /// Whatever is handed to the mail agent.
    case mail
}
