package import Foundation

/// What was published to a topic, whoever gets it.
package struct PublishedMessage: Codable, Hashable, Sendable {
    /// A UUID in lower case: the same in every try, so that a receiver knows a message it has seen.
    package let id: String
    package let topicName: String
    /// At most 100 ASCII characters.
    package let subject: String?
    /// What a subscriber gets whose transport has no text of its own.
    package let text: String
    /// Texts for single transports, by the API's protocol names (`MessageStructure` `json`).
    package let textByProtocol: [String: String]
    package let attributes: [String: MessageAttribute]
    package let publishedAt: Date

    package init(
        id: String, topicName: String, subject: String? = nil, text: String, textByProtocol: [String: String] = [:],
        attributes: [String: MessageAttribute] = [:], publishedAt: Date
    ) {
        self.id = id
        self.topicName = topicName
        self.subject = subject
        self.text = text
        self.textByProtocol = textByProtocol
        self.attributes = attributes
        self.publishedAt = publishedAt
    }
}

package struct MessageAttribute: Codable, Hashable, Sendable {
    /// `String`, `String.Array`, `Number` or `Binary`.
    package let type: String
    /// As on the wire; base64 for `Binary`.
    package let value: String

    package init(type: String, value: String) {
        self.type = type
        self.value = value
    }
}
