/// How requests and answers are written.
package enum WireProtocol: Sendable {
    /// A JSON object, and the operation in the header `X-Amz-Target`.
    case json
    /// A form with the operation in `Action`, answered in XML: what SNS's own clients speak.
    case query
}

extension SignatureRefusal {
    /// The protocols have different names for the same refusal; clients print them, and some look at the clock for one.
    package func errorCode(in wireProtocol: WireProtocol) -> WireErrorCode {
        switch wireProtocol {
        case .json: errorCode
        case .query:
            switch self {
            case .unsigned, .presigned: .missingAuthenticationToken
            case .incomplete: .incompleteSignature
            case .unknownKey: .invalidClientTokenId
            case .wrongScope, .expired, .fromTheFuture, .wrongPayload, .mismatch: .signatureDoesNotMatch
            }
        }
    }
}
