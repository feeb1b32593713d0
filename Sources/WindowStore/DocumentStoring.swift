import Foundation
package import WindowCore

/// Which documents to list: all conditions hold.
package struct DocumentFilter: Hashable, Sendable {
    package var namePrefixes: [String]
    package var owners: [String]
    package var platformTypes: [String]
    package var types: [String]

    package init(
        namePrefixes: [String] = [], owners: [String] = [], platformTypes: [String] = [], types: [String] = []
    ) {
        self.namePrefixes = namePrefixes
        self.owners = owners
        self.platformTypes = platformTypes
        self.types = types
    }
}

/// Documents and their versions. Names are compared without regard to case.
package protocol DocumentStoring: Sendable {
    /// - Throws: `alreadyExists`, `limitExceeded`.
    func create(_ document: Document) async throws(StoreError)
    /// Adds the version after the latest; the default stays.
    /// - Throws: `notFound`, `notLatest` when the version before it is not the latest, `duplicateContent`, `duplicateVersionName`, `limitExceeded`.
    func addVersion(_ document: Document) async throws(StoreError)
    /// Makes this version the document's only and default one, whatever was there: for the documents we ship.
    func install(_ document: Document) async throws(StoreError)
    func setDefaultVersion(_ version: Int, of name: String) async throws(StoreError)
    /// - Throws: `notFound`.
    func document(_ name: String, _ version: DocumentVersionSelector) async throws(StoreError) -> DocumentListing
    /// Default versions, in order of name.
    func documents(_ filter: DocumentFilter, page: PageRequest) async throws(StoreError) -> Page<DocumentListing>
    /// In ascending order.
    func versions(of name: String) async throws(StoreError) -> [DocumentListing]
    /// - Parameter version: `nil` for all of them.
    /// - Throws: `notFound`, `defaultVersion`.
    func deleteDocument(_ name: String, version: Int?) async throws(StoreError)
    /// The content that a command was made with, whatever became of the document since.
    func content(hash: String) async throws(StoreError) -> String
}
