extension Envelope {
    /// What is signed: chosen members in alphabetical order, each as its name and its value on lines of their own
    /// (user guide, “verifying the signatures”). Message attributes and the unsubscribe link are not among them.
    package var canonicalString: String {
        let members: [(String, String?)] =
            switch kind {
            case .notification:
                [
                    ("Message", text), ("MessageId", messageID), ("Subject", subject), ("Timestamp", timestamp),
                    ("TopicArn", topicARN), ("Type", kind.rawValue),
                ]
            case .subscriptionConfirmation, .unsubscribeConfirmation:
                [
                    ("Message", text), ("MessageId", messageID), ("SubscribeURL", link), ("Timestamp", timestamp),
                    ("Token", token), ("TopicArn", topicARN), ("Type", kind.rawValue),
                ]
            }
        return members.compactMap { name, value in value.map { "\(name)\n\($0)\n" } }.joined()
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
