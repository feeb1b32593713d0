import AWSWire
import Notifications
import WindowCore
import WindowService

extension Operation {
    static let publish = Operation(SNS.PublishInput.self, for: .operator) { request, call in
        guard request.phoneNumber == nil else {
            throw WireError(
                .invalidParameter, "Invalid parameter: PhoneNumber Reason: text messages are not supported here")
        }
        guard let arn = request.topicArn ?? request.targetArn else {
            throw WireError(
                .invalidParameter, "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")
        }
        guard request.topicArn == nil || request.targetArn == nil else {
            throw WireError(.invalidParameter, "Invalid parameter: TopicArn and TargetArn exclude each other")
        }
        let order = PublishOrder(
            text: request.message, subject: request.subject, structure: request.messageStructure,
            attributes: try MessageAttribute.all(request.messageAttributes),
            deduplicationID: request.messageDeduplicationId)
        let id = try await call.control.publish(
            order, to: arn, as: request.topicArn == nil ? "TargetArn" : "TopicArn")
        return SNS.PublishResponse(messageId: id)
    }

    static let publishBatch = Operation(SNS.PublishBatchInput.self, for: .operator) { request, call in
        let entries = try request.publishBatchRequestEntries.map { entry in
            (
                id: entry.id,
                order: PublishOrder(
                    text: entry.message, subject: entry.subject, structure: entry.messageStructure,
                    attributes: try MessageAttribute.all(entry.messageAttributes),
                    deduplicationID: entry.messageDeduplicationId)
            )
        }
        let outcomes = try await call.control.publishBatch(entries, to: request.topicArn)
        var response = SNS.PublishBatchResponse(successful: [], failed: [])
        for (entry, outcome) in zip(entries, outcomes) {
            switch outcome {
            case .success(let messageID):
                response.successful?.append(SNS.PublishBatchResultEntry(id: entry.id, messageId: messageID))
            case .failure(let error):
                let wire = error.wireError(for: call.operation)
                response.failed?.append(
                    SNS.BatchResultErrorEntry(
                        id: entry.id, code: wire.code, message: wire.message, senderFault: wire.httpStatus < 500))
            }
        }
        return response
    }
}

extension MessageAttribute {
    /// Attributes as they were sent; a binary one stays in base64.
    fileprivate static func all(
        _ sent: [String: SNS.MessageAttributeValue]?
    ) throws(WireError) -> [String: MessageAttribute] {
        var all: [String: MessageAttribute] = [:]
        for (name, attribute) in sent ?? [:] {
            let isBinary = attribute.dataType.hasPrefix("Binary")
            guard isBinary ? attribute.stringValue == nil : attribute.binaryValue == nil else {
                throw WireError(
                    .parameterValueInvalid,
                    "The message attribute '\(name)' has a value that does not fit its type '\(attribute.dataType)'.")
            }
            all[name] = MessageAttribute(
                type: attribute.dataType, value: (isBinary ? attribute.binaryValue : attribute.stringValue) ?? "")
        }
        return all
    }
}
