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
    /// and `ValidationException`, which every operation may answer, if it lists none.
    func wireError(for operation: OperationShape) -> WireError {
        let code = names.first { operation.errors.contains($0.rawValue) || $0 == .internalServerError }
        if code == .internalServerError {
            return WireError(.internalServerError, "The service could not answer; its log says why.")
        }
        return WireError(code ?? .validationException, self)
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
        default: [.doesNotExistException, .invalidResourceId]
        }
    }
}
