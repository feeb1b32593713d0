import AWSWire
import Foundation
import HTTPTypes
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

/// The query protocol and the doors to it, on operations that only say what they were asked.
@Suite(.timeLimit(.minutes(2))) struct QueryProtocolTests {
    static let table = OperationTable([
        Operation(SNS.PublishInput.self, for: .operator) { request, call in
            SNS.PublishResponse(messageId: "\(call.caller.role.rawValue): \(request.message)")
        },
        Operation(SNS.DeleteTopicInput.self, for: .operator) { request, _ in
            throw StoreError.notFound(kind: "topic", id: request.topicArn)
        },
        Operation(SNS.ListTopicsInput.self, for: .reader) { _, _ in throw StoreError.unavailable("the disk is gone") },
        Operation(SNS.ConfirmSubscriptionInput.self, for: .anonymous) { request, call in
            guard request.token == "good" else {
                throw WireError(.invalidParameter, "Invalid token <\(request.token)>")
            }
            return SNS.ConfirmSubscriptionResponse(subscriptionArn: "\(request.topicArn):\(call.caller)")
        },
        Operation(SNS.UnsubscribeInput.self, for: .anonymous) { _, _ in SNS.UnsubscribeResponse() },
    ])

    static func run(_ door: Door = .tcp, _ body: @Sendable (API, AccessKey) async throws -> Void) async throws {
        try await API.run(door, table: table) { api async throws in
            try await body(api, api.control.createKey(role: .operator, description: nil))
        }
    }

    private static let publish = "Action=Publish&Version=2010-03-31&TopicArn=a&Message=1+%26+2"

    @Test func `a signed form is answered in XML`() async throws {
        try await Self.run { api, key async throws in
            let answer = try await api.form(Self.publish, signedBy: key)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.headers[.contentType] == "text/xml")
            let id = try #require(answer.headers[.amzRequestID])
            #expect(
                answer.text
                    == "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
                    + "<MessageId>operator: 1 &amp; 2</MessageId></PublishResult><ResponseMetadata>"
                    + "<RequestId>\(id)</RequestId></ResponseMetadata></PublishResponse>")
        }
    }

    @Test func `over the socket a form needs no signature`() async throws {
        try await Self.run(.socket) { api, _ async throws in
            #expect(try await api.form(Self.publish).element("MessageId") == "admin: 1 &amp; 2")
        }
    }

    struct Refusal: CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let code: String
        let send: @Sendable (API, AccessKey) async throws -> API.Answer
    }

    @Test(arguments: [
        Refusal(testDescription: "no signature", status: 403, code: "MissingAuthenticationToken") { api, _ in
            try await api.form(publish)
        },
        Refusal(testDescription: "no signature, and no form", status: 403, code: "MissingAuthenticationToken") {
            api, _ in
            try await api.form("%zz")
        },
        Refusal(testDescription: "signed for another service", status: 403, code: "SignatureDoesNotMatch") { api, key in
            try await api.form(publish, signedBy: key, service: "ssm")
        },
        Refusal(testDescription: "a wrong secret", status: 403, code: "SignatureDoesNotMatch") { api, key in
            try await api.form(publish, signedBy: key, secret: "wrong")
        },
        Refusal(testDescription: "a stale date", status: 403, code: "SignatureDoesNotMatch") { api, key in
            try await api.form(publish, signedBy: key, at: .noon.addingTimeInterval(-301))
        },
        Refusal(testDescription: "half a header", status: 400, code: "IncompleteSignature") { api, _ in
            try await api.form(publish, headers: [(name: "authorization", value: "AWS4-HMAC-SHA256 Credential=x")])
        },
        Refusal(testDescription: "a revoked key", status: 403, code: "InvalidClientTokenId") { api, key in
            try await api.control.revokeKey(key.id)
            return try await api.form(publish, signedBy: key)
        },
        Refusal(testDescription: "a confirmation with a bad signature", status: 403, code: "SignatureDoesNotMatch") {
            api, key in
            try await api.form("Action=ConfirmSubscription&TopicArn=a&Token=good", signedBy: key, secret: "wrong")
        },
        Refusal(testDescription: "a reader who publishes", status: 403, code: "AuthorizationError") { api, _ in
            try await api.form(publish, signedBy: api.control.createKey(role: .reader, description: nil))
        },
        Refusal(testDescription: "no such action", status: 400, code: "InvalidAction") { api, key in
            try await api.form("Action=MakeCoffee", signedBy: key)
        },
        Refusal(testDescription: "an action that is not built", status: 400, code: "InvalidAction") { api, key in
            try await api.form("Action=ListSubscriptions", signedBy: key)
        },
        Refusal(testDescription: "another version", status: 400, code: "NoSuchVersion") { api, key in
            try await api.form("Action=Publish&Version=2012-11-05", signedBy: key)
        },
        Refusal(testDescription: "no form", status: 400, code: "ValidationError") { api, key in
            try await api.form("Action=Publish&Action=Publish", signedBy: key)
        },
        Refusal(testDescription: "a missing member", status: 400, code: "InvalidParameter") { api, key in
            try await api.form("Action=Publish", signedBy: key)
        },
        Refusal(testDescription: "a topic that is not there", status: 404, code: "NotFound") { api, key in
            try await api.form("Action=DeleteTopic&TopicArn=a", signedBy: key)
        },
        Refusal(testDescription: "a megabyte and more", status: 400, code: "ValidationError") { api, key in
            try await api.form("Action=" + String(repeating: "x", count: 1 << 20), signedBy: key)
        },
    ])
    func `a refusal is XML with the code and status of SNS`(_ refusal: Refusal) async throws {
        try await Self.run { api, key async throws in
            let answer = try await refusal.send(api, key)
            #expect(answer.status == refusal.status)
            #expect(answer.headers[.contentType] == "text/xml")
            #expect(answer.element("Code") == refusal.code, "\(answer.text)")
            #expect(answer.element("Type") == "Sender")
            #expect(answer.element("RequestId") == answer.headers[.amzRequestID])
            #expect(!answer.text.contains(key.secret))
        }
    }

    @Test func `our own failure is the receiver's, and says nothing of its cause`() async throws {
        try await Self.run { api, key async throws in
            let answer = try await api.form("Action=ListTopics", signedBy: key)
            #expect(answer.status == 500)
            #expect(answer.element("Type") == "Receiver")
            #expect(answer.element("Code") == "InternalError")
            #expect(!answer.text.contains("disk"))
        }
    }

    // MARK: In JSON

    private static func json(
        _ api: API, _ target: String, _ body: String, _ key: AccessKey, service: String
    ) async throws -> API.Answer {
        let headers = [
            (name: "content-type", value: "application/x-amz-json-1.1"), (name: "x-amz-target", value: target),
        ]
        let signer = RequestSigner(
            accessKeyID: key.id, secretAccessKey: key.secret, region: "us-east-1", service: service)
        let request = SignedRequest(headers: headers + [("host", "localhost")], body: Array(body.utf8))
        return try await api.http(
            body: Array(body.utf8), headers: headers + signer.headers(for: request, at: .noon))
    }

    @Test func `the same operations are answered in JSON, to signatures of the same service`() async throws {
        try await Self.run { api, key async throws in
            let body = #"{"TopicArn":"a","Message":"m"}"#
            let answer = try await Self.json(api, "SNS.Publish", body, key, service: "sns")
            #expect(answer.json == ["MessageId": "operator: m"], "\(answer.text)")
            let other = try await Self.json(api, "SNS.Publish", body, key, service: "ssm")
            #expect(other.error?.code == "InvalidSignatureException")
            let crossed = try await Self.json(api, "AmazonSSM.ListCommands", "{}", key, service: "sns")
            #expect(crossed.error?.code == "InvalidSignatureException")
        }
    }

    @Test(arguments: [
        ("SNS.Publish", "{}", 400, "InvalidParameter"), ("SNS.Publish", #"{"Message":5}"#, 400, "InvalidParameter"),
        ("SNS.Publish", "{", 400, "SerializationException"), ("SNS.Nope", "{}", 400, "UnknownOperationException"),
        ("SNS.ListSubscriptions", "{}", 400, "UnknownOperationException"),
        ("SNS.DeleteTopic", #"{"TopicArn":"a"}"#, 404, "NotFound"), ("SNS.ListTopics", "{}", 500, "InternalError"),
    ])
    func `in JSON a refusal has the code and status of SNS too`(
        target: String, body: String, status: Int, code: String
    ) async throws {
        try await Self.run { api, key async throws in
            let answer = try await Self.json(api, target, body, key, service: "sns")
            #expect(answer.status == status)
            #expect(answer.error?.code == code, "\(answer.text)")
            #expect(answer.headers[.amzErrorType] == code)
        }
    }

    @Test func `a header that names an operation decides, whatever the body says to be`() async throws {
        try await Self.run(.socket) { api, _ async throws in
            let answer = try await api.form(Self.publish, headers: [(name: "x-amz-target", value: "SNS.Publish")])
            #expect(answer.error?.code == "SerializationException")
        }
    }

    @Test func `an unsigned confirmation in JSON is refused: links are forms`() async throws {
        try await Self.run { api, _ async throws in
            let body = Array(#"{"TopicArn":"a","Token":"good"}"#.utf8)
            let answer = try await api.http(target: "SNS.ConfirmSubscription", body: body)
            #expect(answer.error?.code == "MissingAuthenticationTokenException")
        }
    }
}
