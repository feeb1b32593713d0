/// A document's name, without version or ARN (reference: documents 1.1).
package struct DocumentName: Hashable, Sendable, CustomStringConvertible {
    /// Compared regardless of case. `aws` covers AWSEC2, AWSConfigRemediation and AWSSupport too.
    static let reservedPrefixes = ["aws", "amazon", "amzn"]

    package let rawValue: String
    package var description: String { rawValue }

    /// A name for a new document.
    ///
    /// - Throws: `ValidationException` unless it has 3 to 128 letters, digits, `_`, `-` and `.`, and begins with none of
    ///   the prefixes kept for documents that come with the service.
    package init(creating name: String) throws(DocumentError) {
        guard Self.isPlain(name) else { throw Self.misspelt(name) }
        if let prefix = Self.reservedPrefixes.first(where: name.lowercased().hasPrefix) {
            throw DocumentError(
                .validationException,
                "The name \(name) begins with \"\(name.prefix(prefix.count))\", which is reserved.",
                hint: "Choose a name that does not begin with \(Self.reservedPrefixes.joined(separator: ", ")).")
        }
        rawValue = name
    }

    /// A name by which a caller means a document: plain, or `arn:aws:ssm:<region>:<account>:document/<Name>`.
    ///
    /// The account is empty in the ARN of a document that comes with the service.
    /// - Throws: `ValidationException` for text that the API's pattern refuses, `InvalidDocument` for another ARN.
    package init(using name: String) throws(DocumentError) {
        guard (3...128).contains(name.utf8.count), name.unicodeScalars.allSatisfy(Self.isReferenceScalar) else {
            throw Self.misspelt(name)
        }
        if Self.isPlain(name) {
            rawValue = name
            return
        }
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let resource = parts.last?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard parts.count == 6, parts[0] == "arn", ["aws", "aws-cn", "aws-us-gov"].contains(parts[1]),
            parts[2] == "ssm",
            !parts[3].isEmpty, parts[4].isEmpty || parts[4].count == 12 && parts[4].allSatisfy(\.isNumber),
            resource.count == 2, resource[0] == "document", Self.isPlain(String(resource[1]))
        else {
            throw DocumentError(
                .invalidDocument, "\(name) is neither a document's name nor the ARN of one.",
                hint: "An ARN reads arn:aws:ssm:REGION:ACCOUNT:document/NAME.")
        }
        rawValue = String(resource[1])
    }

    private static func misspelt(_ name: String) -> DocumentError {
        DocumentError(
            .validationException, "\"\(name.prefix(128))\" is not a document's name.",
            hint: "A name has 3 to 128 letters, digits, underscores, hyphens and dots.")
    }

    private static func isPlain(_ name: String) -> Bool {
        (3...128).contains(name.utf8.count) && name.unicodeScalars.allSatisfy(isPlainScalar)
    }

    private static func isPlainScalar(_ scalar: Unicode.Scalar) -> Bool {
        TemplateText.isNameScalar(scalar) || scalar == "_" || scalar == "-" || scalar == "."
    }

    private static func isReferenceScalar(_ scalar: Unicode.Scalar) -> Bool {
        isPlainScalar(scalar) || scalar == ":" || scalar == "/"
    }
}
