import AWSWire
import Documents
import WindowCore
import WindowService
import WindowStore

extension RequestError {
    /// The error under the name that the operation's model has for it.
    ///
    /// One event has several names in the field (an unknown node is `InvalidInstanceId` for a command and
    /// `InvalidResourceId` for its tags): of those that fit, the first that the model of the operation lists is taken,
    /// and if it lists none, what every operation of the service may answer: `ValidationException`, or SNS's
    /// `InvalidParameter`.
    func wireError(for operation: OperationShape) -> WireError {
        let service = operation.service
        let names = names
        if names.contains(.internalServerError) { return service.failure }
        // Some models of SNS list `ValidationException` too, which the service does not use for what it refuses.
        let code = names.first { operation.errors.contains($0.rawValue) && $0 != .validationException }
        return WireError(code ?? service.refusedCode, self)
    }

    private var names: [WireErrorCode] {
        switch self {
        case .invalid, .schedule, .target, .windowIsOpen: [.validationException]
        case .document(let error): error.names
        case .command(let refusal): refusal.names
        case .store(let error): error.names
        case .noNodesNamed, .unknownNode: [.invalidInstanceId]
        case .duplicateNode: [.duplicateInstanceId]
        case .unsupportedPlatform: [.unsupportedPlatformType]
        case .notification: [.invalidNotificationConfig]
        case .role: [.invalidRole]
        case .documentOperation: [.invalidDocumentOperation, .invalidDocument]
        case .documentVersion: [.invalidDocumentVersion, .invalidDocument]
        case .documentSchema: [.invalidDocumentSchemaVersion]
        case .tooManyTags: [.tooManyTagsError]
        case .unsupportedOperatingSystem: [.unsupportedOperatingSystem]
        case .complianceItem: [.invalidItemContentException]
        case .complianceItemSize: [.itemSizeLimitExceededException]
        case .complianceSize: [.totalSizeLimitExceededException]
        case .refused(let refusal): refusal.names
        }
    }
}

extension NotificationRefusal {
    fileprivate var names: [WireErrorCode] {
        switch self {
        case .parameter, .attribute: [.invalidParameter]
        case .messageAttribute: [.parameterValueInvalid]
        case .eventPattern: []
        case .forbidden: [.authorizationError]
        case .tooManyTags: [.tagLimitExceeded]
        case .emptyBatch: [.emptyBatchRequest]
        case .tooManyEntries: [.tooManyEntriesInBatchRequest]
        case .repeatedEntry: [.batchEntryIdsNotDistinct]
        case .entryID: [.invalidBatchEntryId]
        case .batchTooLong: [.batchRequestTooLong]
        }
    }
}

extension DocumentError {
    fileprivate var names: [WireErrorCode] {
        switch kind {
        case .invalidDocumentContent: [.invalidDocumentContent, .invalidDocument]
        case .invalidDocumentSchemaVersion: [.invalidDocumentSchemaVersion, .invalidDocumentContent]
        case .maxDocumentSizeExceeded: [.maxDocumentSizeExceeded]
        case .invalidParameters: [.invalidParameters]
        case .invalidDocument: [.invalidDocument]
        case .validationException: [.validationException]
        }
    }
}

extension CommandRefusal {
    fileprivate var names: [WireErrorCode] {
        switch self {
        case .document: [.invalidDocument]
        case .version: [.invalidDocumentVersion]
        case .parameters(let error): error.names
        case .store(let error): error.names
        }
    }
}

extension StoreError {
    fileprivate var names: [WireErrorCode] {
        switch self {
        case .notFound(let kind, _): Self.names(ofMissing: kind)
        case .alreadyExists: [.documentAlreadyExists, .alreadyExistsException]
        case .tokenReused: [.idempotentParameterMismatch]
        case .limitExceeded(kind: "versions of a document", _): [.documentVersionLimitExceeded]
        case .limitExceeded(kind: "topics", _): [.topicLimitExceeded]
        case .limitExceeded(kind: "subscriptions", _): [.subscriptionLimitExceeded]
        case .limitExceeded:
            [.resourceLimitExceededException, .documentLimitExceeded, .complianceTypeCountLimitExceededException]
        case .targetInUse: [.targetInUseException]
        case .baselineInUse: [.resourceInUseException]
        case .defaultVersion: [.invalidDocumentOperation]
        case .notLatest: [.invalidDocumentVersion]
        case .duplicateContent: [.duplicateDocumentContent]
        case .duplicateVersionName: [.duplicateDocumentVersionName]
        case .invalidCursor: [.invalidNextToken]
        case .newerVersion, .unavailable: [.internalServerError]
        }
    }

    private static func names(ofMissing kind: String) -> [WireErrorCode] {
        switch kind {
        case "document": [.invalidDocument, .invalidResourceId, .doesNotExistException]
        case "document version": [.invalidDocumentVersion, .invalidDocument]
        case "command": [.invalidCommandId]
        case "invocation": [.invocationDoesNotExist, .invalidInstanceId]
        case "node": [.invalidInstanceId, .doesNotExistException, .invalidResourceId]
        case "topic", "subscription": [.notFound, .resourceNotFound, .doesNotExistException]
        default: [.doesNotExistException, .invalidResourceId]
        }
    }
}
