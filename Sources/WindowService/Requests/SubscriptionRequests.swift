import Foundation
package import Notifications
import WindowCore
import WindowStore

extension Control {
    /// Adds a subscription, which is asked whether it wants messages; one that is there is asked again if it has not
    /// answered.
    package func subscribe(
        to arn: String, over protocolName: String, endpoint: String?, attributes: [String: String]
    ) async throws(RequestError) -> Subscription {
        let topic = try await topic(arn)
        guard let transport = Subscription.Transport(rawValue: protocolName) else {
            throw .refused(
                .parameter(InvalidParameter("Amazon SNS protocol: \(protocolName.prefix(64)) is not supported here")))
        }
        guard let endpoint, !endpoint.isEmpty else {
            throw .refused(.parameter(InvalidParameter("Endpoint Reason: no value for required parameter")))
        }
        try checkEndpoint(endpoint, over: transport)
        let kept = try checkedInMap { () throws(InvalidParameter) in
            try SubscriptionAttribute.check(attributes, over: transport)
        }
        let wanted = Subscription(
            id: UUID().uuidString.lowercased(), topicName: topic.name, transport: transport, endpoint: endpoint,
            attributes: kept, createdAt: clock.now)
        let subscription = try await stored { () async throws(StoreError) in
            try await store.subscribe(wanted, asking: .random(), at: clock.now)
        }
        guard kept.allSatisfy({ subscription.attributes[$0.key] == $0.value }) else {
            throw .refused(.attribute(InvalidParameter("Subscription already exists with different attributes")))
        }
        nudges.deliveries()
        return subscription
    }

    private func checkEndpoint(_ endpoint: String, over transport: Subscription.Transport) throws(RequestError) {
        switch transport {
        case .http, .https:
            _ = try checked { () throws(InvalidParameter) in
                try settings.notifications.endpointRules.check(endpoint, over: transport)
            }
        case .email, .emailJSON:
            guard settings.notifications.mailFrom != nil else {
                throw .refused(
                    .parameter(
                        InvalidParameter(
                            "Protocol Reason: mail is off; set notifications.mailFrom in the service's configuration")))
            }
            _ = try checked { () throws(InvalidParameter) in try MailAddress(endpoint) }
        }
    }

    /// Confirms with the token that the subscriber was sent.
    /// - Parameters:
    ///   - isSigned: whoever asks has a key of this service.
    ///   - requiresSignatureToRemove: counts only if they have.
    package func confirmSubscription(
        to arn: String, token: String, isSigned: Bool, requiresSignatureToRemove: Bool
    ) async throws(RequestError) -> Subscription {
        let name = try topicName(arn)
        let token = try checked { () throws(InvalidParameter) in try ConfirmationToken(parsing: token) }
        let now = clock.now
        let oldest = now.addingTimeInterval(-Double(ConfirmationToken.validSeconds))
        do throws(StoreError) {
            return try await store.confirm(
                token, ofTopic: name, issuedAfter: oldest, isSigned: isSigned,
                requiresSignatureToRemove: isSigned && requiresSignatureToRemove, at: now)
        } catch {
            // SNS does not say whether there was ever such a token.
            if case .notFound = error { throw .refused(.parameter(InvalidParameter("Token"))) }
            throw .store(error)
        }
    }

    /// Ends a subscription. One that is gone is ended already.
    package func unsubscribe(_ arn: String, isSigned: Bool) async throws(RequestError) {
        let subscription: Subscription
        do throws(RequestError) {
            subscription = try await self.subscription(arn)
        } catch {
            if case .store(.notFound) = error { return }
            throw error
        }
        guard isSigned || !subscription.requiresSignatureToRemove else {
            throw .refused(
                .forbidden("Ending this subscription takes a signed request; whoever confirmed it wanted so."))
        }
        // Whoever has a key of the service need not be told; the link in a message may have been visited by mistake.
        let token = subscription.state == .confirmed && !isSigned ? ConfirmationToken.random() : nil
        try await stored { () async throws(StoreError) in
            try await store.removeSubscription(subscription.id, asking: token, at: clock.now)
        }
        nudges.deliveries()
    }

    package func subscription(_ arn: String) async throws(RequestError) -> Subscription {
        let parsed = try checked { () throws(InvalidParameter) in try SubscriptionARN(parsing: arn) }
        guard parsed.topic == settings.topicARN(parsed.topic.name) else {
            throw .store(.notFound(kind: "subscription", id: arn))
        }
        let subscription = try await stored { () async throws(StoreError) in try await store.subscription(parsed.id) }
        guard subscription.topicName == parsed.topic.name else {
            throw .store(.notFound(kind: "subscription", id: arn))
        }
        return subscription
    }

    package func setSubscriptionAttribute(
        _ arn: String, _ name: String, to value: String
    ) async throws(RequestError) {
        var subscription = try await subscription(arn)
        let (transport, attributes) = (subscription.transport, subscription.attributes)
        subscription.attributes[name] = try checked { () throws(InvalidParameter) in
            try SubscriptionAttribute(named: name).check(value, over: transport, with: attributes)
        }
        let changed = subscription
        try await stored { () async throws(StoreError) in try await store.update(changed) }
    }

    /// All that the API shows of a subscription, by its names.
    package func subscriptionAttributes(_ arn: String) async throws(RequestError) -> [String: String] {
        let subscription = try await subscription(arn)
        let topic = try await stored { () async throws(StoreError) in
            try await store.topic(named: subscription.topicName)
        }
        var attributes = subscription.attributes
        attributes["SubscriptionArn"] = settings.subscriptionARN(subscription)
        attributes["TopicArn"] = settings.topicARN(topic.name).text
        attributes["Owner"] = settings.accountID
        attributes["Protocol"] = subscription.transport.rawValue
        attributes["Endpoint"] = subscription.endpoint
        attributes["PendingConfirmation"] = String(subscription.state == .pending)
        attributes["ConfirmationWasAuthenticated"] = String(subscription.wasConfirmedBySignature)
        attributes["RawMessageDelivery"] = subscription.attributes["RawMessageDelivery"] ?? "false"
        if attributes["FilterPolicy"] != nil, attributes["FilterPolicyScope"] == nil {
            attributes["FilterPolicyScope"] = FilterPolicy.Scope.messageAttributes.rawValue
        }
        if subscription.transport == .http || subscription.transport == .https {
            let policy = DeliveryPolicy.effective(subscription, of: topic, service: settings.notifications)
            attributes["EffectiveDeliveryPolicy"] = policy.subscriptionJSON
        }
        return attributes
    }
}

extension ControlSettings {
    package func subscriptionARN(_ subscription: Subscription) -> String {
        SubscriptionARN(topic: topicARN(subscription.topicName), id: subscription.id).text
    }
}
