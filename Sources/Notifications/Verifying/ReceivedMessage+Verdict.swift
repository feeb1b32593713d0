import Crypto
import CryptoExtras
package import Foundation
import SwiftASN1
import X509

extension ReceivedMessage {
    /// Compares the message with its signature. What is not signed may still have been changed by whoever carried it: message
    /// attributes, the unsubscribe link and where the certificate is fetched.
    /// - Parameters:
    ///   - certificatePEM: what was fetched from the message's `SigningCertURL`. Whether that place can be trusted is for the
    ///     receiver to decide beforehand: anybody can sign with a key of his own.
    ///   - moment: when the certificate must be valid; now.
    package func verdict(certificatePEM: String, at moment: Date) -> SignatureVerdict {
        // A notification may go without a subject, and with nothing else.
        let needed = kind.signedMembers.filter { $0 != "Subject" } + ["SignatureVersion", "Signature"]
        if let member = needed.first(where: { self[$0] == nil }) { return .missing(member: member) }
        let singleLined = kind.signedMembers.filter { $0 != "Message" }
        if let member = singleLined.first(where: { self[$0]?.utf8.contains(UInt8(ascii: "\n")) == true }) {
            return .broken(member: member)
        }
        let versionText = self["SignatureVersion"] ?? ""
        guard let version = SignatureVersion(rawValue: versionText) else { return .unknownVersion(versionText) }
        guard let signature = Data(base64Encoded: self["Signature"] ?? ""), !signature.isEmpty else {
            return .unreadableSignature
        }
        guard let certificate = try? Certificate(pemEncoded: certificatePEM) else { return .unreadableCertificate }
        guard let key = _RSA.Signing.PublicKey(certificate.publicKey) else { return .foreignKey }
        guard moment >= certificate.notValidBefore else {
            return .certificateNotYetValid(from: certificate.notValidBefore)
        }
        guard moment <= certificate.notValidAfter else { return .certificateExpired(at: certificate.notValidAfter) }
        return key.hasSigned(canonicalString, signature, version) ? .valid : .mismatch
    }
}

extension _RSA.Signing.PublicKey {
    fileprivate func hasSigned(_ text: String, _ signature: Data, _ version: SignatureVersion) -> Bool {
        let bytes = Data(text.utf8)
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        return switch version {
        case .sha1: isValidSignature(signature, for: Insecure.SHA1.hash(data: bytes), padding: .insecurePKCS1v1_5)
        case .sha256: isValidSignature(signature, for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
        }
    }
}
