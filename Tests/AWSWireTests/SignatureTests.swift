import Crypto
import Foundation
import Testing

@testable import AWSWire

private let now = Date(timeIntervalSince1970: 1_795_305_600)  // 2026-11-22T00:00:00Z
private let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

@Suite struct BotocoreSignatureTests {
    @Test(arguments: BotocoreSignature.all)
    func `our signer signs as botocore does`(golden: BotocoreSignature) {
        let request = SignedRequest(query: golden.query, headers: golden.headers, body: Array(golden.body.utf8))
        let signer = RequestSigner(
            accessKeyID: "AKIDEXAMPLE", secretAccessKey: secret, sessionToken: golden.sessionToken,
            region: golden.region, service: golden.service)
        let added = signer.headers(for: request, at: now)
        #expect(added.first { $0.name == "authorization" }?.value == golden.authorization)
        #expect(added.first { $0.name == "x-amz-security-token" }?.value == golden.sessionToken)
    }

    @Test(arguments: BotocoreSignature.all)
    func `our verifier accepts what botocore signed`(golden: BotocoreSignature) async throws {
        var request = SignedRequest(query: golden.query, headers: golden.headers, body: Array(golden.body.utf8))
        request.headers += [("X-Amz-Date", "20261122T000000Z"), ("Authorization", golden.authorization)]
        if let token = golden.sessionToken { request.headers.append(("X-Amz-Security-Token", token)) }
        let verifier = SignatureVerifier(region: golden.region, service: golden.service)
        let signer = try await verifier.verify(request, now: now) { _ in secret }
        #expect(signer.accessKeyID == "AKIDEXAMPLE")
        #expect(signer.signedAt == now)
        #expect(signer.sessionToken == golden.sessionToken)
    }

    @Test func `the intermediate values of the reference vector are met`() {
        let body = Array(#"{"WindowId": "mw-0123456789abcdef0"}"#.utf8)
        #expect(body.count == 36)
        let hash = CanonicalRequest.hash(body)
        #expect(hash == "068962651c1b792ad1c95fef4ad5fe28d9ce720ce2814c1ba5934944079cd359")
        var request = SignedRequest(headers: BotocoreSignature.all[0].headers, body: body)
        request.headers.append(("X-Amz-Date", "20261122T000000Z"))
        let canonical = CanonicalRequest(
            request, signedHeaders: ["content-type", "host", "x-amz-date", "x-amz-target"], payloadHash: hash)
        #expect(
            CanonicalRequest.hash(Array(canonical.text.utf8))
                == "a9adcd7a2ce3c9b1d0904ca0a9e7255c09e48c632cae0a135631f347a24679a6")
        let key = CredentialScope(date: "20261122", region: "us-east-1", service: "ssm").signingKey(secret: secret)
        #expect(
            key.withUnsafeBytes { CanonicalRequest.hex($0) }
                == "aa71b0a8de17546e6abf21fefa921b37b9c47f1c673e233fabefecd24014f007")
    }
}

/// A request that is signed well, and one thing done to it.
private struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: WireErrorCode
    var clockOffset: TimeInterval = 0
    var says: String?
    let change: @Sendable (inout SignedRequest) -> Void

    init(
        _ testDescription: String, _ code: WireErrorCode, clockOffset: TimeInterval = 0, says: String? = nil,
        change: @escaping @Sendable (inout SignedRequest) -> Void = { _ in }
    ) {
        self.testDescription = testDescription
        self.code = code
        self.clockOffset = clockOffset
        self.says = says
        self.change = change
    }

    /// Puts another value in the place of a header's.
    static func set(_ name: String, _ edit: @escaping @Sendable (String) -> String)
        -> @Sendable (inout SignedRequest) -> Void
    {
        { request in
            for index in request.headers.indices where request.headers[index].name.lowercased() == name {
                request.headers[index].value = edit(request.headers[index].value)
            }
        }
    }

    static func replacing(_ old: String, _ new: String) -> @Sendable (inout SignedRequest) -> Void {
        set("authorization") { $0.replacing(old, with: new) }
    }

    static let all: [Tampering] = [
        Tampering("no Authorization", .missingAuthenticationTokenException) {
            $0.headers.removeAll { $0.name == "authorization" }
        },
        Tampering("a presigned query", .missingAuthenticationTokenException, says: "query") {
            $0.headers.removeAll { $0.name == "authorization" }
            $0.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00"
        },
        Tampering("an empty Authorization", .incompleteSignatureException, change: set("authorization") { _ in "" }),
        Tampering("another algorithm", .incompleteSignatureException, change: replacing("SHA256 C", "SHA1 C")),
        Tampering("a bearer token", .incompleteSignatureException, change: set("authorization") { _ in "Bearer x" }),
        Tampering(
            "no Credential", .incompleteSignatureException, says: "Credential", change: replacing("Credential=", "C=")),
        Tampering(
            "no Signature", .incompleteSignatureException, says: "Signature", change: replacing("Signature=", "S=")),
        Tampering(
            "no SignedHeaders", .incompleteSignatureException, says: "SignedHeaders",
            change: replacing("SignedHeaders=", "H=")),
        Tampering("a field twice", .incompleteSignatureException, says: "twice") {
            replacing(", Signature=", ", Signature=00, Signature=")(&$0)
        },
        Tampering("a short credential", .incompleteSignatureException, change: replacing("/ssm/", "/")),
        Tampering("an empty key ID", .incompleteSignatureException, change: replacing("AKIDEXAMPLE", "")),
        Tampering("another terminator", .invalidSignatureException, change: replacing("aws4_request", "aws5_request")),
        Tampering("a signature in capitals", .incompleteSignatureException) {
            set("authorization") { text in
                let cut = text.index(text.endIndex, offsetBy: -64)
                return text[..<cut] + String(repeating: "A", count: 64)
            }(&$0)
        },
        Tampering(
            "a short signature", .incompleteSignatureException, change: set("authorization") { String($0.dropLast(2)) }),
        Tampering("a wrong digit in the signature", .invalidSignatureException) {
            set("authorization") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }(&$0)
        },
        Tampering("a signature of nothing but zeros", .invalidSignatureException) {
            set("authorization") { $0.dropLast(64) + String(repeating: "0", count: 64) }(&$0)
        },
        Tampering(
            "unsorted headers", .incompleteSignatureException, change: replacing("host;x-amz-date", "x-amz-date;host")),
        Tampering("a header in capitals", .incompleteSignatureException, change: replacing("host;", "Host;")),
        Tampering("host not signed", .incompleteSignatureException, says: "host", change: replacing("host;", "")),
        Tampering(
            "date not signed", .incompleteSignatureException, says: "x-amz-date", change: replacing("x-amz-date;", "")),
        Tampering("target not signed", .invalidSignatureException, says: "x-amz-target") {
            replacing(";x-amz-target", "")(&$0)
        },
        Tampering("content type not signed", .invalidSignatureException, says: "content-type") {
            replacing("content-type;", "")(&$0)
        },
        Tampering("a signed header that is not there", .incompleteSignatureException, says: "x-more") {
            replacing("x-amz-target", "x-amz-target;x-more")(&$0)
        },
        Tampering("a target added twice", .invalidSignatureException) {
            $0.headers.append(("X-Amz-Target", "AmazonSSM.DeleteDocument"))
        },
        Tampering("two Authorization headers", .incompleteSignatureException) {
            $0.headers.append(("authorization", "AWS4-HMAC-SHA256 x"))
        },
        Tampering("no date", .incompleteSignatureException, says: "x-amz-date") {
            $0.headers.removeAll { $0.name == "x-amz-date" }
        },
        Tampering("a date in another form", .incompleteSignatureException, says: "ISO-8601") {
            set("x-amz-date") { _ in "2026-11-22T00:00:00Z" }(&$0)
        },
        Tampering("a date that does not exist", .incompleteSignatureException, says: "ISO-8601") {
            set("x-amz-date") { _ in "20261322T000000Z" }(&$0)
        },
        Tampering(
            "a scope of another day", .invalidSignatureException, says: "20261121",
            change: replacing("20261122", "20261121")),
        Tampering(
            "another region", .invalidSignatureException, says: "us-west-2", change: replacing("us-east-1", "us-west-2")
        ),
        Tampering("another service", .invalidSignatureException, says: "ssm", change: replacing("/ssm/", "/sns/")),
        Tampering(
            "5 minutes and a second late", .invalidSignatureException, clockOffset: 301, says: "Signature expired"),
        Tampering(
            "5 minutes and a second early", .invalidSignatureException, clockOffset: -301, says: "not yet current"),
        Tampering("another announced payload", .invalidSignatureException, says: "x-amz-content-sha256") {
            $0.headers.append(("X-Amz-Content-Sha256", String(repeating: "0", count: 64)))
        },
        Tampering("an unsigned payload", .invalidSignatureException, says: "x-amz-content-sha256") {
            $0.headers.append(("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"))
        },
        Tampering("another body", .invalidSignatureException) { $0.body.append(0x20) },
        Tampering("another method", .invalidSignatureException) { $0.method = "PUT" },
        Tampering("another path", .invalidSignatureException) { $0.path = "/x" },
        Tampering("another query", .invalidSignatureException) { $0.query = "a=b" },
        Tampering("another host", .invalidSignatureException, change: set("host") { _ in "evil.example.test" }),
        Tampering(
            "another target", .invalidSignatureException,
            change: set("x-amz-target") { _ in "AmazonSSM.DeleteDocument" }),
        Tampering("a huge header", .incompleteSignatureException, says: "too long") {
            set("authorization") { $0 + String(repeating: "a", count: 10_000) }(&$0)
        },
    ]
}

@Suite struct SignatureVerifierTests {
    private let verifier = SignatureVerifier(region: "us-east-1")

    private func signed(secret: String = secret) -> SignedRequest {
        var request = SignedRequest(
            headers: [
                ("Host", "ssm.example.test"), ("Content-Type", "application/x-amz-json-1.1"),
                ("X-Amz-Target", "AmazonSSM.GetMaintenanceWindow"),
            ], body: Array("{}".utf8))
        let signer = RequestSigner(accessKeyID: "AKIDEXAMPLE", secretAccessKey: secret, region: "us-east-1")
        request.headers += signer.headers(for: request, at: now)
        return request
    }

    private func refusal(_ request: SignedRequest, at date: Date = now) async throws -> SignatureRefusal? {
        do {
            _ = try await verifier.verify(request, now: date) { $0 == "AKIDEXAMPLE" ? secret : nil }
            return nil
        } catch let refusal as SignatureRefusal {
            return refusal
        }
    }

    @Test(arguments: [-300.0, 0, 0.5, 300])
    func `a clock may be off by five minutes either way`(offset: TimeInterval) async throws {
        #expect(try await refusal(signed(), at: now + offset) == nil)
    }

    @Test(arguments: Tampering.all)
    fileprivate func `a tampered request is refused`(tampering: Tampering) async throws {
        var request = signed()
        tampering.change(&request)
        let refusal = try #require(try await refusal(request, at: now + tampering.clockOffset))
        #expect(refusal.errorCode == tampering.code)
        if let says = tampering.says { #expect(refusal.message.contains(says)) }
        #expect(!refusal.message.contains(secret))
    }

    @Test func `an unknown key is not told from a revoked one`() async throws {
        var request = signed()
        Tampering.replacing("AKIDEXAMPLE", "AKIDOTHER")(&request)
        #expect(try await refusal(request)?.code == "UnrecognizedClientException")
    }

    @Test func `a wrong secret does not verify`() async throws {
        #expect(try await refusal(signed(secret: "another")) == .mismatch)
    }

    @Test func `the message of a stale request says what was compared`() async throws {
        let refusal = try await refusal(signed(), at: now + 3600)
        #expect(
            refusal?.message
                == "Signature expired: 20261122T000000Z is now earlier than 20261122T005500Z (20261122T010000Z - 5 min.)."
        )
    }

    @Test func `a malformed request costs no look-up of its key`() async throws {
        var request = signed()
        Tampering.replacing("us-east-1", "us-west-2")(&request)
        await #expect(throws: SignatureRefusal.self) {
            try await verifier.verify(request, now: now) { _ in
                Issue.record("the key was looked up")
                return secret
            }
        }
    }

    @Test func `commas without blanks are read`() async throws {
        var request = signed()
        Tampering.replacing(", ", ",")(&request)
        #expect(try await refusal(request) == nil)
    }

    @Test func `headers that proxies add are not part of the signature`() async throws {
        var request = signed()
        request.headers += [("X-Forwarded-For", "10.0.0.1"), ("User-Agent", "x")]
        #expect(try await refusal(request) == nil)
    }
}
