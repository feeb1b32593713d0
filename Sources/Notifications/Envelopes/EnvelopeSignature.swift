import Foundation

/// A signature of an envelope's canonical string.
///
/// That string says nothing of the subscriber, so one signature does for all who get the same text of a message; making one
/// takes a thousand times as long as writing a body.
package struct EnvelopeSignature: Hashable, Sendable {
    package let version: SignatureVersion
    package let base64: String
    /// Where the key's certificate can be fetched.
    package let certificateURL: String
}

extension SigningKey {
    package func sign(
        _ envelope: Envelope, version: SignatureVersion, certificateURL: String
    ) throws(SigningError) -> EnvelopeSignature {
        EnvelopeSignature(
            version: version,
            base64: try signature(for: envelope.canonicalString, version: version).base64EncodedString(),
            certificateURL: certificateURL)
    }
}
