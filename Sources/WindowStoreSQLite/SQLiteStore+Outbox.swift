package import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func outbox(after sequence: Int64, limit: Int) async throws(StoreError) -> [OutboxRow] {
        try await read { db in
            try db.rows("SELECT * FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?", [sequence, limit]).map {
                row in
                let body: String = row["body"]
                let topic: String? = row["topicARN"]
                return OutboxRow(
                    sequence: row["sequence"], createdAt: Date(milliseconds: row["createdAt"]),
                    content: try topic.map { .notification(topicARN: $0, body: body) }
                        ?? .event(Columns.value(WindowEvent.self, from: body)))
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

    func owe(_ body: [String: NotificationValue], to topicARN: String, at moment: Date) throws {
        try run(
            "INSERT INTO outbox (createdAt, topicARN, body) VALUES (?, ?, ?)",
            [moment.milliseconds, topicARN, try Columns.json(body)])
    }

    /// All that a command's new state owes.
    func oweChange(of progress: CommandProgress, at moment: Date) throws {
        try owe(WindowEvent.command(progress), at: moment)
        if let origin = progress.command.origin {
            let task = try row(
                "SELECT isStoppedAtCutoff FROM taskExecution WHERE id = ?", [origin.taskExecutionID.rawValue])
            let event = WindowEvent.taskInvocation(
                progress, origin: origin, isStoppedAtCutoff: task?["isStoppedAtCutoff"] ?? false)
            try owe(event, at: moment)
        }
        if let topic = progress.command.run.notification?.topicARN,
            let body = CommandNotification.body(for: progress, at: moment)
        {
            try owe(body, to: topic, at: moment)
        }
    }

    /// All that an invocation's new state owes.
    func oweChange(of invocation: Invocation, in progress: CommandProgress, at moment: Date) throws {
        try owe(WindowEvent.invocation(invocation, of: progress), at: moment)
        if let topic = progress.command.run.notification?.topicARN,
            let body = CommandNotification.body(for: invocation, of: progress, at: moment)
        {
            try owe(body, to: topic, at: moment)
        }
    }
}
