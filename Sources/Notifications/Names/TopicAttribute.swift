/// The attributes of a topic that can be set, and their rules.
package enum TopicAttribute: String, CaseIterable, Sendable {
    case displayName = "DisplayName"
    case deliveryPolicy = "DeliveryPolicy"
    case signatureVersion = "SignatureVersion"
    case tracingConfig = "TracingConfig"
    case fifoTopic = "FifoTopic"
    case contentBasedDeduplication = "ContentBasedDeduplication"

    private static let longestDisplayName = 100

    /// - Throws: `AttributeName` for a name that is unknown or cannot be set.
    package init(named name: String) throws(InvalidParameter) {
        guard let attribute = Self(rawValue: name) else { throw InvalidParameter("AttributeName") }
        self = attribute
    }

    /// - Returns: the value to keep; `nil` when setting it takes the attribute away.
    package func check(_ value: String) throws(InvalidParameter) -> String? {
        switch self {
        case .displayName:
            let hasControls = value.unicodeScalars.contains { $0.properties.generalCategory == .control }
            guard value.unicodeScalars.count <= Self.longestDisplayName, !hasControls else {
                throw InvalidParameter(rawValue)
            }
            return value
        case .deliveryPolicy:
            if value.isEmpty || value == "{}" { return nil }
            _ = try DeliveryPolicy(topicJSON: value)
            return value
        case .signatureVersion:
            guard SignatureVersion(rawValue: value) != nil else {
                throw InvalidParameter("SignatureVersion: Invalid value. Must be 1 or 2.")
            }
            return value
        case .tracingConfig:
            // Nothing is traced; the default is accepted because tools send it.
            guard value.isEmpty || value == "PassThrough" else {
                throw InvalidParameter("Invalid tracing config value: \(value)")
            }
            return nil
        case .fifoTopic, .contentBasedDeduplication:
            // Order per subscription is kept anyway; topics that remove duplicates are not offered.
            guard value.isEmpty || value.lowercased() == "false" else {
                throw InvalidParameter("\(rawValue): FIFO topics are not supported")
            }
            return nil
        }
    }
}
