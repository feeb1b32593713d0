package import Foundation
package import Notifications

/// Which events go to which topic.
package struct EventRule: Codable, Hashable, Sendable {
    /// 1 to 64 letters, digits, dots, hyphens and underscores; unique.
    package let name: String
    package let topicName: String
    /// In the grammar of ``EventPattern``.
    package let pattern: String
    package let description: String?
    package let createdAt: Date

    package init(name: String, topicName: String, pattern: String, description: String? = nil, createdAt: Date) {
        self.name = name
        self.topicName = topicName
        self.pattern = pattern
        self.description = description
        self.createdAt = createdAt
    }
}

/// A message and the subscriptions that want it. One that nobody wants any more is dropped.
package struct Publication: Hashable, Sendable {
    package let message: PublishedMessage
    /// IDs; those that are not confirmed when it is stored get nothing.
    package let recipients: [String]

    package init(message: PublishedMessage, recipients: [String]) {
        self.message = message
        self.recipients = recipients
    }
}

/// Topics, subscriptions and rules: who is told what.
package protocol TopicStoring: Sendable {
    /// Makes a topic; one of the same name is left as it is, and so are its tags.
    /// - Returns: the topic that has the name now.
    /// - Throws: `limitExceeded(kind: "topics")`.
    func create(_ topic: Topic, tags: [String: String]) async throws(StoreError) -> Topic
    /// - Throws: `notFound(kind: "topic")`, as do all functions that name a topic.
    func topic(named name: String) async throws(StoreError) -> Topic
    /// In order of name.
    func topics(page: PageRequest) async throws(StoreError) -> Page<Topic>
    /// Replaces the attributes.
    func update(_ topic: Topic) async throws(StoreError)
    /// Deletes a topic with its subscriptions, what they are owed, and the rules that name it; one that is not there is left alone.
    func deleteTopic(named name: String) async throws(StoreError)
    /// How many subscriptions of a topic are in each state.
    func subscriptionCounts(of topicName: String) async throws(StoreError) -> [Subscription.State: Int]

    /// Adds a subscription; if the topic has one of the same transport and endpoint that is not removed, that one is left as it is.
    /// - Parameter asking: the token to ask with, in a confirmation that the subscription is owed if it is (still) pending. Earlier
    ///   tokens stay good.
    /// - Returns: the subscription that the topic has now.
    /// - Throws: `limitExceeded(kind: "subscriptions")`.
    func subscribe(
        _ subscription: Subscription, asking token: ConfirmationToken, at now: Date
    ) async throws(StoreError) -> Subscription
    /// - Throws: `notFound(kind: "subscription")`, as do all functions that name one. Removed ones are not found.
    func subscription(_ id: String) async throws(StoreError) -> Subscription
    /// In order of creation.
    /// - Parameter topicName: `nil` for those of all topics.
    func subscriptions(of topicName: String?, page: PageRequest) async throws(StoreError) -> Page<Subscription>
    /// Those that get messages, in order of creation.
    func confirmedSubscriptions(of topicName: String) async throws(StoreError) -> [Subscription]
    /// Replaces the attributes.
    func update(_ subscription: Subscription) async throws(StoreError)
    /// Confirms the subscription that was asked with the token, also one that was removed meanwhile (the token of an unsubscribe
    /// confirmation restores it). One that is confirmed is left as it is, but for what the arguments tighten. If the endpoint was
    /// subscribed anew since it was removed, the answer is for the new subscription.
    /// - Parameters:
    ///   - issuedAfter: older tokens are good for nothing.
    ///   - isSigned: whoever confirms has signed the request.
    ///   - requiresSignatureToRemove: from now on.
    /// - Throws: `notFound(kind: "token")`.
    func confirm(
        _ token: ConfirmationToken, ofTopic topicName: String, issuedAfter: Date, isSigned: Bool,
        requiresSignatureToRemove: Bool, at now: Date
    ) async throws(StoreError) -> Subscription
    /// Ends a subscription: messages it is owed are withdrawn, and it is owed an unsubscribe confirmation if it was confirmed.
    /// - Parameter token: restores the subscription when it is confirmed with; `nil` sends no confirmation.
    func removeSubscription(_ id: String, asking token: ConfirmationToken?, at now: Date) async throws(StoreError)

    /// - Throws: `alreadyExists(kind: "rule")`, `notFound(kind: "topic")`.
    func create(_ rule: EventRule) async throws(StoreError)
    /// - Throws: `notFound(kind: "rule")`.
    func rule(named name: String) async throws(StoreError) -> EventRule
    /// In order of name.
    func rules() async throws(StoreError) -> [EventRule]
    /// - Throws: `notFound(kind: "rule")`.
    func deleteRule(named name: String) async throws(StoreError)
}
