import AWSWire
import Documents
import WindowCore
import WindowStore

extension DocumentFormat {
    /// `nil` text is `nil`.
    /// - Throws: `ValidationException` for `TEXT`, which only change calendars use.
    init?(wire text: String?) throws(WireError) {
        guard let text else { return nil }
        guard let format = Self(rawValue: text) else {
            throw WireError(
                .validationException, "DocumentFormat is “\(text)”; Command documents are JSON or YAML.")
        }
        self = format
    }
}

extension Wire.DocumentDescription {
    init(_ listing: DocumentListing, tags: [String: String]) {
        let document = listing.document
        let content = try? DocumentContent(
            parsing: document.content, format: DocumentFormat(rawValue: document.format))
        self.init(
            hash: document.hash, hashType: "Sha256", name: document.name, displayName: document.displayName,
            versionName: document.versionName, owner: document.owner, createdDate: document.createdAt,
            status: "Active", documentVersion: "\(document.version)", description: document.description,
            parameters: content?.parameters.map(Wire.DocumentParameter.init), platformTypes: document.platformTypes,
            documentType: document.type, schemaVersion: document.schemaVersion,
            latestVersion: "\(listing.latestVersion)", defaultVersion: "\(listing.defaultVersion)",
            documentFormat: document.format, targetType: document.targetType, tags: [Wire.Tag](tags))
    }
}

extension Wire.DocumentParameter {
    /// The API knows two types: lists of strings, and everything else.
    fileprivate init(_ parameter: ParameterDefinition) {
        self.init(
            name: parameter.name, type: parameter.kind == .stringList ? "StringList" : "String",
            description: parameter.description, defaultValue: parameter.defaultText)
    }
}

extension Wire.DocumentIdentifier {
    init(_ listing: DocumentListing, tags: [String: String]) {
        let document = listing.document
        self.init(
            name: document.name, createdDate: document.createdAt, displayName: document.displayName,
            owner: document.owner, versionName: document.versionName, platformTypes: document.platformTypes,
            documentVersion: "\(document.version)", documentType: document.type,
            schemaVersion: document.schemaVersion, documentFormat: document.format, targetType: document.targetType,
            tags: [Wire.Tag](tags))
    }
}

extension Wire.DocumentVersionInfo {
    init(_ listing: DocumentListing) {
        let document = listing.document
        self.init(
            name: document.name, displayName: document.displayName, documentVersion: "\(document.version)",
            versionName: document.versionName, createdDate: document.createdAt,
            isDefaultVersion: document.version == listing.defaultVersion, documentFormat: document.format,
            status: "Active")
    }
}
