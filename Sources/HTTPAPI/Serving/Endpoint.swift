import AWSWire
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WindowCore
import WindowService
import WindowStore

/// `POST /`: reads a request, finds out who sent it and what it asks, and answers in the protocol it came in.
struct Endpoint: Sendable {
    /// A document has at most 64 KB, sixfold when every character is escaped; all else is smaller.
    static let largestBodyBytes = 1 << 20

    let control: Control
    let service: ServiceFacts
    let door: Door
    let table: OperationTable
    let logger: Logger

    func answer(_ request: Request, _ context: APIContext) async -> Response {
        // A header that names an operation decides; forms name theirs inside.
        request.headers[.amzTarget] == nil && request.isForm
            ? await answerForm(request, context) : await answerJSON(request, context)
    }

    private func answerJSON(_ request: Request, _ context: APIContext) async -> Response {
        let target = request.headers[.amzTarget]
        let model = ServiceModel.of(target?.hasPrefix("SNS.") == true ? .sns : .ssm)
        let shape = target.flatMap { model.operations[$0] }
        // Labels are bounded: only names that the model knows are counted by name.
        context.record.note { $0.operation = shape?.name }
        do {
            let body = try await body(of: request, .json, orTooLarge: shape?.tooLargeCode ?? .validationException)
            let caller = try await Authentication(control: control, door: door, service: model.service)
                .caller(of: request.head, body: body)
            context.record.note { $0.caller = caller.description }
            guard let target else {
                throw WireError(.unknownOperationException, "The header X-Amz-Target names no operation.")
            }
            let shape = try model.operation(target: target)
            let bytes = try await perform(shape, by: caller, request, orUnknown: .unknownOperationException) {
                () throws(WireError) in
                try RequestInput(
                    body: body, operation: shape, model: model, maximumBytes: Self.largestBodyBytes)
            }
            return .wire(.ok, bytes)
        } catch {
            let wire = wireError(error, of: model.service, operation: shape, .json, context)
            var response = Response.wire(.init(code: wire.httpStatus), wire.body)
            response.headers[.amzErrorType] = wire.code
            return response
        }
    }

    /// Carries out an operation, if the caller may.
    /// - Parameter input: read only then.
    /// - Returns: the result as JSON.
    func perform(
        _ shape: OperationShape, by caller: Caller, _ request: Request, orUnknown unknown: WireErrorCode,
        input: () throws(WireError) -> RequestInput
    ) async throws -> [UInt8] {
        guard let operation = table[shape.target] else {
            throw WireError(unknown, "This service does not have the operation \(shape.name) yet.")
        }
        guard caller.role >= operation.role else {
            throw WireError(
                shape.service.deniedCode,
                caller == .anonymous
                    ? "\(shape.name) must be signed."
                    : "The key \(caller) has the role \(caller.role.rawValue), and \(shape.name) needs \(operation.role.rawValue)."
            )
        }
        return try await operation.perform(
            CallContext(
                control: control, service: service, operation: shape, input: try input(), caller: caller,
                origin: control.origin.origin(for: request.head, door: door), logger: logger))
    }

    /// The body, unless it is too large: then no more of it is kept than has come.
    /// - Parameter code: what the operation calls that.
    func body(
        of request: Request, _ wireProtocol: WireProtocol, orTooLarge code: WireErrorCode
    ) async throws -> [UInt8] {
        let refusal = WireError(code, "The body has more than \(Self.largestBodyBytes) bytes.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.largestBodyBytes {
            throw refusal
        }
        var bytes: [UInt8] = []
        do {
            for try await chunk in request.body {
                guard bytes.count + chunk.readableBytes <= Self.largestBodyBytes else { throw refusal }
                bytes += chunk.readableBytesView
            }
        } catch let error as WireError {
            throw error
        } catch {
            // Bad chunks, or a client that is gone: whatever stops a body on its way is not the service's failure.
            throw WireError(
                wireProtocol == .json ? .serializationException : .validationError,
                "The body could not be read to its end.")
        }
        return bytes
    }

    /// What the caller is told, which is also noted for the log. Of a failure of ours they learn only that it was one.
    func wireError(
        _ error: any Error, of service: WireService, operation: OperationShape?, _ wireProtocol: WireProtocol,
        _ context: APIContext
    ) -> WireError {
        let wire = refusal(error, operation: operation, wireProtocol) ?? service.failure
        if wire.httpStatus >= 500 {
            logger.error(
                "A request failed.",
                metadata: [
                    "operation": "\(operation?.name ?? "-")", "requestID": "\(context.record.requestID)",
                    "error": "\((error as? any UserFacingError)?.sentence ?? "\(error)")",
                ])
        }
        context.record.note { $0.errorCode = wire.code }
        return wire
    }

    /// - Returns: `nil` for a failure of ours.
    private func refusal(
        _ error: any Error, operation: OperationShape?, _ wireProtocol: WireProtocol
    ) -> WireError? {
        let wire: WireError? =
            switch error {
            case let error as WireError: error
            case let error as SignatureRefusal: WireError(error.errorCode(in: wireProtocol), error)
            case let error as RequestError: operation.map { error.wireError(for: $0) }
            case let error as StoreError: operation.map { RequestError.store(error).wireError(for: $0) }
            default: nil
            }
        return wire.flatMap { $0.httpStatus < 500 ? $0 : nil }
    }
}

extension OperationShape {
    /// What a body that is too large is called: those that take records of any size have a word for it.
    fileprivate var tooLargeCode: WireErrorCode {
        let code = WireErrorCode.totalSizeLimitExceededException
        return errors.contains(code.rawValue) ? code : .validationException
    }
}

extension HTTPField.Name {
    static let amzTarget = constant("x-amz-target")
    static let amzErrorType = constant(WireError.codeHeader)
    static let amzRequestID = constant("x-amzn-requestid")

    private static func constant(_ text: String) -> Self {
        // Our own text; only what is no token at all is refused.
        guard let name = Self(text) else { preconditionFailure("“\(text)” is no header's name.") }
        return name
    }
}

extension Response {
    static func wire(
        _ status: HTTPResponse.Status, _ bytes: [UInt8], type: String = "application/x-amz-json-1.1"
    ) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
