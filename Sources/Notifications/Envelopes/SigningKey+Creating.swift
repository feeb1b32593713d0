import CryptoExtras
package import Foundation
import SwiftASN1
import X509

extension SigningKey {
    /// Makes an RSA key of 2048 bits and a certificate it signs itself; that takes about 0.2 s of CPU.
    /// - Parameters:
    ///   - host: the name under which the service is reached; the certificate's subject and alternative name.
    ///   - now: the certificate is valid from an hour earlier, for receivers whose clocks are late.
    ///   - validDays: at least 1.
    package static func create(host: String, now: Date, validDays: Int = 825) throws(SigningError) -> Self {
        guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048),
            let certificate = try? certificate(
                of: key, host: host, from: now.addingTimeInterval(-3600),
                until: now.addingTimeInterval(Double(max(1, validDays)) * 86_400))
        else { throw .cannotCreate }
        return try Self(key: key, certificate: certificate)
    }

    private static func certificate(
        of key: _RSA.Signing.PrivateKey, host: String, from: Date, until: Date
    ) throws -> Certificate {
        let name = try DistinguishedName { CommonName(host) }
        let alternative: GeneralName =
            if let address = IPAddress(host) {
                .ipAddress(ASN1OctetString(contentBytes: address.networkBytes[...]))
            } else {
                .dnsName(host)
            }
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: from, notValidAfter: until, issuer: name, subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                SubjectAlternativeNames([alternative])
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
    }
}
