/// One try of one delivery, ready to leave: what is sent, and to whom.
package struct Parcel: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// A POST. The body is already in the form that its headers say.
        case post(headers: [PostHeader], body: String)
        /// A mail as the transfer agent takes it, and who gets it.
        case mail(MailMessage, to: MailAddress)
    }

    package struct PostHeader: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package let transport: Subscription.Transport
    /// The subscription's: an URL, or a mail address.
    package let endpoint: String
    package let content: Content

    package init(transport: Subscription.Transport, endpoint: String, content: Content) {
        self.transport = transport
        self.endpoint = endpoint
        self.content = content
    }
}

/// Whoever hands parcels over to the world.
package protocol Courier: Sendable {
    /// Tries once, and always comes back within the courier's own time limit: with what the receiver answered, or with why there is no
    /// answer. Never retries, never waits for its turn.
    func carry(_ parcel: Parcel) async -> DeliveryAnswer
}
