import AWSWire
import Foundation
import WindowCore
import WindowStore

extension [Wire.Tag] {
    /// - Throws: `ValidationException` for a key that stands there twice.
    func dictionary() throws(WireError) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in self {
            guard tags.updateValue(tag.value, forKey: tag.key) == nil else {
                throw WireError(.validationException, "The tag key “\(tag.key)” is given twice.")
            }
        }
        return tags
    }

    /// In order of key.
    init(_ tags: [String: String]) {
        self = tags.sorted { $0.key < $1.key }.map { Wire.Tag(key: $0.key, value: $0.value) }
    }
}

extension TargetCriterion {
    init(_ target: Wire.Target) { self.init(key: target.key ?? "", values: target.values ?? []) }
}

extension Wire.Target {
    init(_ criterion: TargetCriterion) { self.init(key: criterion.key, values: criterion.values) }
}

extension ResourceType {
    /// The validator has checked the enumeration.
    init(wire text: String) throws(WireError) {
        guard let type = Self(rawValue: text) else {
            throw WireError(.validationException, "“\(text)” is not a resource type.")
        }
        self = type
    }
}

extension RunCommandParameters {
    init(_ wire: Wire.MaintenanceWindowRunCommandParameters) {
        self.init(
            comment: wire.comment, documentHash: wire.documentHash, documentHashType: wire.documentHashType,
            documentVersion: wire.documentVersion, notification: wire.notificationConfig.map(NotificationRequest.init),
            outputBucketName: wire.outputS3BucketName, outputKeyPrefix: wire.outputS3KeyPrefix,
            parameters: wire.parameters, serviceRoleARN: wire.serviceRoleArn, timeoutSeconds: wire.timeoutSeconds,
            logGroupName: wire.cloudWatchOutputConfig?.cloudWatchLogGroupName,
            isLogOutputEnabled: wire.cloudWatchOutputConfig?.cloudWatchOutputEnabled)
    }

    var wireOutput: Wire.CloudWatchOutputConfig? {
        guard logGroupName != nil || isLogOutputEnabled != nil else { return nil }
        return .init(cloudWatchLogGroupName: logGroupName, cloudWatchOutputEnabled: isLogOutputEnabled)
    }
}

extension Wire.MaintenanceWindowRunCommandParameters {
    init(_ run: RunCommandParameters) {
        self.init(
            comment: run.comment, cloudWatchOutputConfig: run.wireOutput, documentHash: run.documentHash,
            documentHashType: run.documentHashType, documentVersion: run.documentVersion,
            notificationConfig: run.notification.map(Wire.NotificationConfig.init),
            outputS3BucketName: run.outputBucketName, outputS3KeyPrefix: run.outputKeyPrefix,
            parameters: run.parameters, serviceRoleArn: run.serviceRoleARN, timeoutSeconds: run.timeoutSeconds)
    }
}

extension NotificationRequest {
    init(_ wire: Wire.NotificationConfig) {
        self.init(topicARN: wire.notificationArn, events: wire.notificationEvents, type: wire.notificationType)
    }
}

extension Wire.NotificationConfig {
    init(_ request: NotificationRequest) {
        self.init(
            notificationArn: request.topicARN, notificationEvents: request.events, notificationType: request.type)
    }
}
