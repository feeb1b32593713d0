/// The operations and shapes of one service.
///
/// Two services are spoken, and names mean different things in them: each has a `Tag` and a `ListTagsForResource`.
package struct ServiceModel: Sendable {
    package let service: WireService
    private let shapes: [String: Shape]
    /// By target.
    package let operations: [String: OperationShape]

    /// AmazonSSM and our own operations. It holds all operations of AmazonSSM, built or not: which of them are answered is
    /// the router's to say. Read once, at first use; some milliseconds.
    package static let standard = embedded([awsShapes, ownShapes], .ssm)

    /// SNS, the operations that are built.
    package static let sns = embedded([snsShapes], .sns)

    package static func of(_ service: WireService) -> ServiceModel {
        switch service {
        case .ssm: standard
        case .sns: sns
        }
    }

    private static func embedded(_ texts: [String], _ service: WireService) -> ServiceModel {
        do {
            return try ServiceModel(texts, service: service)
        } catch {
            // Our own text, which the tests read; no input reaches it.
            preconditionFailure("The embedded shapes cannot be read: \(error)")
        }
    }

    init(_ texts: [String], service: WireService = .ssm) throws(ShapeNotationError) {
        self.service = service
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
