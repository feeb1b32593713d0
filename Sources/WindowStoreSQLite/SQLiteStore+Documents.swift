import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func create(_ document: Document) async throws(StoreError) {
        let limit = quotas.documents
        try await write { db in
            guard try db.row("SELECT 1 FROM documentName WHERE name = ?", [document.name]) == nil else {
                throw StoreError.alreadyExists(kind: "document", id: document.name)
            }
            // Documents that come with the service are nobody's choice; their prefix is reserved.
            let own = try db.count("SELECT COUNT(*) FROM documentName WHERE name NOT LIKE 'AWS-%'")
            guard own < limit else {
                throw StoreError.limitExceeded(kind: "documents", limit: limit)
            }
            try db.run(
                "INSERT INTO documentName (name, latestVersion, defaultVersion) VALUES (?, ?, ?)",
                [document.name, document.version, document.version])
            try db.insert(document)
        }
    }

    package func addVersion(_ document: Document) async throws(StoreError) {
        let limit = quotas.versionsPerDocument
        try await write { db in
            let name = document.name
            guard let row = try db.row("SELECT latestVersion FROM documentName WHERE name = ?", [name]) else {
                throw StoreError.notFound(kind: "document", id: name)
            }
            guard row["latestVersion"] == document.version - 1 else {
                throw StoreError.notLatest(document: name, version: document.version - 1)
            }
            if let same = try db.row("SELECT version FROM document WHERE name = ? AND hash = ?", [name, document.hash])
            {
                throw StoreError.duplicateContent(document: name, version: same["version"])
            }
            if let versionName = document.versionName,
                try db.row("SELECT 1 FROM document WHERE name = ? AND versionName = ?", [name, versionName]) != nil
            {
                throw StoreError.duplicateVersionName(document: name, name: versionName)
            }
            guard try db.count("SELECT COUNT(*) FROM document WHERE name = ?", [name]) < limit else {
                throw StoreError.limitExceeded(kind: "versions of a document", limit: limit)
            }
            try db.insert(document)
            try db.run(
                "UPDATE documentName SET latestVersion = ? WHERE name = ?", [document.version, name])
        }
    }

    package func install(_ document: Document) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM documentName WHERE name = ?", [document.name])
            try db.run(
                "INSERT INTO documentName (name, latestVersion, defaultVersion) VALUES (?, ?, ?)",
                [document.name, document.version, document.version])
            try db.insert(document)
        }
    }

    package func setDefaultVersion(_ version: Int, of name: String) async throws(StoreError) {
        try await write { db in
            _ = try Self.listing(db, name, .number(version))
            try db.run("UPDATE documentName SET defaultVersion = ? WHERE name = ?", [version, name])
        }
    }

    package func document(
        _ name: String, _ version: DocumentVersionSelector
    ) async throws(StoreError) -> DocumentListing {
        try await read { db in try Self.listing(db, name, version) }
    }

    private static let select = """
        SELECT document.definition, documentContent.content, latestVersion, defaultVersion
        FROM documentName JOIN document USING (name) JOIN documentContent USING (hash)
        """

    private static func listing(
        _ db: Database, _ name: String, _ version: DocumentVersionSelector
    ) throws -> DocumentListing {
        let condition: (sql: String, argument: any DatabaseValueConvertible) =
            switch version {
            case .latest: ("version = latestVersion AND ?", 1)
            case .byDefault: ("version = defaultVersion AND ?", 1)
            case .number(let number): ("version = ?", number)
            case .named(let versionName): ("versionName = ?", versionName)
            }
        guard try db.row("SELECT 1 FROM documentName WHERE name = ?", [name]) != nil else {
            throw StoreError.notFound(kind: "document", id: name)
        }
        guard let row = try db.row(select + " WHERE name = ? AND \(condition.sql)", [name, condition.argument]) else {
            throw StoreError.notFound(kind: "document version", id: "\(name):\(version.words)")
        }
        return try DocumentListing(row)
    }

    package func documents(
        _ filter: DocumentFilter, page: PageRequest
    ) async throws(StoreError) -> Page<DocumentListing> {
        try await read { db in
            // At most `quotas.documents` names, so the filters need no SQL of their own.
            let listings = try db.rows(
                Self.select + " WHERE version = defaultVersion AND name > ? ORDER BY name", [page.cursor ?? ""]
            ).map { try DocumentListing($0) }.filter { filter.accepts($0.document) }
            return Page(fetched: Array(listings.prefix(page.limit + 1)), request: page) { $0.document.name }
        }
    }

    package func versions(of name: String) async throws(StoreError) -> [DocumentListing] {
        try await read { db in
            let rows = try db.rows(Self.select + " WHERE name = ? ORDER BY version", [name])
            guard !rows.isEmpty else { throw StoreError.notFound(kind: "document", id: name) }
            return try rows.map { try DocumentListing($0) }
        }
    }

    package func deleteDocument(_ name: String, version: Int?) async throws(StoreError) {
        try await write { db in
            guard let row = try db.row("SELECT * FROM documentName WHERE name = ?", [name]) else {
                throw StoreError.notFound(kind: "document", id: name)
            }
            guard let version else {
                try db.run("DELETE FROM documentName WHERE name = ?", [name])
                return
            }
            guard row["defaultVersion"] != version else {
                throw StoreError.defaultVersion(document: name, version: version)
            }
            try db.run("DELETE FROM document WHERE name = ? AND version = ?", [name, version])
            guard db.changesCount == 1 else {
                throw StoreError.notFound(kind: "document version", id: "\(name):\(version)")
            }
            try db.run(
                """
                UPDATE documentName SET latestVersion = (SELECT max(version) FROM document WHERE document.name = ?1)
                WHERE name = ?1
                """, [name])
        }
    }

    package func content(hash: String) async throws(StoreError) -> String {
        try await read { db in
            guard let row = try db.row("SELECT content FROM documentContent WHERE hash = ?", [hash]) else {
                throw StoreError.notFound(kind: "document content", id: hash)
            }
            return row["content"]
        }
    }
}

extension Database {
    fileprivate func insert(_ document: Document) throws {
        try run(
            "INSERT INTO documentContent (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [document.hash, document.content])
        try run(
            "INSERT INTO document (name, version, versionName, hash, definition) VALUES (?, ?, ?, ?, ?)",
            [
                document.name, document.version, document.versionName, document.hash,
                try Columns.json(DocumentDefinition(document)),
            ])
    }
}

/// A document without its content, which is kept once under its hash.
private struct DocumentDefinition: Codable {
    let name: String
    let version: Int
    let hash: String
    let format: String
    let type: String
    let schemaVersion: String
    let owner: String
    let description: String?
    let displayName: String?
    let versionName: String?
    let targetType: String?
    let platformTypes: [String]
    let createdAt: Date

    init(_ document: Document) {
        name = document.name
        version = document.version
        hash = document.hash
        format = document.format
        type = document.type
        schemaVersion = document.schemaVersion
        owner = document.owner
        description = document.description
        displayName = document.displayName
        versionName = document.versionName
        targetType = document.targetType
        platformTypes = document.platformTypes
        createdAt = document.createdAt
    }
}

extension DocumentListing {
    fileprivate init(_ row: Row) throws {
        let definition = try row.definition(DocumentDefinition.self)
        self.init(
            document: Document(
                name: definition.name, version: definition.version, content: row["content"], hash: definition.hash,
                format: definition.format, type: definition.type, schemaVersion: definition.schemaVersion,
                owner: definition.owner, description: definition.description, displayName: definition.displayName,
                versionName: definition.versionName, targetType: definition.targetType,
                platformTypes: definition.platformTypes, createdAt: definition.createdAt),
            latestVersion: row["latestVersion"], defaultVersion: row["defaultVersion"])
    }
}

extension DocumentVersionSelector {
    fileprivate var words: String {
        switch self {
        case .latest: "$LATEST"
        case .byDefault: "$DEFAULT"
        case .number(let number): "\(number)"
        case .named(let name): name
        }
    }
}

extension DocumentFilter {
    fileprivate func accepts(_ document: Document) -> Bool {
        (namePrefixes.isEmpty || namePrefixes.contains { document.name.lowercased().hasPrefix($0.lowercased()) })
            && (owners.isEmpty || owners.contains(document.owner))
            && (types.isEmpty || types.contains(document.type))
            && (platformTypes.isEmpty || platformTypes.contains(where: document.platformTypes.contains))
    }
}
