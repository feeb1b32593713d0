import Crypto
package import Foundation

/// Signs requests as a client.
package struct RequestSigner: Sendable {
    package let accessKeyID: String
    /// Sent with temporary credentials.
    package let sessionToken: String?
    package let region: String
    /// `ssm` or `sns`.
    package let service: String
    private let secretAccessKey: String

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, region: String,
        service: String = "ssm"
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }

    /// The headers to add. Every header that the request has already is signed, so add what proxies change afterwards.
    /// - Parameters:
    ///   - request: with its `host`, as it will be sent.
    ///   - date: the client's clock; fractions of a second are dropped.
    package func headers(for request: SignedRequest, at date: Date) -> [(name: String, value: String)] {
        let timestamp = Timestamps.basic(date)
        var added = [(name: "x-amz-date", value: timestamp)]
        if let sessionToken { added.append((name: "x-amz-security-token", value: sessionToken)) }
        var signed = request
        signed.headers += added

        let names = Set(signed.headers.map { $0.name.lowercased() }).sorted()
        let scope = CredentialScope(date: String(timestamp.prefix(8)), region: region, service: service)
        let canonical = CanonicalRequest(
            signed, signedHeaders: names, payloadHash: CanonicalRequest.hash(request.body))
        let signature = HMAC<SHA256>.authenticationCode(
            for: Data(canonical.stringToSign(timestamp: timestamp, scope: scope).utf8),
            using: scope.signingKey(secret: secretAccessKey))
        let authorization =
            "\(CanonicalRequest.algorithm) Credential=\(accessKeyID)/\(scope.text), "
            + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(CanonicalRequest.hex(signature))"
        return added + [(name: "authorization", value: authorization)]
    }
}
