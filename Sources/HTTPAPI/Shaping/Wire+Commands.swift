import AWSWire
import Foundation
import WindowCore
import WindowStore

extension Wire.Command {
    /// Unset strings are empty and an unset notification is an empty object, as AWS answers (reference: run command 6.1).
    init(_ progress: CommandProgress) {
        let command = progress.command
        let run = command.run
        self.init(
            commandId: command.id.rawValue, documentName: command.documentName,
            documentVersion: command.documentVersion, comment: run.comment ?? "", expiresAfter: progress.expiresAt,
            parameters: command.parameters, instanceIds: command.requestedNodes.map(\.rawValue),
            targets: command.criteria.map(Wire.Target.init), requestedDateTime: progress.requestedAt,
            status: progress.state.status, statusDetails: progress.state.rawValue,
            outputS3BucketName: run.outputBucketName ?? "", outputS3KeyPrefix: run.outputKeyPrefix ?? "",
            maxConcurrency: command.maxConcurrency, maxErrors: command.maxErrors, targetCount: progress.targetCount,
            completedCount: progress.completedCount, errorCount: progress.errorCount,
            deliveryTimedOutCount: progress.deliveryTimedOutCount, serviceRole: run.serviceRoleARN ?? "",
            notificationConfig: run.wireNotification, cloudWatchOutputConfig: run.wireOutput,
            timeoutSeconds: command.timeoutSeconds)
    }
}

extension RunCommandParameters {
    var wireNotification: Wire.NotificationConfig {
        .init(
            notificationArn: notification?.topicARN ?? "", notificationEvents: notification?.events ?? [],
            notificationType: notification?.type ?? "")
    }
}

extension Wire.CommandInvocation {
    init(_ listing: InvocationListing, plugins: [Wire.CommandPlugin]) {
        let (invocation, command) = (listing.invocation, listing.progress.command)
        self.init(
            commandId: command.id.rawValue, instanceId: invocation.key.nodeID.rawValue,
            instanceName: invocation.nodeName, comment: command.run.comment ?? "",
            documentName: command.documentName, documentVersion: command.documentVersion,
            requestedDateTime: listing.progress.requestedAt, status: invocation.state.status,
            statusDetails: invocation.state.rawValue, traceOutput: String((invocation.trace ?? "").prefix(2500)),
            standardOutputUrl: "", standardErrorUrl: "", commandPlugins: plugins,
            serviceRole: command.run.serviceRoleARN ?? "", notificationConfig: command.run.wireNotification,
            cloudWatchOutputConfig: command.run.wireOutput)
    }
}

extension Wire.CommandPlugin {
    init(_ step: StepRecord, run: RunCommandParameters) {
        self.init(
            name: step.name, status: step.wireStatus, statusDetails: step.wireStatus, responseCode: step.wireCode,
            responseStartDateTime: step.startedAt, responseFinishDateTime: step.endedAt,
            output: step.isFinished ? StepOutput.combined(step) : "", standardOutputUrl: "", standardErrorUrl: "",
            outputS3BucketName: run.outputBucketName ?? "", outputS3KeyPrefix: run.outputKeyPrefix ?? "")
    }
}

extension StepRecord {
    /// Waiting for a reboot is our word; the field's is that the step still runs.
    var isFinished: Bool { !isUnfinished }
    var wireStatus: String { isFinished ? status : "InProgress" }
    /// -1 until the step has ended.
    var wireCode: Int { isFinished ? code : -1 }
}

/// What the API shows of a step's output (reference: run command 6.8).
enum StepOutput {
    static let outputLimit = 24_000
    static let errorLimit = 8_000
    static let combinedLimit = 2_500
    private static let separator = "\n----------ERROR-------\n"
    private static let cutMark = "\n--output truncated--"

    /// Output and errors together.
    static func combined(_ step: StepRecord) -> String {
        let errors = step.standardError.isEmpty ? "" : separator + step.standardError
        return cut(step.standardOutput + errors, to: combinedLimit)
    }

    /// At most `limit` characters, a cut marked at its end.
    static func cut(_ text: String, to limit: Int) -> String {
        // Cheap for short text, and exact: characters are what the limit counts, and what a cut must not split.
        guard text.utf8.count > limit, text.count > limit else { return text }
        return text.prefix(limit - cutMark.count) + cutMark
    }
}
