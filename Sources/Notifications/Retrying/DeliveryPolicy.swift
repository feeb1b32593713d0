/// How deliveries to HTTP endpoints are tried again, throttled and labelled: the `DeliveryPolicy` attribute of a topic or of a
/// subscription. What is not said is left to the next one in line.
package struct DeliveryPolicy: Hashable, Sendable {
    package var retry: RetryPolicy?
    /// At least 1; `nil` for no limit.
    package var maxReceivesPerSecond: Int?
    /// `headerContentType`.
    package var contentType: String?
    /// On a topic: whether its subscriptions' own policies are ignored.
    package var disablesOverrides: Bool

    package init(
        retry: RetryPolicy? = nil, maxReceivesPerSecond: Int? = nil, contentType: String? = nil,
        disablesOverrides: Bool = false
    ) {
        self.retry = retry
        self.maxReceivesPerSecond = maxReceivesPerSecond
        self.contentType = contentType
        self.disablesOverrides = disablesOverrides
    }

    /// What holds for a subscription: its own policy, else its topic's, else the service's, member by member.
    package static func effective(subscription: Self?, topic: Self?, service: Self = Self(retry: .standard)) -> Self {
        let own = topic?.disablesOverrides == true ? nil : subscription
        return Self(
            retry: own?.retry ?? topic?.retry ?? service.retry ?? .standard,
            maxReceivesPerSecond: own?.maxReceivesPerSecond ?? topic?.maxReceivesPerSecond
                ?? service.maxReceivesPerSecond,
            contentType: own?.contentType ?? topic?.contentType ?? service.contentType,
            disablesOverrides: topic?.disablesOverrides ?? false)
    }
}

extension DeliveryPolicy {
    /// The `EffectiveDeliveryPolicy` attribute of a subscription.
    package var subscriptionJSON: String {
        JSONText.object([
            ("healthyRetryPolicy", (retry ?? .standard).json), ("sicklyRetryPolicy", "null"),
            ("throttlePolicy", throttleJSON), ("requestPolicy", requestJSON), ("guaranteed", "false"),
        ])
    }

    /// The `EffectiveDeliveryPolicy` attribute of a topic.
    package var topicJSON: String {
        var members = [
            (name: "defaultHealthyRetryPolicy", json: (retry ?? .standard).json),
            (name: "disableSubscriptionOverrides", json: String(disablesOverrides)),
        ]
        if maxReceivesPerSecond != nil { members.append((name: "defaultThrottlePolicy", json: throttleJSON)) }
        members.append((name: "defaultRequestPolicy", json: requestJSON))
        return JSONText.object([("http", JSONText.object(members))])
    }

    private var throttleJSON: String {
        maxReceivesPerSecond.map { JSONText.object([("maxReceivesPerSecond", String($0))]) } ?? "null"
    }

    private var requestJSON: String {
        JSONText.object([("headerContentType", JSONText.quoted(contentType ?? Envelope.defaultContentType))])
    }
}

extension RetryPolicy {
    fileprivate var json: String {
        JSONText.object([
            ("minDelayTarget", String(minDelaySeconds)), ("maxDelayTarget", String(maxDelaySeconds)),
            ("numRetries", String(retries)), ("numMaxDelayRetries", String(retriesAtMaxDelay)),
            ("numNoDelayRetries", String(retriesWithoutDelay)), ("numMinDelayRetries", String(retriesAtMinDelay)),
            ("backoffFunction", JSONText.quoted(backoff.rawValue)),
        ])
    }
}
