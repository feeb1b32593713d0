/// Every operation and shape that the wire knows: AWS's own and ours.
///
/// It holds all operations of AmazonSSM, built or not: which of them are answered is the router's to say.
package struct ServiceModel: Sendable {
    private let shapes: [String: Shape]
    /// By target.
    package let operations: [String: OperationShape]

    /// Read once, at first use; some milliseconds.
    package static let standard: ServiceModel = {
        do {
            return try ServiceModel([awsShapes, ownShapes])
        } catch {
            // Our own text, which the tests read; no input reaches it.
            preconditionFailure("The embedded shapes cannot be read: \(error)")
        }
    }()

    init(_ texts: [String]) throws(ShapeNotationError) {
        let notation = try ShapeNotation(texts)
        shapes = notation.shapes
        operations = notation.operations
    }

    /// The operation of an `X-Amz-Target` header, which is compared exactly.
    /// - Throws: `UnknownOperationException`.
    package func operation(target: String) throws(WireError) -> OperationShape {
        guard let operation = operations[target] else {
            throw WireError(.unknownOperationException, "There is no operation “\(target.shortened(to: 128))”.")
        }
        return operation
    }

    /// The shape of that name; `nil` when there is none.
    package func shape(_ name: String) -> Shape? { shapes[name] }
}
