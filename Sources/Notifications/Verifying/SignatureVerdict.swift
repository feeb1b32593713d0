package import Foundation

/// Whether a message is what the holder of a certificate's key signed, or why that cannot be said.
package enum SignatureVerdict: Hashable, Sendable {
    case valid
    case missing(member: String)
    /// What is signed has a member on each line, so a line break could pass one member's end off as another member.
    case broken(member: String)
    case unknownVersion(String)
    case unreadableSignature
    case unreadableCertificate
    /// The certificate's key is none of RSA.
    case foreignKey
    case certificateNotYetValid(from: Date)
    case certificateExpired(at: Date)
    /// Something was changed, or another key signed it.
    case mismatch

    package var isValid: Bool { self == .valid }

    /// A sentence that says why not; `nil` for a valid signature.
    package var objection: String? {
        switch self {
        case .valid: nil
        case .missing(let member): "The message has no \(member)."
        case .broken(let member): "The message's \(member) spans lines, which no \(member) does."
        case .unknownVersion(let version): "The signature's version is \(version); only 1 and 2 are known."
        case .unreadableSignature: "The signature is not base64."
        case .unreadableCertificate: "The certificate is no X.509 certificate in PEM."
        case .foreignKey: "The certificate's key is not an RSA key."
        case .certificateNotYetValid(let from): "The certificate is not valid before \(Timestamp.seconds(from))."
        case .certificateExpired(let end): "The certificate expired at \(Timestamp.seconds(end))."
        case .mismatch: "The signature does not fit: the message was changed, or another key signed it."
        }
    }
}
