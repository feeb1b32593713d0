extension Operation {
    /// What people and systems are told, and by whom that is decided.
    static let sns: [Operation] = [
        .createTopic, .deleteTopic, .listTopics, .getTopicAttributes, .setTopicAttributes, .tagTopic, .untagTopic,
        .listTopicTags,

        .subscribe, .confirmSubscription, .unsubscribe, .listSubscriptions, .listSubscriptionsByTopic,
        .getSubscriptionAttributes, .setSubscriptionAttributes,

        .publish, .publishBatch,
    ]
}
