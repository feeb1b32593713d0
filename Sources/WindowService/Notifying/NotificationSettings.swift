package import Notifications

/// What the operator decided about telling people.
package struct NotificationSettings: Hashable, Sendable {
    /// Where webhooks may be.
    package var endpointRules: EndpointRules
    /// Whom mails come from.
    package var mailFrom: MailAddress?
    /// How deliveries are tried again where neither the subscription nor its topic says it.
    package var deliveryPolicy: DeliveryPolicy
    /// How many subscriptions are served at once.
    package var largestConcurrency: Int

    /// - Parameter mailFrom: without one, mail subscriptions are refused.
    package init(
        endpointRules: EndpointRules = .standard, mailFrom: MailAddress? = nil,
        deliveryPolicy: DeliveryPolicy = DeliveryPolicy(retry: .standard), largestConcurrency: Int = 1000
    ) {
        self.endpointRules = endpointRules
        self.mailFrom = mailFrom
        self.deliveryPolicy = deliveryPolicy
        self.largestConcurrency = largestConcurrency
    }
}
