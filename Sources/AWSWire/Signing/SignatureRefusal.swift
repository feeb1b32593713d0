import WindowCore

/// Why a request is not believed to come from the holder of a key.
///
/// Nothing that was computed from the secret, and nothing of the signature, is part of a message.
package enum SignatureRefusal: UserFacingError, Equatable {
    /// No `Authorization` header.
    case unsigned
    /// The signature stands in the query; only the header is accepted.
    case presigned
    /// The header cannot be read, or something it must name is missing.
    case incomplete(String)
    /// No such key.
    case unknownKey
    /// Signed for another region, service or day, or over headers that leave something open.
    case wrongScope(String)
    case expired(signedAt: String, earliest: String)
    case fromTheFuture(signedAt: String, latest: String)
    /// The body's hash is not the one that was announced.
    case wrongPayload
    /// The secret is wrong or something was changed on the way.
    case mismatch

    package var code: String { errorCode.rawValue }

    package var errorCode: WireErrorCode {
        switch self {
        case .unsigned, .presigned: .missingAuthenticationTokenException
        case .incomplete: .incompleteSignatureException
        case .unknownKey: .unrecognizedClientException
        case .wrongScope, .expired, .fromTheFuture, .wrongPayload, .mismatch: .invalidSignatureException
        }
    }

    package var message: String {
        switch self {
        case .unsigned: "Missing Authentication Token."
        case .presigned: "Missing Authentication Token: signatures in the query are not accepted."
        case .incomplete(let what): what
        case .unknownKey: "The security token included in the request is invalid."
        case .wrongScope(let what): what
        case .expired(let signedAt, let earliest):
            "Signature expired: \(signedAt) is now earlier than \(earliest)."
        case .fromTheFuture(let signedAt, let latest):
            "Signature not yet current: \(signedAt) is still later than \(latest)."
        case .wrongPayload: "The value of x-amz-content-sha256 is not the SHA-256 of the body."
        case .mismatch:
            "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method."
        }
    }

    package var hint: String? {
        switch self {
        case .expired, .fromTheFuture: "Compare the clocks of both machines."
        case .unsigned, .presigned, .incomplete, .unknownKey, .wrongScope, .wrongPayload, .mismatch: nil
        }
    }
}
