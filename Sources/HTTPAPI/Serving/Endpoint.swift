import AWSWire
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WindowCore
import WindowService
import WindowStore

/// `POST /`: reads a request, finds out who sent it and what it asks, and answers.
struct Endpoint: Sendable {
    /// A document has at most 64 KB, sixfold when every character is escaped; all else is smaller.
    static let largestBodyBytes = 1 << 20

    let control: Control
    let service: ServiceFacts
    let door: Door
    let address: ServiceAddress
    let table: OperationTable
    let model: ServiceModel
    let logger: Logger

    func answer(_ request: Request, _ context: APIContext) async -> Response {
        let name = request.headers[.amzTarget]
        let operation = name.flatMap { model.operations[$0] }
        // Labels are bounded: only names that the model knows are counted by name.
        context.record.note { $0.operation = operation?.name }
        do {
            let bytes = try await perform(request, target: name, context)
            return .wire(.ok, bytes)
        } catch {
            let wire = wireError(error, operation: operation, context)
            context.record.note { $0.errorCode = wire.code }
            var response = Response.wire(.init(code: wire.httpStatus), wire.body)
            response.headers[.amzErrorType] = wire.code
            return response
        }
    }

    private func perform(_ request: Request, target: String?, _ context: APIContext) async throws -> [UInt8] {
        let body = try await Self.body(
            of: request, orTooLarge: target.flatMap { model.operations[$0] }?.tooLargeCode ?? .validationException)
        let caller = try await Authentication(control: control, door: door).caller(of: request.head, body: body)
        context.record.note { $0.caller = caller.description }
        guard let target else {
            throw WireError(.unknownOperationException, "The header X-Amz-Target names no operation.")
        }
        let shape = try model.operation(target: target)
        guard let operation = table[target] else {
            throw WireError(
                .unknownOperationException, "This service does not have the operation \(shape.name) yet.")
        }
        guard caller.role >= operation.role else {
            throw WireError(
                .accessDeniedException,
                "The key \(caller) has the role \(caller.role.rawValue), and \(shape.name) needs \(operation.role.rawValue)."
            )
        }
        let input = try RequestInput(body: body, operation: shape, model: model, maximumBytes: Self.largestBodyBytes)
        return try await operation.perform(
            CallContext(
                control: control, service: service, operation: shape, input: input, caller: caller,
                origin: address.origin(for: request.head, door: door), logger: logger))
    }

    /// The body, unless it is too large: then no more of it is kept than has come.
    private static func body(of request: Request, orTooLarge code: WireErrorCode) async throws -> [UInt8] {
        let refusal = WireError(code, "The body has more than \(largestBodyBytes) bytes.")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > largestBodyBytes {
            throw refusal
        }
        var bytes: [UInt8] = []
        do {
            for try await chunk in request.body {
                guard bytes.count + chunk.readableBytes <= largestBodyBytes else { throw refusal }
                bytes += chunk.readableBytesView
            }
        } catch let error as WireError {
            throw error
        } catch {
            // Bad chunks, or a client that is gone: whatever stops a body on its way is not the service's failure.
            throw WireError(.serializationException, "The body could not be read to its end.")
        }
        return bytes
    }

    private func wireError(_ error: any Error, operation: OperationShape?, _ context: APIContext) -> WireError {
        switch error {
        case let error as WireError where error.httpStatus < 500: return error
        case let error as SignatureRefusal: return WireError(error.errorCode, error)
        case let error as RequestError:
            guard let operation else { break }
            let wire = error.wireError(for: operation)
            if wire.httpStatus < 500 { return wire }
        case let error as StoreError:
            guard let operation else { break }
            let wire = RequestError.store(error).wireError(for: operation)
            if wire.httpStatus < 500 { return wire }
        default: break
        }
        // The cause is for the operator; the caller learns that it was not their fault.
        logger.error(
            "A request failed.",
            metadata: [
                "operation": "\(operation?.name ?? "-")", "requestID": "\(context.record.requestID)",
                "error": "\((error as? any UserFacingError)?.sentence ?? "\(error)")",
            ])
        return WireError(.internalServerError, "The service could not answer; its log says why.")
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
    static func wire(_ status: HTTPResponse.Status, _ bytes: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/x-amz-json-1.1"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
