import Foundation
import GRDB
package import Notifications
import WindowCore
package import WindowStore

/// Topics, and the rules that send events to them.
extension SQLiteStore {
    package func create(_ topic: Topic, tags: [String: String]) async throws(StoreError) -> Topic {
        let limit = quotas.topics
        return try await write { db in
            if let row = try db.row("SELECT * FROM topic WHERE name = ?", [topic.name]) { return try Topic(row) }
            guard try db.count("SELECT COUNT(*) FROM topic") < limit else {
                throw StoreError.limitExceeded(kind: "topics", limit: limit)
            }
            try db.run(
                "INSERT INTO topic (name, createdAt, attributes) VALUES (?, ?, ?)",
                [topic.name, topic.createdAt.milliseconds, try Columns.json(topic.attributes)])
            try db.setTags("Topic", topic.name, tags)
            return topic
        }
    }

    package func topic(named name: String) async throws(StoreError) -> Topic {
        try await read { db in try db.topic(named: name) }
    }

    package func topics(page: PageRequest) async throws(StoreError) -> Page<Topic> {
        try await read { db in
            let rows = try db.rows(
                "SELECT * FROM topic WHERE name > ? ORDER BY name LIMIT ?", [page.cursor ?? "", page.limit + 1])
            return Page(fetched: try rows.map { try Topic($0) }, request: page) { $0.name }
        }
    }

    package func update(_ topic: Topic) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE topic SET attributes = ? WHERE name = ?", [try Columns.json(topic.attributes), topic.name])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "topic", id: topic.name) }
        }
    }

    package func deleteTopic(named name: String) async throws(StoreError) {
        try await write { db in
            // From now on nobody is served, and nothing is owed any more.
            try db.run(
                "UPDATE subscription SET state = 'removed', isClaimed = FALSE, attentionAt = NULL WHERE topicName = ?",
                [name])
            try db.run("DELETE FROM eventRule WHERE topicName = ?", [name])
        }
        try await inSlices(
            """
            DELETE FROM delivery WHERE id IN (
                SELECT delivery.id FROM subscription JOIN delivery ON subscriptionRow = subscription.row
                WHERE topicName = ? LIMIT ?)
            """, [name])
        try await write { db in
            // Subscriptions and tokens go with it; messages, once nothing refers to them.
            try db.run("DELETE FROM topic WHERE name = ?", [name])
            try db.run("DELETE FROM tag WHERE resourceType = 'Topic' AND resourceID = ?", [name])
        }
    }

    package func create(_ rule: EventRule) async throws(StoreError) {
        try await write { db in
            guard try db.row("SELECT 1 FROM eventRule WHERE name = ?", [rule.name]) == nil else {
                throw StoreError.alreadyExists(kind: "rule", id: rule.name)
            }
            try db.requireTopic(rule.topicName)
            try db.run(
                "INSERT INTO eventRule (name, topicName, pattern, description, createdAt) VALUES (?, ?, ?, ?, ?)",
                [rule.name, rule.topicName, rule.pattern, rule.description, rule.createdAt.milliseconds])
        }
    }

    package func rule(named name: String) async throws(StoreError) -> EventRule {
        try await read { db in
            guard let row = try db.row("SELECT * FROM eventRule WHERE name = ?", [name]) else {
                throw StoreError.notFound(kind: "rule", id: name)
            }
            return EventRule(row)
        }
    }

    package func rules() async throws(StoreError) -> [EventRule] {
        try await read { db in try db.rows("SELECT * FROM eventRule ORDER BY name").map { EventRule($0) } }
    }

    package func deleteRule(named name: String) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM eventRule WHERE name = ?", [name])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "rule", id: name) }
        }
    }
}

extension Database {
    func topic(named name: String) throws -> Topic {
        guard let row = try row("SELECT * FROM topic WHERE name = ?", [name]) else {
            throw StoreError.notFound(kind: "topic", id: name)
        }
        return try Topic(row)
    }

    func requireTopic(_ name: String) throws {
        guard try row("SELECT 1 FROM topic WHERE name = ?", [name]) != nil else {
            throw StoreError.notFound(kind: "topic", id: name)
        }
    }
}

extension Topic {
    fileprivate init(_ row: Row) throws {
        self.init(
            name: row["name"], attributes: try row.definition([String: String].self, "attributes"),
            createdAt: Date(milliseconds: row["createdAt"]))
    }
}

extension EventRule {
    fileprivate init(_ row: Row) {
        self.init(
            name: row["name"], topicName: row["topicName"], pattern: row["pattern"], description: row["description"],
            createdAt: Date(milliseconds: row["createdAt"]))
    }
}
