import AWSWire
import Notifications
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let createTopic = Operation(SNS.CreateTopicInput.self, for: .operator) { request, call in
        guard request.dataProtectionPolicy == nil else {
            throw WireError(.invalidParameter, "Invalid parameter: DataProtectionPolicy is not supported here.")
        }
        let topic = try await call.control.createTopic(
            named: request.name, attributes: request.attributes ?? [:],
            tags: try [SNS.Tag].dictionary(request.tags ?? []))
        return SNS.CreateTopicResponse(topicArn: call.arn(of: topic))
    }

    static let deleteTopic = Operation(SNS.DeleteTopicInput.self, for: .operator) { request, call in
        try await call.control.deleteTopic(request.topicArn)
        return SNS.DeleteTopicResponse()
    }

    static let listTopics = Operation(SNS.ListTopicsInput.self, for: .reader) { request, call in
        let page = try await call.control.store.topics(page: call.page(CallContext.snsPageSize, request.nextToken))
        return SNS.ListTopicsResponse(
            topics: page.items.map { SNS.Topic(topicArn: call.arn(of: $0)) }, nextToken: call.token(page.next))
    }

    static let getTopicAttributes = Operation(SNS.GetTopicAttributesInput.self, for: .reader) { request, call in
        SNS.GetTopicAttributesResponse(attributes: try await call.control.topicAttributes(request.topicArn))
    }

    static let setTopicAttributes = Operation(SNS.SetTopicAttributesInput.self, for: .operator) { request, call in
        try await call.control.setTopicAttribute(
            request.topicArn, request.attributeName, to: request.attributeValue ?? "")
        return SNS.SetTopicAttributesResponse()
    }

    static let tagTopic = Operation(SNS.TagResourceRequest.self, for: .operator) { request, call in
        let name = try call.control.topicName(request.resourceArn, as: "ResourceArn")
        try await call.control.tagTopic(named: name, set: [SNS.Tag].dictionary(request.tags), remove: [])
        return SNS.TagResourceResponse()
    }

    static let untagTopic = Operation(SNS.UntagResourceRequest.self, for: .operator) { request, call in
        let name = try call.control.topicName(request.resourceArn, as: "ResourceArn")
        try await call.control.tagTopic(named: name, set: [:], remove: request.tagKeys)
        return SNS.UntagResourceResponse()
    }

    static let listTopicTags = Operation(SNS.ListTagsForResourceRequest.self, for: .reader) { request, call in
        let name = try call.control.topicName(request.resourceArn, as: "ResourceArn")
        let tags = try await call.control.tags(of: .topic(name))
        return SNS.ListTagsForResourceResponse(
            tags: tags.sorted { $0.key < $1.key }.map { SNS.Tag(key: $0.key, value: $0.value) })
    }
}

extension [SNS.Tag] {
    /// - Throws: `InvalidParameter` for a key that stands there twice.
    fileprivate static func dictionary(_ tags: [SNS.Tag]) throws(WireError) -> [String: String] {
        var dictionary: [String: String] = [:]
        for tag in tags where dictionary.updateValue(tag.value, forKey: tag.key) != nil {
            throw WireError(.invalidParameter, "Invalid parameter: Tags Reason: the key “\(tag.key)” is given twice")
        }
        return dictionary
    }
}

extension CallContext {
    /// The pages of SNS have a fixed size.
    static let snsPageSize = 100

    func arn(of topic: Topic) -> String { control.settings.topicARN(topic.name).text }

    func arn(ofTopic name: String) -> String { control.settings.topicARN(name).text }

    func arn(of subscription: Notifications.Subscription) -> String { control.settings.subscriptionARN(subscription) }
}
