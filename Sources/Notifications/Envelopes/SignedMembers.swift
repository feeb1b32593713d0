extension Envelope.Kind {
    /// The members that are signed, in the order in which they are: alphabetically (user guide, “verifying the
    /// signatures”). Message attributes and the unsubscribe link are not among them.
    var signedMembers: [String] {
        switch self {
        case .notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        case .subscriptionConfirmation, .unsubscribeConfirmation:
            ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
        }
    }

    /// What is signed: each member as its name and its value on lines of their own.
    /// - Parameter value: a member's text; one that is `nil` is left out.
    func canonicalString(_ value: (String) -> String?) -> String {
        signedMembers.compactMap { name in value(name).map { "\(name)\n\($0)\n" } }.joined()
    }
}
