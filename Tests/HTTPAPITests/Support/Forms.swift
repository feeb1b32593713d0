import AWSWire
import Foundation
import HTTPTypes
import WindowCore
import WindowTestSupport

@testable import HTTPAPI

/// Requests of the query protocol, as SNS's clients send and sign them.
extension API {
    static let formType = "application/x-www-form-urlencoded; charset=utf-8"

    func form(_ body: String, headers: [(name: String, value: String)] = []) async throws -> Answer {
        try await http(
            body: Array(body.utf8), headers: [(name: "content-type", value: Self.formType)] + headers)
    }

    func form(
        _ body: String, signedBy key: AccessKey, service: String = "sns", secret: String? = nil, at date: Date = .noon
    ) async throws -> Answer {
        let signer = RequestSigner(
            accessKeyID: key.id, secretAccessKey: secret ?? key.secret, region: "us-east-1", service: service)
        let request = SignedRequest(
            headers: [("content-type", Self.formType), ("host", "localhost")], body: Array(body.utf8))
        return try await form(body, headers: signer.headers(for: request, at: date))
    }
}

extension API.Answer {
    /// The text of the first element of that name; `nil` when there is none.
    func element(_ name: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>"), let end = text.firstRange(of: "</\(name)>") else {
            return nil
        }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
