import AWSWire
import Notifications
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let listDeliveries = Operation(ListDeliveriesRequest.self, for: .reader) { request, call in
        let filter = DeliveryFilter(
            states: Set((request.states ?? []).compactMap(Delivery.State.init)),
            topicName: try request.topicArn.map { try call.control.topicName($0) },
            subscriptionID: try await call.subscriptionID(request.subscriptionArn))
        let page = try await call.control.store.deliveries(
            filter, page: call.page(request.maxResults, request.nextToken))
        return ListDeliveriesResult(
            deliveries: page.items.map { Wire.NotificationDelivery($0, call) }, nextToken: call.token(page.next))
    }

    static let describeDelivery = Operation(DescribeDeliveryRequest.self, for: .reader) { request, call in
        let listing = try await call.control.store.delivery(Int64(request.deliveryId))
        return DescribeDeliveryResult(
            delivery: Wire.NotificationDelivery(listing, call), message: listing.message?.text,
            messageAttributes: listing.message?.attributes.mapValues {
                Wire.DeliveredAttribute(type: $0.type, value: $0.value)
            })
    }

    static let retryDeliveries = Operation(RetryDeliveriesRequest.self, for: .operator) { request, call in
        guard request.deliveryIds != nil || request.subscriptionArn != nil || request.topicArn != nil else {
            throw RequestError.invalid(
                "Neither DeliveryIds nor SubscriptionArn nor TopicArn says what to try again.",
                hint: "Name deliveries, or a subscription or topic for all of its dead letters.")
        }
        let filter = DeliveryFilter(
            topicName: try request.topicArn.map { try call.control.topicName($0) },
            subscriptionID: try await call.subscriptionID(request.subscriptionArn))
        for id in request.deliveryIds ?? [] { _ = try await call.control.store.delivery(Int64(id)) }
        let count = try await call.control.store.retryDeliveries(
            filter, ids: request.deliveryIds?.map(Int64.init), at: call.now)
        call.control.nudges.deliveries()
        return RetryDeliveriesResult(count: count)
    }

    static let testSubscription = Operation(TestSubscriptionRequest.self, for: .operator) { request, call in
        let test = try await call.control.testSubscription(request.subscriptionArn)
        return TestSubscriptionResult(
            delivered: test.answer.verdict == .delivered, answer: test.answer.inWords,
            milliseconds: Int((test.seconds * 1000).rounded()))
    }

    /// Whoever rotates the key decides whom receivers trust.
    static let rotateSigningKey = Operation(RotateSigningKeyRequest.self, for: .admin) { _, call in
        let key = try await call.control.signing.rotate()
        return RotateSigningKeyResult(certificateUrl: key.certificateURL, notAfter: key.notAfter)
    }
}

extension CallContext {
    /// The ID in a subscription's ARN, whether it is still there or not: its history outlives it.
    fileprivate func subscriptionID(_ arn: String?) async throws(RequestError) -> String? {
        guard let arn else { return nil }
        do throws(InvalidParameter) {
            return try SubscriptionARN(parsing: arn).id
        } catch {
            throw .refused(.parameter(error))
        }
    }
}

extension Wire.NotificationDelivery {
    fileprivate init(_ listing: DeliveryListing, _ call: CallContext) {
        let (delivery, subscription) = (listing.delivery, listing.subscription)
        self.init(
            deliveryId: Int(delivery.id), subscriptionArn: call.arn(of: subscription),
            topicArn: call.arn(ofTopic: subscription.topicName), protocol: subscription.transport.rawValue,
            endpoint: subscription.endpoint, kind: delivery.kind.rawValue, messageId: delivery.messageID,
            subject: listing.message?.subject, state: delivery.state.rawValue, attempts: delivery.attempts,
            createdAt: delivery.createdAt, lastAttemptAt: delivery.lastAttemptAt, lastAnswer: delivery.lastAnswer,
            nextAttemptAt: listing.nextAttemptAt, endedAt: delivery.endedAt)
    }
}
