import Crypto
package import Foundation

/// Checks Signature Version 4 on a request, before anything else is read of it.
package struct SignatureVerifier: Sendable {
    package let region: String
    /// `ssm` or `sns`.
    package let service: String
    /// How far the client's clock may be off, either way.
    package let allowedSkewSeconds: TimeInterval

    package init(region: String, service: String = "ssm", allowedSkewSeconds: TimeInterval = 300) {
        self.region = region
        self.service = service
        self.allowedSkewSeconds = allowedSkewSeconds
    }

    /// Who signed the request.
    package struct Signer: Equatable, Sendable {
        package let accessKeyID: String
        package let signedAt: Date
        /// What `X-Amz-Security-Token` says; the caller decides whether it wants one.
        package let sessionToken: String?
    }

    /// - Parameters:
    ///   - now: the server's clock.
    ///   - secret: the secret of an access key; `nil` when there is no such key or it was revoked.
    /// - Throws: ``SignatureRefusal``, or what `secret` throws.
    package func verify(
        _ request: SignedRequest, now: Date, secret: (_ accessKeyID: String) async throws -> String?
    ) async throws -> Signer {
        let claim = try self.claim(request, now: now)
        guard let secret = try await secret(claim.header.accessKeyID) else { throw SignatureRefusal.unknownKey }
        guard claim.holds(for: secret) else { throw SignatureRefusal.mismatch }
        return Signer(
            accessKeyID: claim.header.accessKeyID, signedAt: claim.signedAt,
            sessionToken: request.values("x-amz-security-token").first)
    }

    /// Everything that can be checked without the secret, so that a malformed request costs no look-up.
    func claim(_ request: SignedRequest, now: Date) throws(SignatureRefusal) -> SignatureClaim {
        let authorization = request.values("authorization")
        guard let text = authorization.first else {
            throw request.query.lowercased().contains("x-amz-signature=") ? .presigned : .unsigned
        }
        guard authorization.count == 1 else { throw .incomplete("There is more than one Authorization header.") }
        let header = try AuthorizationHeader(parsing: text)
        try checkSignedHeaders(header.signedHeaders, request)

        let timestamps = request.values("x-amz-date")
        guard let timestamp = timestamps.first, timestamps.count == 1 else {
            throw .incomplete("Authorization header requires existence of one 'X-Amz-Date' header.")
        }
        guard let signedAt = Timestamps.date(basic: timestamp) else {
            throw .incomplete("Date must be in ISO-8601 'basic format': yyyymmddThhmmssZ.")
        }
        try checkScope(header.scope, timestamp: timestamp)
        try checkClock(signedAt, timestamp: timestamp, now: now)

        let payloadHash = CanonicalRequest.hash(request.body)
        guard request.values("x-amz-content-sha256").allSatisfy({ $0 == payloadHash }) else { throw .wrongPayload }
        let canonical = CanonicalRequest(request, signedHeaders: header.signedHeaders, payloadHash: payloadHash)
        return SignatureClaim(
            header: header, signedAt: signedAt,
            stringToSign: canonical.stringToSign(timestamp: timestamp, scope: header.scope))
    }

    private func checkSignedHeaders(_ signed: [String], _ request: SignedRequest) throws(SignatureRefusal) {
        for name in ["host", "x-amz-date"] where !signed.contains(name) {
            throw .incomplete("SignedHeaders must include '\(name)'.")
        }
        // An unsigned target could be exchanged under a valid signature.
        for name in ["content-type", "x-amz-target"] where !signed.contains(name) && !request.values(name).isEmpty {
            throw .wrongScope("The header '\(name)' must be signed.")
        }
        for name in signed where request.values(name).isEmpty {
            throw .incomplete("SignedHeaders names '\(name.shortened(to: 64))', which the request does not have.")
        }
    }

    private func checkScope(_ scope: CredentialScope, timestamp: String) throws(SignatureRefusal) {
        guard scope.date == timestamp.prefix(8) else {
            throw .wrongScope(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(scope.date.shortened(to: 16))' != '\(timestamp.prefix(8))', from '\(timestamp)'.")
        }
        guard scope.region == region else {
            throw .wrongScope("Credential should be scoped to a valid region, not '\(scope.region.shortened(to: 64))'.")
        }
        guard scope.service == service else {
            throw .wrongScope("Credential should be scoped to correct service: '\(service)'.")
        }
    }

    private func checkClock(_ signedAt: Date, timestamp: String, now: Date) throws(SignatureRefusal) {
        let age = now.timeIntervalSince(signedAt)
        if age > allowedSkewSeconds {
            throw .expired(
                signedAt: timestamp, earliest: "\(Timestamps.basic(now - allowedSkewSeconds)) \(span(now, "-"))")
        }
        if age < -allowedSkewSeconds {
            throw .fromTheFuture(
                signedAt: timestamp, latest: "\(Timestamps.basic(now + allowedSkewSeconds)) \(span(now, "+"))")
        }
    }

    private func span(_ now: Date, _ sign: String) -> String {
        "(\(Timestamps.basic(now)) \(sign) \(Int(allowedSkewSeconds / 60)) min.)"
    }
}

/// A well-formed signature that has not been compared yet.
struct SignatureClaim {
    let header: AuthorizationHeader
    let signedAt: Date
    let stringToSign: String

    /// Whether the secret made this signature. The comparison takes the same time wherever they differ.
    func holds(for secret: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            header.signature, authenticating: Data(stringToSign.utf8), using: header.scope.signingKey(secret: secret))
    }
}
