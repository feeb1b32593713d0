/// How a step names a document to run: `name`, `name:version`, or an ARN (reference: documents 4.2).
package struct DocumentReference: Hashable, Sendable {
    package let name: DocumentName
    /// A number, `$DEFAULT`, `$LATEST`, or `nil` for the default.
    package let version: String?

    /// - Throws: `ValidationException` or `InvalidDocument` for a text that can name no document.
    package init(_ path: String) throws(DocumentError) {
        let parts = path.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2 {
            name = try DocumentName(using: String(parts[0]))
            version = String(parts[1])
        } else {
            name = try DocumentName(using: path)
            version = nil
        }
    }
}
