package import Foundation

/// A name under which messages are published.
package struct Topic: Codable, Hashable, Sendable {
    /// 1 to 256 letters, digits, hyphens and underscores; the last part of the ARN.
    package let name: String
    /// The API's attributes as they were set, by their names (`DisplayName`, `DeliveryPolicy`, `SignatureVersion` …).
    package var attributes: [String: String]
    package let createdAt: Date

    package init(name: String, attributes: [String: String] = [:], createdAt: Date) {
        self.name = name
        self.attributes = attributes
        self.createdAt = createdAt
    }
}
