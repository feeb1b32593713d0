extension Envelope {
    /// What is signed, for whoever made the envelope; ``ReceivedMessage`` has it for whoever got it.
    package var canonicalString: String {
        kind.canonicalString { name in
            switch name {
            case "Message": text
            case "MessageId": messageID
            case "Subject": subject
            case "SubscribeURL": link
            case "Timestamp": timestamp
            case "Token": token
            case "TopicArn": topicARN
            case "Type": kind.rawValue
            default: nil
            }
        }
    }

    /// The JSON document, with SNS's members in SNS's order and layout.
    package func body(with signature: EnvelopeSignature) -> String {
        let signed = [
            ("SignatureVersion", signature.version.rawValue), ("Signature", signature.base64),
            ("SigningCertURL", signature.certificateURL),
        ]
        let head: [(String, String?)] = [("Type", kind.rawValue), ("MessageId", messageID)]
        let members: [(String, String?)] =
            switch kind {
            case .notification:
                head + [
                    ("TopicArn", topicARN), ("Subject", subject), ("Message", text), ("Timestamp", timestamp),
                ] + signed + [("UnsubscribeURL", link)]
            case .subscriptionConfirmation, .unsubscribeConfirmation:
                head + [
                    ("Token", token), ("TopicArn", topicARN), ("Message", text), ("SubscribeURL", link),
                    ("Timestamp", timestamp),
                ] + signed
            }
        var lines = members.compactMap { name, value in
            value.map { "  \(JSONText.quoted(name)) : \(JSONText.quoted($0))" }
        }
        if !attributes.isEmpty { lines.append("  \"MessageAttributes\" : {\n\(attributeLines)\n  }") }
        return "{\n\(lines.joined(separator: ",\n"))\n}"
    }

    private var timestamp: String { Timestamp.milliseconds(at) }

    private var attributeLines: String {
        attributes.sorted { $0.key < $1.key }.map { name, attribute in
            let json = JSONText.object([
                ("Type", JSONText.quoted(attribute.type)), ("Value", JSONText.quoted(attribute.value)),
            ])
            return "    \(JSONText.quoted(name)) : \(json)"
        }.joined(separator: ",\n")
    }
}
