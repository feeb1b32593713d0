import AWSWire
import Foundation
import HTTPTypes
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct AuthenticationTests {
    private static let list = "AmazonSSM.DescribeMaintenanceWindows"
    private static let type = "application/x-amz-json-1.1"

    /// A request as an SSM client signs it.
    private static func signed(
        _ key: AccessKey, target: String = list, body: String = "{}", secret: String? = nil,
        region: String = "us-east-1", at date: Date = .noon, token: String? = nil
    ) -> [(name: String, value: String)] {
        let headers = [
            (name: "content-type", value: type), (name: "x-amz-target", value: target),
        ]
        let signer = RequestSigner(
            accessKeyID: key.id, secretAccessKey: secret ?? key.secret, sessionToken: token, region: region,
            service: target.hasPrefix("SNS.") ? "sns" : "ssm")
        let request = SignedRequest(
            headers: headers + [(name: "host", value: "localhost")], body: Array(body.utf8))
        return headers + signer.headers(for: request, at: date)
    }

    private static func post(
        _ api: API, _ headers: [(name: String, value: String)], body: String = "{}", uri: String = "/"
    ) async throws -> API.Answer {
        try await api.http(.post, uri, body: Array(body.utf8), headers: headers)
    }

    @Test func `a signed request is answered`() async throws {
        try await API.run(.tcp) { api async throws in
            let key = try await api.control.createKey(role: .reader, description: nil)
            let answer = try await Self.post(api, Self.signed(key))
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func `keys look like the field's`() async throws {
        try await API.run { api async throws in
            let made = try await api.send(CreateAccessKeyRequest(role: "operator", description: "ci"))
            #expect(made.accessKeyId?.wholeMatch(of: /AKIA[A-Z2-7]{16}/) != nil)
            #expect(made.secretAccessKey?.wholeMatch(of: /[A-Za-z0-9\/+]{40}/) != nil)
            let listed = try await api.send(ListAccessKeysRequest()).accessKeys
            #expect(
                listed == [
                    .init(accessKeyId: made.accessKeyId, role: "operator", description: "ci", createdAt: .noon)
                ])
        }
    }

    @Test func `without a signature nothing is read, not even whether the operation exists`() async throws {
        try await API.run(.tcp) { api async throws in
            for target in [Self.list, "AmazonSSM.MakeCoffee"] {
                let answer = try await api.http(target: target, body: Array("{".utf8))
                #expect(answer.status == 400)
                #expect(answer.error?.code == "MissingAuthenticationTokenException")
            }
        }
    }

    struct Forgery: CustomTestStringConvertible {
        let testDescription: String
        let code: String
        let headers: @Sendable (AccessKey) -> [(name: String, value: String)]
        var body = "{}"
    }

    @Test(arguments: [
        Forgery(testDescription: "a wrong secret", code: "InvalidSignatureException") {
            signed($0, secret: "wrong")
        },
        Forgery(testDescription: "an unknown key", code: "UnrecognizedClientException") {
            signed(
                AccessKey(
                    id: "AKIANOBODY2345672345", secret: $0.secret, role: .admin, description: nil, createdAt: .noon))
        },
        Forgery(testDescription: "a stale date", code: "InvalidSignatureException") {
            signed($0, at: .noon.addingTimeInterval(-301))
        },
        Forgery(testDescription: "a date to come", code: "InvalidSignatureException") {
            signed($0, at: .noon.addingTimeInterval(301))
        },
        Forgery(testDescription: "another region", code: "InvalidSignatureException") {
            signed($0, region: "eu-west-1")
        },
        Forgery(testDescription: "a session token", code: "UnrecognizedClientException") {
            signed($0, token: "temporary")
        },
        Forgery(
            testDescription: "another body", code: "InvalidSignatureException", headers: { signed($0) }, body: "{ }"),
        Forgery(testDescription: "another target", code: "InvalidSignatureException") { key in
            signed(key).map { $0.name == "x-amz-target" ? ($0.name, "AmazonSSM.ListCommands") : $0 }
        },
        Forgery(testDescription: "half a header", code: "IncompleteSignatureException") { key in
            signed(key).map { $0.name == "authorization" ? ($0.name, "AWS4-HMAC-SHA256 Credential=x") : $0 }
        },
    ])
    func `a forged request is refused`(_ forgery: Forgery) async throws {
        try await API.run(.tcp) { api async throws in
            let key = try await api.control.createKey(role: .admin, description: nil)
            let answer = try await Self.post(api, forgery.headers(key), body: forgery.body)
            #expect(answer.status == 400)
            #expect(answer.error?.code == forgery.code, "\(answer.text)")
            #expect(!answer.text.contains(key.secret))
        }
    }

    @Test func `a revoked key opens nothing`() async throws {
        try await API.run(.tcp) { api async throws in
            let key = try await api.control.createKey(role: .admin, description: nil)
            try await api.control.revokeKey(key.id)
            #expect(try await Self.post(api, Self.signed(key)).error?.code == "UnrecognizedClientException")
        }
    }

    @Test func `a query is part of what is signed`() async throws {
        try await API.run(.tcp) { api async throws in
            let key = try await api.control.createKey(role: .admin, description: nil)
            let answer = try await Self.post(api, Self.signed(key), uri: "/?X=1")
            #expect(answer.error?.code == "InvalidSignatureException")
        }
    }

    private static let changing = OperationTable.standard.targets.filter {
        (OperationTable.standard[$0]?.role ?? .anonymous) > .reader
    }

    @Test(arguments: changing)
    func `a reader changes nothing`(_ target: String) async throws {
        try await API.run(.tcp) { api async throws in
            let key = try await api.control.createKey(role: .reader, description: nil)
            let answer = try await Self.post(api, Self.signed(key, target: target))
            #expect(
                answer.error?.code
                    == (target.hasPrefix("SNS.") ? "AuthorizationError" : "AccessDeniedException"))
        }
    }

    @Test func `what reads is open to readers, and keys to administrators alone`() {
        let reads = ["Get", "Describe", "List", "Preview", "Explain", "TestEventPattern"]
        for target in OperationTable.standard.targets {
            let name = target.split(separator: ".")[1]
            // What it freezes decides what nodes install.
            let freezes = name == "GetDeployablePatchSnapshotForInstance"
            // Their links in messages are unsigned: the secret stands in them.
            let isLink = ["SNS.ConfirmSubscription", "SNS.Unsubscribe"].contains(target)
            let expected: CallerRole =
                isLink
                ? .anonymous
                : name.contains("AccessKey") || name.contains("SigningKey")
                    ? .admin : reads.contains(where: name.hasPrefix) && !freezes ? .reader : .operator
            #expect(OperationTable.standard[target]?.role == expected, "\(target)")
        }
    }

    @Test func `an operator changes windows but not keys`() async throws {
        try await API.run(.tcp) { api async throws in
            let key = try await api.control.createKey(role: .operator, description: nil)
            let denied = try await Self.post(
                api, Self.signed(key, target: "MaintenanceWindows.ListAccessKeys"))
            #expect(denied.error?.code == "AccessDeniedException")
            let tried = try await Self.post(api, Self.signed(key, target: "AmazonSSM.CreateMaintenanceWindow"))
            #expect(tried.error?.code == "ValidationException")
        }
    }

    @Test func `health and readiness need no key`() async throws {
        try await API.run(.tcp) { api async throws in
            #expect(try await api.http(.get, "/health").status == 200)
            #expect(try await api.http(.get, "/ready").status == 200)
        }
    }
}
