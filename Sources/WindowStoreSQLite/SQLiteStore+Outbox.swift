package import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func outbox(after sequence: Int64, limit: Int) async throws(StoreError) -> [OutboxRow] {
        try await read { db in
            try db.rows("SELECT * FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?", [sequence, limit]).map {
                try OutboxRow($0)
            }
        }
    }

    package func publish(_ event: WindowEvent, at moment: Date) async throws(StoreError) {
        try await write { db in try db.owe(event, at: moment) }
    }
}

extension Database {
    /// Writes an event into the outbox, in the transaction that causes it.
    func owe(_ event: WindowEvent, at moment: Date) throws {
        try run(
            "INSERT INTO outbox (createdAt, body) VALUES (?, ?)", [moment.milliseconds, try Columns.json(event)])
    }

    func owe(_ message: CommandNotification.Message, to topicARN: String, at moment: Date) throws {
        try run(
            "INSERT INTO outbox (createdAt, topicARN, subject, body) VALUES (?, ?, ?, ?)",
            [moment.milliseconds, topicARN, message.subject, message.body])
    }

    /// All that a command's new state owes.
    func oweChange(of progress: CommandProgress, at moment: Date) throws {
        try owe(WindowEvent.command(progress, nodes: nodes(of: progress.command)), at: moment)
        if let origin = progress.command.origin {
            let task = try row(
                "SELECT isStoppedAtCutoff FROM taskExecution WHERE id = ?", [origin.taskExecutionID.rawValue])
            let event = WindowEvent.taskInvocation(
                progress, origin: origin, isStoppedAtCutoff: task?["isStoppedAtCutoff"] ?? false)
            try owe(event, at: moment)
        }
        if let topic = progress.command.run.notification?.topicARN,
            let message = CommandNotification.message(for: progress, at: moment)
        {
            try owe(message, to: topic, at: moment)
        }
    }

    /// How many nodes an event names (reference: run command 7.2).
    private static let mostNodes = 50

    /// The first nodes of a command, however they were chosen.
    private func nodes(of command: Command) throws -> [NodeID] {
        guard command.requestedNodes.isEmpty else { return Array(command.requestedNodes.prefix(Self.mostNodes)) }
        return try rows(
            "SELECT nodeID FROM invocation WHERE commandID = ? ORDER BY ordinal LIMIT ?",
            [command.id.rawValue, Self.mostNodes]
        ).map { NodeID(rawValue: $0["nodeID"]) }
    }

    /// All that an invocation's new state owes.
    func oweChange(of invocation: Invocation, in progress: CommandProgress, at moment: Date) throws {
        try owe(WindowEvent.invocation(invocation, of: progress), at: moment)
        if let topic = progress.command.run.notification?.topicARN,
            let message = CommandNotification.message(for: invocation, of: progress, at: moment)
        {
            try owe(message, to: topic, at: moment)
        }
    }
}

extension OutboxRow {
    init(_ row: Row) throws {
        let body: String = row["body"]
        let topic: String? = row["topicARN"]
        self.init(
            sequence: row["sequence"], createdAt: Date(milliseconds: row["createdAt"]),
            content: try topic.map { .notification(topicARN: $0, subject: row["subject"], body: body) }
                ?? .event(Columns.value(WindowEvent.self, from: body)))
    }
}
