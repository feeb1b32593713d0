import AWSWire
import WindowCore
import WindowService

extension Operation {
    static let sendCommand = Operation(SendCommandRequest.self, for: .operator) { request, call in
        let run = RunCommandParameters(
            comment: request.comment, documentHash: request.documentHash, documentHashType: request.documentHashType,
            documentVersion: request.documentVersion,
            notification: request.notificationConfig.map(NotificationRequest.init),
            outputBucketName: request.outputS3BucketName, outputKeyPrefix: request.outputS3KeyPrefix,
            parameters: request.parameters, serviceRoleARN: request.serviceRoleArn,
            timeoutSeconds: request.timeoutSeconds,
            logGroupName: request.cloudWatchOutputConfig?.cloudWatchLogGroupName,
            isLogOutputEnabled: request.cloudWatchOutputConfig?.cloudWatchOutputEnabled)
        let order = CommandOrder(
            document: request.documentName, run: run,
            requestedNodes: (request.instanceIds ?? []).map(NodeID.init(rawValue:)),
            criteria: (request.targets ?? []).map(TargetCriterion.init), maxConcurrency: request.maxConcurrency,
            maxErrors: request.maxErrors)
        return SendCommandResult(command: Wire.Command(try await call.control.sendCommand(order)))
    }

    static let cancelCommand = Operation(CancelCommandRequest.self, for: .operator) { request, call in
        let nodes = (request.instanceIds ?? []).map(NodeID.init(rawValue:))
        try await call.control.cancelCommand(CommandID(rawValue: request.commandId.lowercased()), on: nodes)
        return CancelCommandResult()
    }
}
