/// Why a document, its name or its parameters are refused.
///
/// `code` is the AWS error name, so that the wire needs no second table.
package struct DocumentError: Error, Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        /// The text does not parse, or breaks the rules of its schema.
        case invalidDocumentContent = "InvalidDocumentContent"
        /// The schema version is not one a command may run.
        case invalidDocumentSchemaVersion = "InvalidDocumentSchemaVersion"
        /// Text, or text and parameters together, exceed ``DocumentContent/maximumSizeBytes``.
        case maxDocumentSizeExceeded = "MaxDocumentSizeExceeded"
        /// Missing, unknown or rule-breaking parameter values.
        case invalidParameters = "InvalidParameters"
        /// The name can name no document.
        case invalidDocument = "InvalidDocument"
        /// A member of a request breaks the API's own constraint.
        case validationException = "ValidationException"
    }

    package let kind: Code
    /// Where in the document, such as `mainSteps[0].inputs.runCommand[1]`; `nil` when the whole is meant.
    package let path: String?
    /// What is wrong, in one sentence, beginning with the path if there is one.
    package let message: String
    /// What to try, in one sentence.
    package let hint: String?

    /// The AWS error name.
    package var code: String { kind.rawValue }

    package init(_ kind: Code, at path: String? = nil, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.path = path
        self.message = path.map { "\($0): \(message)" } ?? message
        self.hint = hint
    }

    static func content(_ path: String?, _ message: String, hint: String? = nil) -> Self {
        Self(.invalidDocumentContent, at: path, message, hint: hint)
    }

    static func parameters(_ message: String, hint: String? = nil) -> Self {
        Self(.invalidParameters, message, hint: hint)
    }
}
