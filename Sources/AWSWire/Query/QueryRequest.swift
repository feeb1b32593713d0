/// A request of the query protocol: a form that names its operation in `Action`.
package struct QueryRequest: Sendable {
    package let form: FormBody
    package let operation: OperationShape
    private let model: ServiceModel

    /// The only version of SNS there is.
    package static let version = "2010-03-31"

    /// - Parameter bytes: a body, or an address's query without its question mark.
    /// - Throws: `ValidationError` for what is no form, `NoSuchVersion`, `InvalidAction`.
    package init(parsing bytes: [UInt8], model: ServiceModel = .sns) throws(WireError) {
        do {
            form = try FormBody(parsing: bytes)
        } catch {
            throw WireError(.validationError, error)
        }
        self.model = model
        // Links in messages name no version, and there is but one.
        if let version = form.values["Version"], version != Self.version {
            throw WireError(
                .noSuchVersion, "The version “\(version.shortened(to: 32))” is not valid; it is \(Self.version).")
        }
        guard let action = form.values["Action"], !action.isEmpty else {
            throw WireError(.invalidAction, "The request names no operation: “Action” is missing.")
        }
        guard let operation = model.operations["SNS.\(action)"] else {
            throw WireError(
                .invalidAction,
                "Could not find operation “\(action.shortened(to: 128))” for version \(Self.version).")
        }
        self.operation = operation
    }

    /// What the form holds besides, read and checked against the operation's shape.
    /// - Throws: `InvalidParameter`.
    package func input() throws(WireError) -> RequestInput {
        let sent = try FormReader(model: model).value(of: form, as: operation.input)
        return RequestInput(
            operation: operation, value: try RequestValidator.validate(sent, as: operation.input, in: model))
    }
}
