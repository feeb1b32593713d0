package import Foundation

/// One version of a document, as stored.
package struct Document: Codable, Hashable, Sendable {
    package let name: String
    /// From 1.
    package let version: Int
    package let content: String
    /// SHA-256 of the bytes supplied, in lower-case hexadecimal.
    package let hash: String
    /// `JSON` or `YAML`.
    package let format: String
    /// `Command`, or another of the field's document types.
    package let type: String
    package let schemaVersion: String
    /// `Amazon` for the documents that come with the product, the account's ID otherwise.
    package let owner: String
    package let description: String?
    package let displayName: String?
    package let versionName: String?
    package let targetType: String?
    package let platformTypes: [String]
    package let createdAt: Date

    package init(
        name: String, version: Int, content: String, hash: String, format: String, type: String,
        schemaVersion: String, owner: String, description: String?, displayName: String?, versionName: String?,
        targetType: String?, platformTypes: [String], createdAt: Date
    ) {
        self.name = name
        self.version = version
        self.content = content
        self.hash = hash
        self.format = format
        self.type = type
        self.schemaVersion = schemaVersion
        self.owner = owner
        self.description = description
        self.displayName = displayName
        self.versionName = versionName
        self.targetType = targetType
        self.platformTypes = platformTypes
        self.createdAt = createdAt
    }
}

/// One version of a document with its place among the others.
package struct DocumentListing: Hashable, Sendable {
    package let document: Document
    package let latestVersion: Int
    package let defaultVersion: Int

    package init(document: Document, latestVersion: Int, defaultVersion: Int) {
        self.document = document
        self.latestVersion = latestVersion
        self.defaultVersion = defaultVersion
    }
}

/// Which version is meant.
package enum DocumentVersionSelector: Hashable, Sendable {
    case latest
    case byDefault
    case number(Int)
    case named(String)

    /// Reads `$LATEST`, `$DEFAULT` or a number; `nil` text means the default version.
    package init?(_ text: String?) {
        switch text {
        case nil, "$DEFAULT": self = .byDefault
        case "$LATEST": self = .latest
        case let text?:
            guard let number = Int(text), number > 0 else { return nil }
            self = .number(number)
        }
    }
}
