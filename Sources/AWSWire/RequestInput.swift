/// A request's body, read and checked against its operation's shape.
package struct RequestInput: Sendable {
    package let operation: OperationShape
    /// An object without unknown and null members, so that two requests that mean the same compare equal.
    package let value: JSONValue

    /// The largest body that is read: a document has at most 64 KB and 20 attachments, all else is smaller.
    package static let defaultMaximumBytes = 4 << 20

    /// - Parameters:
    ///   - body: the raw bytes; none at all mean `{}`.
    ///   - model: that of the operation's service unless told otherwise.
    ///   - maximumBytes: a longer body is refused unread.
    /// - Throws: `SerializationException` for what is no JSON or has a wrong type, `ValidationException` for what breaks
    ///   the shape's rules; SNS's operations answer `InvalidParameter` to both, but for broken JSON.
    package init(
        body: [UInt8], operation: OperationShape, model: ServiceModel? = nil,
        maximumBytes: Int = defaultMaximumBytes
    ) throws(WireError) {
        self.operation = operation
        let sent: JSONValue
        do {
            sent = body.isEmpty ? [:] : try JSONValue(parsing: body, maximumBytes: maximumBytes)
        } catch {
            throw WireError(.serializationException, error)
        }
        value = try RequestValidator.validate(sent, as: operation.input, in: model ?? .of(operation.service))
    }

    /// A request that was read and checked already, in another protocol than JSON.
    init(operation: OperationShape, value: JSONValue) {
        self.operation = operation
        self.value = value
    }

    /// The request as Swift's values.
    /// - Throws: `SerializationException` when the type does not fit the operation's shape.
    package func decode<Request: WireRequest>(_ type: Request.Type) throws(WireError) -> Request {
        do {
            return try WireCoding.decode(type, from: value.bytes())
        } catch {
            throw WireError(.serializationException, "The body does not hold a request of \(operation.name).")
        }
    }
}
