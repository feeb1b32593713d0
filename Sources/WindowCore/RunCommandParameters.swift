/// What a command is given besides its document and nodes; the members of `SendCommand` that a window task has too.
package struct RunCommandParameters: Codable, Hashable, Sendable {
    package var comment: String?
    package var documentHash: String?
    package var documentHashType: String?
    /// `$LATEST`, `$DEFAULT` or a number; `nil` is `$DEFAULT`.
    package var documentVersion: String?
    package var notification: NotificationRequest?
    package var outputBucketName: String?
    package var outputKeyPrefix: String?
    /// Values for the document's parameters, each a list of strings whatever its type.
    package var parameters: [String: [String]]?
    package var serviceRoleARN: String?
    /// The delivery budget, 30 to 2,592,000; `nil` is 3600.
    package var timeoutSeconds: Int?
    package var logGroupName: String?
    package var isLogOutputEnabled: Bool?

    package init(
        comment: String? = nil, documentHash: String? = nil, documentHashType: String? = nil,
        documentVersion: String? = nil, notification: NotificationRequest? = nil, outputBucketName: String? = nil,
        outputKeyPrefix: String? = nil, parameters: [String: [String]]? = nil, serviceRoleARN: String? = nil,
        timeoutSeconds: Int? = nil, logGroupName: String? = nil, isLogOutputEnabled: Bool? = nil
    ) {
        self.comment = comment
        self.documentHash = documentHash
        self.documentHashType = documentHashType
        self.documentVersion = documentVersion
        self.notification = notification
        self.outputBucketName = outputBucketName
        self.outputKeyPrefix = outputKeyPrefix
        self.parameters = parameters
        self.serviceRoleARN = serviceRoleARN
        self.timeoutSeconds = timeoutSeconds
        self.logGroupName = logGroupName
        self.isLogOutputEnabled = isLogOutputEnabled
    }
}

/// Whom to tell of a command's changes of status (reference: run command 7.1).
package struct NotificationRequest: Codable, Hashable, Sendable {
    package var topicARN: String?
    /// `All`, or some of `InProgress`, `Success`, `TimedOut`, `Cancelled`, `Failed`.
    package var events: [String]?
    /// `Command` (the default) or `Invocation`.
    package var type: String?

    package init(topicARN: String? = nil, events: [String]? = nil, type: String? = nil) {
        self.topicARN = topicARN
        self.events = events
        self.type = type
    }
}
