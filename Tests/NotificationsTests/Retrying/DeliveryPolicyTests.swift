import Testing

@testable import Notifications

struct DeliveryPolicyTests {
    @Test(arguments: [
        ("{", "failed to parse JSON."), ("[]", "failed to parse JSON."),
        (
            #"{"healthyRetryPolicy": {"minDelayTarget": 0}}"#,
            "healthyRetryPolicy.minDelayTarget must be greater than or equal to 1"
        ),
        (
            #"{"healthyRetryPolicy": {"maxDelayTarget": 3601}}"#,
            "healthyRetryPolicy.maxDelayTarget must be less than or equal to 3600"
        ),
        (
            #"{"healthyRetryPolicy": {"minDelayTarget": 30, "maxDelayTarget": 20}}"#,
            "healthyRetryPolicy.maxDelayTarget must be greater than or equal to minDelayTarget"
        ),
        (
            #"{"healthyRetryPolicy": {"numRetries": 101}}"#,
            "healthyRetryPolicy.numRetries must be less than or equal to 100"
        ),
        (
            #"{"healthyRetryPolicy": {"numRetries": -1}}"#,
            "healthyRetryPolicy.numRetries must be greater than or equal to 0"
        ),
        (#"{"healthyRetryPolicy": {"numRetries": 1.5}}"#, "healthyRetryPolicy.numRetries must be an integer"),
        (#"{"healthyRetryPolicy": {"numRetries": "3"}}"#, "healthyRetryPolicy.numRetries must be an integer"),
        (
            #"{"healthyRetryPolicy": {"numRetries": 3, "numNoDelayRetries": 2, "numMaxDelayRetries": 2}}"#,
            "healthyRetryPolicy.numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries"
        ),
        (
            #"{"healthyRetryPolicy": {"numNoDelayRetries": 9000000000000000000, "numMinDelayRetries": 9000000000000000000}}"#,
            "healthyRetryPolicy.numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries"
        ),
        (
            #"{"healthyRetryPolicy": {"backoffFunction": "cubic"}}"#,
            "healthyRetryPolicy.backoffFunction must be one of linear, arithmetic, geometric, exponential"
        ),
        (#"{"healthyRetryPolicy": {"retries": 3}}"#, "Unexpected JSON member: retries"),
        (#"{"healthyRetryPolicy": 3}"#, "healthyRetryPolicy must be a JSON object"),
        (#"{"http": {}}"#, "Unexpected JSON member: http"),
        (
            #"{"throttlePolicy": {"maxReceivesPerSecond": 0}}"#,
            "throttlePolicy.maxReceivesPerSecond must be greater than or equal to 1"
        ),
        (
            #"{"requestPolicy": {"headerContentType": "image/png"}}"#,
            "requestPolicy.headerContentType is not a supported content type"
        ),
    ])
    func `a subscription's mistake is told in SNS's words`(json: String, reason: String) {
        #expect(throws: InvalidParameter("DeliveryPolicy: \(reason)")) { try DeliveryPolicy(subscriptionJSON: json) }
    }

    @Test(arguments: [
        (#"{"throttlePolicy": {}}"#, "Unexpected JSON member: throttlePolicy"),
        (#"{"http": {"healthyRetryPolicy": {}}}"#, "Unexpected JSON member: healthyRetryPolicy"),
        (
            #"{"http": {"defaultHealthyRetryPolicy": {"numRetries": 500}}}"#,
            "http.defaultHealthyRetryPolicy.numRetries must be less than or equal to 100"
        ),
        (#"{"http": {"disableSubscriptionOverrides": 1}}"#, "http.disableSubscriptionOverrides must be true or false"),
    ])
    func `a topic's mistake is told in SNS's words`(json: String, reason: String) {
        #expect(throws: InvalidParameter("DeliveryPolicy: \(reason)")) { try DeliveryPolicy(topicJSON: json) }
    }

    @Test func `what is not said is the default, and what means nothing is ignored`() throws {
        let policy = try DeliveryPolicy(
            subscriptionJSON: """
                {"healthyRetryPolicy": {"numRetries": 10}, "sicklyRetryPolicy": {"numRetries": 1}, "guaranteed": false,
                 "throttlePolicy": null, "requestPolicy": {"headerContentType": "application/json"}}
                """)
        var expected = RetryPolicy.standard
        expected.retries = 10
        #expect(policy == DeliveryPolicy(retry: expected, contentType: "application/json"))
        let quick = try DeliveryPolicy(subscriptionJSON: #"{"healthyRetryPolicy": {"maxDelayTarget": 5}}"#)
        #expect(quick.retry?.minDelaySeconds == 5)
        let slow = try DeliveryPolicy(subscriptionJSON: #"{"healthyRetryPolicy": {"minDelayTarget": 50}}"#)
        #expect(slow.retry?.maxDelaySeconds == 50)
    }

    @Test func `a subscription's policy comes before its topic's, unless the topic forbids it`() throws {
        let topic = try DeliveryPolicy(
            topicJSON: """
                {"http": {"defaultHealthyRetryPolicy": {"numRetries": 7},
                 "defaultThrottlePolicy": {"maxReceivesPerSecond": 2}}}
                """)
        let own = try DeliveryPolicy(subscriptionJSON: #"{"healthyRetryPolicy": {"numRetries": 9}}"#)
        let effective = DeliveryPolicy.effective(subscription: own, topic: topic)
        #expect(effective.retry?.retries == 9)
        #expect(effective.maxReceivesPerSecond == 2)
        var strict = topic
        strict.disablesOverrides = true
        #expect(DeliveryPolicy.effective(subscription: own, topic: strict).retry?.retries == 7)
        #expect(DeliveryPolicy.effective(subscription: nil, topic: nil).retry == .standard)
    }

    @Test func `the effective policy reads as SNS's and can be set again`() throws {
        let effective = DeliveryPolicy.effective(subscription: nil, topic: nil)
        #expect(
            effective.topicJSON == """
                {"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,\
                "numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},\
                "disableSubscriptionOverrides":false,\
                "defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}
                """)
        let read = try DeliveryPolicy(topicJSON: effective.topicJSON)
        #expect(read.topicJSON == effective.topicJSON)
        var limited = effective
        limited.maxReceivesPerSecond = 5
        #expect(
            try DeliveryPolicy(subscriptionJSON: limited.subscriptionJSON).subscriptionJSON == limited.subscriptionJSON)
        #expect(try DeliveryPolicy(topicJSON: limited.topicJSON).maxReceivesPerSecond == 5)
    }
}
