import AWSWire

extension Complaint {
    /// What the operator reads and the script gets when a call failed.
    init(_ failure: CallFailure) {
        switch failure {
        case .unreachable(let place, let reason, let hint):
            self.init(
                .unreachable, "The service does not answer at \(place): \(reason).",
                hint: hint ?? "Is mwd running? `mwctl doctor` looks for the cause.")
        case .notUnderstood(let place, let reason):
            self.init(
                .unreachable, "What answers at \(place) is not understood: \(reason).",
                hint: "Does the address lead to mwd, and is it of the same release as this mwctl?")
        case .refused(let error):
            self.init(
                ProgramStatus(error),
                "\(error.message.isEmpty ? "Refused." : error.message) (\(error.code))",
                hint: Self.hint(forCode: error.code))
        }
    }

    private static func hint(forCode code: String) -> String? {
        switch WireErrorCode(rawValue: code) {
        case .accessDeniedException, .authorizationError:
            "Use a key of a role that may do this: mwctl key create --role operator|admin."
        case .unrecognizedClientException, .missingAuthenticationTokenException:
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key made with mwctl key create."
        case .invalidSignatureException, .incompleteSignatureException:
            "Check AWS_SECRET_ACCESS_KEY, AWS_REGION and this machine's clock."
        case .expiredTokenException: "Take a new key, or check this machine's clock."
        case .unknownOperationException: "The service is of another release than this mwctl."
        default: nil
        }
    }
}

extension ProgramStatus {
    /// How the service words conflicts for which AWS's model has no code of their own; they arrive as values that are
    /// wrong, though the same request would do at another time.
    private static let conflicts = ["There is already a ", " is open; its execution has not ended."]

    /// The status for an error of the wire.
    init(_ error: WireError) {
        let isConflict =
            error.code == WireErrorCode.validationException.rawValue
            && Self.conflicts.contains { error.message.contains($0) }
        self = isConflict ? .failed : Self(wireCode: error.code)
    }

    /// The status for an error code of the wire.
    init(wireCode: String) {
        self =
            switch WireErrorCode(rawValue: wireCode) {
            case .doesNotExistException, .invalidDocument, .invalidDocumentVersion, .invalidCommandId,
                .invocationDoesNotExist, .invalidInstanceId, .invalidResourceId, .invalidPluginName,
                .resourceNotFoundException, .notFound, .resourceNotFound:
                .notFound
            case .accessDeniedException, .unrecognizedClientException, .missingAuthenticationTokenException,
                .invalidSignatureException, .incompleteSignatureException, .expiredTokenException,
                .throttlingException, .unknownOperationException, .authorizationError:
                .unreachable
            case .validationException, .serializationException, .invalidParameters, .invalidDocumentContent,
                .invalidDocumentSchemaVersion, .invalidDocumentType, .invalidFilter, .invalidFilterKey,
                .invalidFilterValue, .invalidNextToken, .invalidNotificationConfig, .invalidRole,
                .invalidOutputFolder, .invalidSchedule, .invalidTarget, .duplicateInstanceId,
                .maxDocumentSizeExceeded, .unsupportedOperatingSystem, .invalidParameter, .parameterValueInvalid:
                .usage
            // Conflicts, limits and faults of the service: the request was right and was not carried out.
            default: .failed
            }
    }
}
