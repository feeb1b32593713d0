/// How a step names a document to run: `name`, `name:version`, or an ARN, which may end with `:version` too
/// (reference: documents 4.2).
package struct DocumentReference: Hashable, Sendable {
    package let name: DocumentName
    /// A number, `$DEFAULT`, `$LATEST`, or `nil` for the default.
    package let version: String?

    /// - Throws: `ValidationException` or `InvalidDocument` for a text that can name no document.
    package init(_ path: String) throws(DocumentError) {
        let parts = path.split(separator: ":", omittingEmptySubsequences: false)
        // An ARN has six parts of its own.
        guard parts.count == 2 || parts.count == 7, let last = parts.last else {
            name = try DocumentName(using: path)
            version = nil
            return
        }
        name = try DocumentName(using: parts.dropLast().joined(separator: ":"))
        version = String(last)
        guard Self.isVersion(last) else {
            throw DocumentError(
                .invalidDocument, "\"\(last.prefix(100))\" is no version of the document \(name).",
                hint: "A version is a number, $DEFAULT or $LATEST.")
        }
    }

    private static func isVersion(_ text: Substring) -> Bool {
        if text == "$DEFAULT" || text == "$LATEST" { return true }
        return text.first.map { "123456789".contains($0) } ?? false
            && text.count <= 18 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
