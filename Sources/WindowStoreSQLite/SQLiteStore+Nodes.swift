import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    private static let select = """
        SELECT node.*, (SELECT json_group_object(key, value) FROM tag
            WHERE resourceType = 'ManagedInstance' AND resourceID = node.id) AS tags FROM node
        """

    package func add(_ node: Node) async throws(StoreError) {
        let limit = quotas.nodes
        try await write { db in
            guard try db.count("SELECT COUNT(*) FROM node") < limit else {
                throw StoreError.limitExceeded(kind: "nodes", limit: limit)
            }
            guard try db.row("SELECT 1 FROM node WHERE name = ?", [node.name]) == nil else {
                throw StoreError.alreadyExists(kind: "node", id: node.name)
            }
            try db.run(
                "INSERT INTO node (id, name, registeredAt, definition) VALUES (?, ?, ?, ?)",
                [node.id.rawValue, node.name, node.registeredAt.milliseconds, try Columns.json(node.definition)])
            try db.setTags("ManagedInstance", node.id.rawValue, node.tags)
        }
    }

    package func node(_ id: NodeID) async throws(StoreError) -> Node {
        try await read { db in
            guard let row = try db.row(Self.select + " WHERE id = ?", [id.rawValue]) else {
                throw StoreError.notFound(kind: "node", id: id.rawValue)
            }
            return try Node(row)
        }
    }

    package func node(named name: String) async throws(StoreError) -> Node {
        try await read { db in
            guard let row = try db.row(Self.select + " WHERE name = ?", [name]) else {
                throw StoreError.notFound(kind: "node", id: name)
            }
            return try Node(row)
        }
    }

    package func nodes(_ ids: [NodeID]) async throws(StoreError) -> [Node] {
        try await read { db in try Self.nodes(db, ids) }
    }

    private static func nodes(_ db: Database, _ ids: [NodeID]) throws -> [Node] {
        try Set(ids).sorted().compactMap { id in
            try db.row(select + " WHERE id = ?", [id.rawValue]).map { try Node($0) }
        }
    }

    package func nodes(page: PageRequest) async throws(StoreError) -> Page<Node> {
        try await read { db in
            let rows = try db.rows(
                Self.select + " WHERE name > ? ORDER BY name LIMIT ?", [page.cursor ?? "", page.limit + 1])
            return Page(fetched: try rows.map { try Node($0) }, request: page) { $0.name }
        }
    }

    package func nodes(matching selector: TargetSelector) async throws(StoreError) -> [Node] {
        try await read { db in
            try Self.candidates(db, selector).filter { selector.matches(id: $0.id, tags: $0.tags) }
        }
    }

    /// The nodes that the first criterion finds through an index; the selector itself has the last word.
    private static func candidates(_ db: Database, _ selector: TargetSelector) throws -> [Node] {
        switch selector.criteria.first {
        case .nodes(let ids):
            return try nodes(db, Array(ids))
        case .tag(let key, let values):
            let found = try values.flatMap { value in
                try String.fetchAll(
                    try db.cachedStatement(
                        sql: """
                            SELECT resourceID FROM tag WHERE resourceType = 'ManagedInstance' AND key = ? AND value = ?
                            """), arguments: [key, value])
            }
            return try nodes(db, found.map(NodeID.init(rawValue:)))
        case .tagKeys(let keys):
            let found = try String.fetchAll(
                try db.cachedStatement(
                    sql: "SELECT resourceID FROM tag WHERE resourceType = 'ManagedInstance' AND key = ?"),
                arguments: [keys.first])
            return try nodes(db, found.map(NodeID.init(rawValue:)))
        case nil:
            return []
        }
    }

    package func update(_ node: Node) async throws(StoreError) {
        try await write { db in
            guard try db.row("SELECT 1 FROM node WHERE name = ? AND id <> ?", [node.name, node.id.rawValue]) == nil
            else {
                throw StoreError.alreadyExists(kind: "node", id: node.name)
            }
            try db.run(
                "UPDATE node SET name = ?, definition = ? WHERE id = ?",
                [node.name, try Columns.json(node.definition), node.id.rawValue])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "node", id: node.id.rawValue) }
        }
    }

    package func removeNode(_ id: NodeID) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM node WHERE id = ?", [id.rawValue])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "node", id: id.rawValue) }
            try db.forgetPending(id)
            try db.run("DELETE FROM tag WHERE resourceType = 'ManagedInstance' AND resourceID = ?", [id.rawValue])
        }
    }
}

extension Database {
    /// Replaces all tags of a resource.
    func setTags(_ type: String, _ id: String, _ tags: [String: String]) throws {
        try run("DELETE FROM tag WHERE resourceType = ? AND resourceID = ?", [type, id])
        for (key, value) in tags {
            try run(
                "INSERT INTO tag (resourceType, resourceID, key, value) VALUES (?, ?, ?, ?)", [type, id, key, value])
        }
    }
}

/// What the operator said of a node: the part of it that is neither tags nor learned.
private struct NodeDefinition: Codable {
    let transport: NodeTransportKind
    let usesSudo: Bool
    let spoolDirectory: String?
}

extension Node {
    fileprivate var definition: NodeDefinition {
        NodeDefinition(transport: transport, usesSudo: usesSudo, spoolDirectory: spoolDirectory)
    }

    fileprivate init(_ row: Row) throws {
        let definition = try row.definition(NodeDefinition.self)
        self.init(
            id: NodeID(rawValue: row["id"]), name: row["name"], transport: definition.transport,
            usesSudo: definition.usesSudo, spoolDirectory: definition.spoolDirectory,
            tags: try row.definition([String: String].self, "tags"),
            facts: try (row["facts"] as String?).map { try Columns.value(NodeFacts.self, from: $0) },
            registeredAt: Date(milliseconds: row["registeredAt"]), lastContactAt: row.date("lastContactAt"),
            unreachableSince: row.date("unreachableSince"))
    }
}
