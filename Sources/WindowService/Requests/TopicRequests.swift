package import Notifications
import WindowCore
import WindowStore

extension Control {
    /// Makes a topic, or finds the one of that name if it is just as the request says.
    package func createTopic(
        named name: String, attributes: [String: String], tags: [String: String]
    ) async throws(RequestError) -> Topic {
        try checked { () throws(InvalidParameter) in try TopicName.check(name) }
        var kept: [String: String] = [:]
        for (attribute, value) in attributes.sorted(by: { $0.key < $1.key }) {
            kept[attribute] = try checkedInMap { () throws(InvalidParameter) in
                try TopicAttribute(named: attribute).check(value)
            }
        }
        try checkTopicTags(tags)
        let wanted = Topic(name: name, attributes: kept, createdAt: clock.now)
        let topic = try await stored { () async throws(StoreError) in try await store.create(wanted, tags: tags) }
        guard kept.allSatisfy({ topic.attributes[$0.key] == $0.value }) else {
            throw .refused(.attribute(InvalidParameter("Topic already exists with different attributes")))
        }
        if !tags.isEmpty {
            let there = try await stored { () async throws(StoreError) in
                try await store.tags(of: TaggedResource.topic(name).type, id: name)
            }
            guard there == tags else {
                throw .refused(.parameter(InvalidParameter("Tags Reason: Topic already exists with different tags")))
            }
        }
        return topic
    }

    /// The topic of an ARN, which must be one of this service.
    /// - Parameter parameter: the request's word for it.
    package func topic(_ arn: String, as parameter: String = "TopicArn") async throws(RequestError) -> Topic {
        let name = try topicName(arn, as: parameter)
        return try await stored { () async throws(StoreError) in try await store.topic(named: name) }
    }

    /// The name in an ARN, whether there is such a topic or not.
    package func topicName(_ arn: String, as parameter: String = "TopicArn") throws(RequestError) -> String {
        let parsed = try checked { () throws(InvalidParameter) in try TopicARN(parsing: arn, as: parameter) }
        guard parsed == settings.topicARN(parsed.name) else { throw .store(.notFound(kind: "topic", id: arn)) }
        return parsed.name
    }

    /// A topic that is not there is deleted already.
    package func deleteTopic(_ arn: String) async throws(RequestError) {
        let name = try topicName(arn)
        try await stored { () async throws(StoreError) in try await store.deleteTopic(named: name) }
    }

    package func setTopicAttribute(_ arn: String, _ name: String, to value: String) async throws(RequestError) {
        var topic = try await topic(arn)
        topic.attributes[name] = try checked { () throws(InvalidParameter) in
            try TopicAttribute(named: name).check(value)
        }
        let changed = topic
        try await stored { () async throws(StoreError) in try await store.update(changed) }
    }

    /// All that the API shows of a topic, by its names.
    package func topicAttributes(_ arn: String) async throws(RequestError) -> [String: String] {
        let topic = try await topic(arn)
        let counts = try await stored { () async throws(StoreError) in
            try await store.subscriptionCounts(of: topic.name)
        }
        let policy = DeliveryPolicy.effective(
            subscription: nil,
            topic: topic.attributes[TopicAttribute.deliveryPolicy.rawValue].flatMap {
                try? DeliveryPolicy(topicJSON: $0)
            }, service: settings.notifications.deliveryPolicy)
        var attributes = topic.attributes
        attributes["TopicArn"] = settings.topicARN(topic.name).text
        attributes["Owner"] = settings.accountID
        attributes["DisplayName"] = topic.attributes["DisplayName"] ?? ""
        attributes["SubscriptionsConfirmed"] = String(counts[.confirmed] ?? 0)
        attributes["SubscriptionsPending"] = String(counts[.pending] ?? 0)
        attributes["SubscriptionsDeleted"] = String(counts[.removed] ?? 0)
        attributes["EffectiveDeliveryPolicy"] = policy.topicJSON
        return attributes
    }

    /// SNS allows fewer tags than other services.
    package static let mostTopicTags = 50

    func checkTopicTags(_ tags: [String: String]) throws(RequestError) {
        guard tags.count <= Self.mostTopicTags else { throw .refused(.tooManyTags(limit: Self.mostTopicTags)) }
        if let reserved = tags.keys.sorted().first(where: { $0.lowercased().hasPrefix("aws:") }) {
            throw .refused(.parameter(InvalidParameter("Tags Reason: the key “\(reserved)” is reserved")))
        }
    }
}
