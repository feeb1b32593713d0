package import Foundation
import GRDB
package import WindowCore
package import WindowStore

/// The targets and tasks registered with a window.
extension SQLiteStore {
    package func register(_ target: WindowTarget, token: ClientToken?) async throws(StoreError) -> WindowTargetID {
        let limit = quotas.targetsPerWindow
        return try await write { db in
            try db.once(token, at: target.registeredAt) {
                try db.requireWindow(target.windowID)
                let count = try db.count(
                    "SELECT COUNT(*) FROM windowTarget WHERE windowID = ?", [target.windowID.rawValue])
                guard count < limit else { throw StoreError.limitExceeded(kind: "targets of a window", limit: limit) }
                try db.run(
                    "INSERT INTO windowTarget (id, windowID, registeredAt, definition) VALUES (?, ?, ?, ?)",
                    [
                        target.id.rawValue, target.windowID.rawValue, target.registeredAt.milliseconds,
                        try Columns.json(target),
                    ])
                try db.owe(.target(target.id, of: target.windowID, status: "REGISTERED"), at: target.registeredAt)
                return target.id
            }
        }
    }

    package func targets(of window: WindowID) async throws(StoreError) -> [WindowTarget] {
        try await read { db in
            try db.requireWindow(window)
            return try db.targets(of: window.rawValue)
        }
    }

    package func update(_ target: WindowTarget, at now: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE windowTarget SET definition = ? WHERE id = ? AND windowID = ?",
                [try Columns.json(target), target.id.rawValue, target.windowID.rawValue])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "target", id: target.id.rawValue) }
            try db.owe(.target(target.id, of: target.windowID, status: "UPDATED"), at: now)
        }
    }

    package func deregisterTarget(
        _ id: WindowTargetID, of window: WindowID, safely: Bool, at now: Date
    ) async throws(StoreError) {
        try await write { db in
            guard
                try db.row(
                    "SELECT 1 FROM windowTarget WHERE id = ? AND windowID = ?", [id.rawValue, window.rawValue]) != nil
            else { throw StoreError.notFound(kind: "target", id: id.rawValue) }
            if safely,
                let user = try db.tasks(of: window.rawValue).first(where: { task in
                    task.criteria.contains { $0.values.contains(id.rawValue) }
                })
            {
                throw StoreError.targetInUse(id, by: user.id)
            }
            try db.run("DELETE FROM windowTarget WHERE id = ?", [id.rawValue])
            try db.owe(.target(id, of: window, status: "DEREGISTERED"), at: now)
        }
    }

    package func register(_ task: WindowTask, token: ClientToken?) async throws(StoreError) -> WindowTaskID {
        let limit = quotas.tasksPerWindow
        return try await write { db in
            try db.once(token, at: task.registeredAt) {
                try db.requireWindow(task.windowID)
                let count = try db.count("SELECT COUNT(*) FROM windowTask WHERE windowID = ?", [task.windowID.rawValue])
                guard count < limit else { throw StoreError.limitExceeded(kind: "tasks of a window", limit: limit) }
                try db.run(
                    "INSERT INTO windowTask (id, windowID, registeredAt, definition) VALUES (?, ?, ?, ?)",
                    [
                        task.id.rawValue, task.windowID.rawValue, task.registeredAt.milliseconds,
                        try Columns.json(task),
                    ])
                try db.owe(.task(task.id, of: task.windowID, status: "REGISTERED"), at: task.registeredAt)
                return task.id
            }
        }
    }

    package func tasks(of window: WindowID) async throws(StoreError) -> [WindowTask] {
        try await read { db in
            try db.requireWindow(window)
            return try db.tasks(of: window.rawValue)
        }
    }

    package func update(_ task: WindowTask, at now: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE windowTask SET definition = ? WHERE id = ? AND windowID = ?",
                [try Columns.json(task), task.id.rawValue, task.windowID.rawValue])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "task", id: task.id.rawValue) }
            try db.owe(.task(task.id, of: task.windowID, status: "UPDATED"), at: now)
        }
    }

    package func deregisterTask(_ id: WindowTaskID, of window: WindowID, at now: Date) async throws(StoreError) {
        try await write { db in
            try db.run("DELETE FROM windowTask WHERE id = ? AND windowID = ?", [id.rawValue, window.rawValue])
            guard db.changesCount == 1 else { throw StoreError.notFound(kind: "task", id: id.rawValue) }
            try db.owe(.task(id, of: window, status: "DEREGISTERED"), at: now)
        }
    }
}

extension Database {
    func requireWindow(_ id: WindowID) throws {
        guard try row("SELECT 1 FROM window WHERE id = ?", [id.rawValue]) != nil else {
            throw StoreError.notFound(kind: "maintenance window", id: id.rawValue)
        }
    }

    func targets(of window: String) throws -> [WindowTarget] {
        try rows("SELECT definition FROM windowTarget WHERE windowID = ? ORDER BY registeredAt, id", [window])
            .map { try $0.definition(WindowTarget.self) }
    }

    func tasks(of window: String) throws -> [WindowTask] {
        try rows("SELECT definition FROM windowTask WHERE windowID = ? ORDER BY registeredAt, id", [window])
            .map { try $0.definition(WindowTask.self) }
    }
}
