/// A message as a receiver gets it: the JSON document of a POST, not yet trusted.
package struct ReceivedMessage: Hashable, Sendable {
    package let kind: Envelope.Kind
    package let attributes: [String: MessageAttribute]
    private let texts: [String: String]

    /// Every member that is a text when it is there.
    private static let names = [
        "Type", "MessageId", "TopicArn", "Subject", "Message", "Timestamp", "SignatureVersion", "Signature",
        "SigningCertURL", "SubscribeURL", "Token", "UnsubscribeURL",
    ]

    /// - Throws: why the text is no message at all; whether it can be trusted is ``verdict(certificatePEM:at:)``'s to say.
    package init(parsing json: String) throws(UnreadableMessage) {
        guard let members = BodyValue(parsing: json)?.members else { throw .notJSON }
        var texts: [String: String] = [:]
        for name in Self.names {
            switch members[name] {
            case .text(let text)?: texts[name] = text
            case nil, .null?: continue
            default: throw .notText(member: name)
            }
        }
        guard let type = texts["Type"] else { throw .noType }
        guard let kind = Envelope.Kind(rawValue: type) else { throw .unknownType(type) }
        self.kind = kind
        self.texts = texts
        attributes = (members["MessageAttributes"]?.members ?? [:]).compactMapValues(MessageAttribute.init(received:))
    }

    /// A member by its name in the document, such as `MessageId`; `nil` when it is absent.
    package subscript(name: String) -> String? { texts[name] }

    /// What was signed, if nothing was changed on the way.
    var canonicalString: String { kind.canonicalString { texts[$0] } }
}

extension MessageAttribute {
    fileprivate init?(received value: BodyValue) {
        guard case .text(let type)? = value.members?["Type"], case .text(let text)? = value.members?["Value"] else {
            return nil
        }
        self.init(type: type, value: text)
    }
}

/// Why a text is no message.
package enum UnreadableMessage: Error, Hashable, Sendable {
    case notJSON
    case notText(member: String)
    case noType
    case unknownType(String)

    /// A sentence.
    package var message: String {
        switch self {
        case .notJSON: "It is no JSON object."
        case .notText(let member): "Its \(member) is no text."
        case .noType: "It has no Type."
        case .unknownType(let type): "Its Type \(type) is none that a topic sends."
        }
    }
}
