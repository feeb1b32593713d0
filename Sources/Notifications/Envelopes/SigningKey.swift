import Crypto
import CryptoExtras
package import Foundation
import SwiftASN1
import X509

/// How a message is hashed before it is signed; a topic's `SignatureVersion`.
package enum SignatureVersion: String, CaseIterable, Codable, Sendable {
    case sha1 = "1"
    case sha256 = "2"
}

/// A key that signs messages, and the certificate by which receivers know it.
package struct SigningKey: Sendable {
    /// 32 hexadecimal digits of the certificate's fingerprint, as in SNS's certificate URLs.
    package let id: String
    package let privateKeyPEM: String
    package let certificatePEM: String
    package let notBefore: Date
    package let notAfter: Date
    private let key: _RSA.Signing.PrivateKey

    /// Reads a key that was kept.
    package init(privateKeyPEM: String, certificatePEM: String) throws(SigningError) {
        guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: privateKeyPEM) else {
            throw .unreadableKey
        }
        guard let certificate = try? Certificate(pemEncoded: certificatePEM) else { throw .unreadableCertificate }
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw .foreignCertificate }
        try self.init(key: key, certificate: certificate)
    }

    init(key: _RSA.Signing.PrivateKey, certificate: Certificate) throws(SigningError) {
        guard let document = try? certificate.serializeAsPEM() else { throw .unreadableCertificate }
        self.key = key
        privateKeyPEM = key.pemRepresentation
        certificatePEM = document.pemString + "\n"
        notBefore = certificate.notValidBefore
        notAfter = certificate.notValidAfter
        id = SHA256.hash(data: document.derBytes).prefix(16).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// The last part of the certificate's URL; validators know SNS's certificates by it.
    package var certificateFileName: String { "SimpleNotificationService-\(id).pem" }

    /// RSA with PKCS#1 v1.5 padding over the text's UTF-8; the same text has the same signature every time.
    package func signature(for text: String, version: SignatureVersion) throws(SigningError) -> Data {
        let bytes = Data(text.utf8)
        let signature =
            switch version {
            case .sha1: try? key.signature(for: Insecure.SHA1.hash(data: bytes), padding: .insecurePKCS1v1_5)
            case .sha256: try? key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
            }
        guard let signature else { throw .cannotSign }
        return signature.rawRepresentation
    }
}

/// Why there is no signature.
package enum SigningError: Error, Hashable, Sendable {
    case unreadableKey
    case unreadableCertificate
    /// The certificate is another key's.
    case foreignCertificate
    case cannotCreate
    case cannotSign

    package var message: String {
        switch self {
        case .unreadableKey: "The signing key is no RSA key in PEM of at least 2048 bits."
        case .unreadableCertificate: "The signing key's certificate is no X.509 certificate in PEM."
        case .foreignCertificate: "The certificate beside the signing key belongs to another key."
        case .cannotCreate: "A signing key could not be created."
        case .cannotSign: "The message could not be signed."
        }
    }
}
