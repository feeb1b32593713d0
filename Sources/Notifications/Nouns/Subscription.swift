package import Foundation

/// Somebody who gets a topic's messages once they have confirmed that they want them.
package struct Subscription: Codable, Hashable, Sendable {
    package enum State: String, CaseIterable, Codable, Sendable {
        /// Has been asked, and gets nothing until it answers with the token.
        case pending
        case confirmed
        /// Gone; kept until the last message to it has left.
        case removed
    }

    package enum Transport: String, CaseIterable, Codable, Sendable {
        case http
        case https
        case email
        case emailJSON = "email-json"
    }

    /// A UUID in lower case; the last part of the ARN.
    package let id: String
    package let topicName: String
    package let transport: Transport
    /// An URL or a mail address.
    package let endpoint: String
    package var state: State
    /// The API's attributes as they were set, by their names (`FilterPolicy`, `RawMessageDelivery` …).
    package var attributes: [String: String]
    package let createdAt: Date
    package var confirmedAt: Date?
    /// Whether whoever confirmed had signed the request with a key.
    package var wasConfirmedBySignature: Bool
    /// Whether unsubscribing takes a signed request.
    package var requiresSignatureToRemove: Bool

    package init(
        id: String, topicName: String, transport: Transport, endpoint: String, state: State = .pending,
        attributes: [String: String] = [:], createdAt: Date, confirmedAt: Date? = nil,
        wasConfirmedBySignature: Bool = false, requiresSignatureToRemove: Bool = false
    ) {
        self.id = id
        self.topicName = topicName
        self.transport = transport
        self.endpoint = endpoint
        self.state = state
        self.attributes = attributes
        self.createdAt = createdAt
        self.confirmedAt = confirmedAt
        self.wasConfirmedBySignature = wasConfirmedBySignature
        self.requiresSignatureToRemove = requiresSignatureToRemove
    }
}
