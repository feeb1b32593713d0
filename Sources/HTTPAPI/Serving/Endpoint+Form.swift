import AWSWire
import HTTPTypes
import Hummingbird
import WindowCore

/// The query protocol, which SNS's own clients speak: forms in, XML out.
extension Endpoint {
    func answerForm(_ request: Request, _ context: APIContext) async -> Response {
        var shape: OperationShape?
        let requestID = context.record.requestID
        do {
            let body = try await body(of: request, .query, orTooLarge: .validationError)
            let caller = try await sender(of: request, body: body)
            context.record.note { $0.caller = caller.description }
            let asked = try QueryRequest(parsing: body)
            shape = asked.operation
            context.record.note { $0.operation = asked.operation.name }
            let bytes = try await perform(asked.operation, by: caller, request, orUnknown: .invalidAction) {
                () throws(WireError) in try asked.input()
            }
            return try .xml(result: bytes, of: asked.operation, requestID: requestID)
        } catch {
            return .xml(wireError(error, of: .sns, operation: shape, .query, context), requestID: requestID)
        }
    }

    /// Who signed the form. One without any signature is read nevertheless when it asks for what needs none; one with a bad
    /// signature is refused whatever it asks for.
    private func sender(of request: Request, body: [UInt8]) async throws -> Caller {
        do {
            return try await Authentication(control: control, door: door, service: .sns)
                .caller(of: request.head, body: body)
        } catch SignatureRefusal.unsigned where isOpenToAnyone(body) {
            return .anonymous
        }
    }

    private func isOpenToAnyone(_ body: [UInt8]) -> Bool {
        guard let asked = try? QueryRequest(parsing: body) else { return false }
        return table[asked.operation.target]?.role == .anonymous
    }
}

extension Request {
    /// Whether the body says to be a form; what parameters follow the type does not matter.
    var isForm: Bool {
        let type = headers[.contentType]?.prefix { $0 != ";" } ?? ""
        return type.lowercased().split(separator: " ") == ["application/x-www-form-urlencoded"]
    }
}

extension Response {
    /// - Parameter result: JSON.
    static func xml(result: [UInt8], of operation: OperationShape, requestID: String) throws -> Response {
        let value = try JSONValue(parsing: result, maximumBytes: .max)
        return .wire(
            .ok, QueryAnswer.result(value, of: operation, requestID: requestID), type: QueryAnswer.contentType)
    }

    static func xml(_ error: WireError, requestID: String) -> Response {
        .wire(
            .init(code: error.httpStatus), QueryAnswer.error(error, requestID: requestID),
            type: QueryAnswer.contentType)
    }
}
