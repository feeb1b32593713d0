/// A request's body, read and checked against its operation's shape.
package struct RequestInput: Sendable {
    package let operation: OperationShape
    /// An object without unknown and null members, so that two requests that mean the same compare equal.
    package let value: JSONValue

    /// The largest body that is read: a document has at most 64 KB and 20 attachments, all else is smaller.
    package static let defaultMaximumBytes = 4 << 20

    /// - Parameters:
    ///   - body: the raw bytes; none at all mean `{}`.
    ///   - maximumBytes: a longer body is refused unread.
    /// - Throws: `SerializationException` for what is no JSON or has a wrong type, `ValidationException` for what breaks
    ///   the shape's rules.
    package init(
        body: [UInt8], operation: OperationShape, model: ServiceModel = .standard,
        maximumBytes: Int = defaultMaximumBytes
    ) throws(WireError) {
        self.operation = operation
        let sent: JSONValue
        do {
            sent = body.isEmpty ? [:] : try JSONValue(parsing: body, maximumBytes: maximumBytes)
        } catch {
            throw WireError(.serializationException, error)
        }
        value = try RequestValidator.validate(sent, as: operation.input, in: model)
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
