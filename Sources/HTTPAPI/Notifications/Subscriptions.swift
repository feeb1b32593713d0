import AWSWire
import Logging
import Notifications
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let subscribe = Operation(SNS.SubscribeInput.self, for: .operator) { request, call in
        let subscription = try await call.control.subscribe(
            to: request.topicArn, over: request.`protocol`, endpoint: request.endpoint,
            attributes: request.attributes ?? [:])
        let isNamed = subscription.state == .confirmed || request.returnSubscriptionArn == true
        return SNS.SubscribeResponse(
            subscriptionArn: isNamed ? call.arn(of: subscription) : SubscriptionARN.pendingConfirmation)
    }

    /// Whoever has the token was sent it: no signature is needed.
    static let confirmSubscription = Operation(
        SNS.ConfirmSubscriptionInput.self, for: .anonymous
    ) { request, call in
        let subscription = try await call.control.confirmSubscription(
            to: request.topicArn, token: request.token, isSigned: call.caller != .anonymous,
            requiresSignatureToRemove: request.authenticateOnUnsubscribe?.lowercased() == "true")
        let arn = call.arn(of: subscription)
        call.logger.info(
            "A subscription was confirmed.", metadata: ["subscription": "\(arn)", "caller": "\(call.caller)"])
        return SNS.ConfirmSubscriptionResponse(subscriptionArn: arn)
    }

    /// The link in every message leads here, unsigned.
    static let unsubscribe = Operation(SNS.UnsubscribeInput.self, for: .anonymous) { request, call in
        try await call.control.unsubscribe(
            request.subscriptionArn, isSigned: call.caller != .anonymous && call.caller.role >= .operator)
        call.logger.info(
            "A subscription was ended.",
            metadata: ["subscription": "\(request.subscriptionArn)", "caller": "\(call.caller)"])
        return SNS.UnsubscribeResponse()
    }

    static let listSubscriptions = Operation(SNS.ListSubscriptionsInput.self, for: .reader) { request, call in
        let page = try await call.subscriptions(of: nil, request.nextToken)
        return SNS.ListSubscriptionsResponse(subscriptions: page.items, nextToken: page.token)
    }

    static let listSubscriptionsByTopic = Operation(
        SNS.ListSubscriptionsByTopicInput.self, for: .reader
    ) { request, call in
        let page = try await call.subscriptions(
            of: try await call.control.topic(request.topicArn).name, request.nextToken)
        return SNS.ListSubscriptionsByTopicResponse(subscriptions: page.items, nextToken: page.token)
    }

    static let getSubscriptionAttributes = Operation(
        SNS.GetSubscriptionAttributesInput.self, for: .reader
    ) { request, call in
        SNS.GetSubscriptionAttributesResponse(
            attributes: try await call.control.subscriptionAttributes(request.subscriptionArn))
    }

    static let setSubscriptionAttributes = Operation(
        SNS.SetSubscriptionAttributesInput.self, for: .operator
    ) { request, call in
        try await call.control.setSubscriptionAttribute(
            request.subscriptionArn, request.attributeName, to: request.attributeValue ?? "")
        return SNS.SetSubscriptionAttributesResponse()
    }
}

extension CallContext {
    fileprivate func subscriptions(
        of topicName: String?, _ nextToken: String?
    ) async throws -> (items: [SNS.Subscription], token: String?) {
        let page = try await control.store.subscriptions(
            of: topicName, page: self.page(Self.snsPageSize, nextToken))
        let items = page.items.map { subscription in
            SNS.Subscription(
                subscriptionArn: subscription.state == .pending
                    ? SubscriptionARN.pendingInLists : arn(of: subscription),
                owner: control.settings.accountID, protocol: subscription.transport.rawValue,
                endpoint: subscription.endpoint, topicArn: arn(ofTopic: subscription.topicName))
        }
        return (items, token(page.next))
    }
}
