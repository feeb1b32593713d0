import Crypto
package import Documents
import Foundation
package import WindowCore
import WindowStore

/// The text of a document and what is said about it (reference: documents 1).
package struct DocumentSubmission: Hashable, Sendable {
    package var name: String
    package var content: String
    /// `nil` is JSON.
    package var format: DocumentFormat?
    package var displayName: String?
    package var versionName: String?
    package var targetType: String?

    package init(
        name: String, content: String, format: DocumentFormat? = nil, displayName: String? = nil,
        versionName: String? = nil, targetType: String? = nil
    ) {
        self.name = name
        self.content = content
        self.format = format
        self.displayName = displayName
        self.versionName = versionName
        self.targetType = targetType
    }
}

extension Control {
    /// Who owns the documents that come with the service.
    package static let serviceOwner = "Amazon"

    /// Makes version 1, which is the latest and the default.
    package func createDocument(
        _ submission: DocumentSubmission, tags: [String: String] = [:]
    ) async throws(RequestError) -> DocumentListing {
        try checkTags(tags)
        do { _ = try DocumentName(creating: submission.name) } catch { throw .document(error) }
        let document = try self.document(submission, version: 1, displayName: submission.displayName)
        try await stored { () async throws(StoreError) in try await store.create(document) }
        if !tags.isEmpty { try await tag(.document(document.name), set: tags, remove: []) }
        return DocumentListing(document: document, latestVersion: 1, defaultVersion: 1)
    }

    /// Adds the version after the latest; the default stays where it was.
    ///
    /// - Parameter base: `$LATEST`, or the number of the latest version: what the author started from.
    package func updateDocument(
        _ submission: DocumentSubmission, base: String?
    ) async throws(RequestError) -> DocumentListing {
        let latest = try await changeable(submission.name)
        guard let selector = DocumentVersionSelector(base ?? "$LATEST") else {
            throw .documentVersion("“\(base ?? "")” is not a document version.")
        }
        let isLatest =
            switch selector {
            case .latest: true
            case .byDefault: latest.defaultVersion == latest.latestVersion
            case .number(let number): number == latest.latestVersion
            case .named: false
            }
        guard isLatest else {
            throw .documentVersion(
                "Version \(base ?? "") of the document “\(latest.document.name)” is not the latest, which is "
                    + "\(latest.latestVersion).")
        }
        let document = try self.document(
            submission, name: latest.document.name, version: latest.latestVersion + 1,
            displayName: submission.displayName ?? latest.document.displayName)
        guard latest.document.schemaVersion != "1.2", document.schemaVersion != "1.2" else {
            throw .documentSchema(
                "Documents of schemaVersion 1.2 have no versions; create “\(latest.document.name)” under another name.")
        }
        try await stored { () async throws(StoreError) in try await store.addVersion(document) }
        return DocumentListing(
            document: document, latestVersion: document.version, defaultVersion: latest.defaultVersion)
    }

    package func setDefaultVersion(_ version: Int, of name: String) async throws(RequestError) -> DocumentListing {
        let name = try await changeable(name).document.name
        try await stored { () async throws(StoreError) in try await store.setDefaultVersion(version, of: name) }
        return try await stored { () async throws(StoreError) in try await store.document(name, .byDefault) }
    }

    /// Deletes one version, or all of them when none is named. Tasks that refer to the document fail at run time.
    package func deleteDocument(_ name: String, version: String?, versionName: String?) async throws(RequestError) {
        let name = try await changeable(name).document.name
        let number: Int? =
            version == nil && versionName == nil
            ? nil : try await document(name, version: version, versionName: versionName).document.version
        do throws(RequestError) {
            try await stored { () async throws(StoreError) in
                try await store.deleteDocument(name, version: number)
            }
        } catch .store(.defaultVersion(let document, let version)) {
            throw .documentOperation(
                StoreError.defaultVersion(document: document, version: version).message,
                hint: "Make another version the default first.")
        }
    }

    /// The version that either selector names; the default one without any. Both must name the same.
    package func document(
        _ name: String, version: String?, versionName: String?
    ) async throws(RequestError) -> DocumentListing {
        let plain: String
        do { plain = try DocumentName(using: name).rawValue } catch { throw .document(error) }
        guard let selector = DocumentVersionSelector(version) else {
            throw .documentVersion("“\(version ?? "")” is not a document version.")
        }
        guard let versionName else {
            return try await stored { () async throws(StoreError) in try await store.document(plain, selector) }
        }
        let named = try await stored { () async throws(StoreError) in
            try await store.document(plain, .named(versionName))
        }
        guard version != nil else { return named }
        let numbered = try await stored { () async throws(StoreError) in try await store.document(plain, selector) }
        guard named.document.version == numbered.document.version else {
            throw .documentVersion(
                "The version named “\(versionName)” is \(named.document.version), not \(numbered.document.version).")
        }
        return named
    }

    /// The text in a format; as it was supplied when that is the format it was written in.
    package func content(of document: Document, as format: DocumentFormat) throws(RequestError) -> String {
        guard document.format != format.rawValue else { return document.content }
        do {
            return try DocumentContent(parsing: document.content, format: DocumentFormat(rawValue: document.format))
                .rendered(as: format)
        } catch {
            throw .document(error)
        }
    }

    /// The latest version of a document that its users may change.
    private func changeable(_ name: String) async throws(RequestError) -> DocumentListing {
        let plain: String
        do { plain = try DocumentName(using: name).rawValue } catch { throw .document(error) }
        let latest = try await stored { () async throws(StoreError) in try await store.document(plain, .latest) }
        guard latest.document.owner != Self.serviceOwner else {
            throw .documentOperation(
                "The document “\(latest.document.name)” comes with the service and cannot be changed.",
                hint: "Create a copy under another name.")
        }
        return latest
    }

    func document(
        _ submission: DocumentSubmission, name: String? = nil, version: Int, displayName: String?,
        owner: String? = nil
    ) throws(RequestError) -> Document {
        let content: DocumentContent
        do {
            content = try DocumentContent(parsing: submission.content, format: submission.format ?? .json)
        } catch {
            throw .document(error)
        }
        return Document(
            name: name ?? submission.name, version: version, content: submission.content,
            hash: Fingerprint.sha256(submission.content), format: content.format.rawValue, type: "Command",
            schemaVersion: content.schemaVersion.rawValue, owner: owner ?? settings.accountID,
            description: content.description, displayName: displayName, versionName: submission.versionName,
            targetType: submission.targetType, platformTypes: content.platformTypes.map(\.rawValue),
            createdAt: clock.now)
    }
}

/// SHA-256 as this service writes it: lower-case hexadecimal.
package enum Fingerprint {
    package static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

    package static func sha256(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
