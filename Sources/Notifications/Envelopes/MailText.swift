/// What a subscriber reads who has mail: a subject and a text, or the JSON document for `email-json`.
package struct MailText: Hashable, Sendable {
    package let subject: String
    package let text: String

    /// - Parameter body: the signed JSON document, which is the whole mail of an `email-json` subscription.
    package init(_ envelope: Envelope, over transport: Subscription.Transport, body: String) {
        subject =
            switch envelope.kind {
            case .subscriptionConfirmation: "AWS Notification - Subscription Confirmation"
            case .unsubscribeConfirmation: "AWS Notification - Unsubscribe Confirmation"
            case .notification: envelope.subject ?? "AWS Notification Message"
            }
        text = transport == .emailJSON ? body : Self.text(of: envelope)
    }

    private static func text(of envelope: Envelope) -> String {
        switch envelope.kind {
        case .subscriptionConfirmation:
            """
            You have chosen to subscribe to the topic:
            \(envelope.topicARN)

            To confirm this subscription, click or visit the link below (If this was in error no action is necessary):
            \(envelope.link)
            """
        case .unsubscribeConfirmation:
            """
            Your subscription with the id below has been deactivated:
            \(envelope.subscriptionARN)

            If it was in error, click or visit the link below to subscribe again:
            \(envelope.link)
            """
        case .notification:
            """
            \(envelope.text)

            --
            If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
            \(envelope.link)
            """
        }
    }
}
