package import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func record(_ openings: [NewOpening]) async throws(StoreError) -> [Bool] {
        try await write { db in try openings.map { try db.record($0) } }
    }

    package func execution(_ id: ExecutionID) async throws(StoreError) -> ExecutionRecord {
        try await read { db in try db.execution(id) }
    }

    package func executions(
        of window: WindowID?, filter: ExecutionFilter, page: PageRequest
    ) async throws(StoreError) -> Page<Execution> {
        let cursor = try TimeCursor(page.cursor)
        return try await read { db in
            var sql = "SELECT * FROM execution WHERE (openedAt < ? OR (openedAt = ? AND id > ?))"
            var arguments: StatementArguments = [cursor.milliseconds, cursor.milliseconds, cursor.id]
            if let window {
                sql += " AND windowID = ?"
                arguments += [window.rawValue]
            }
            if let before = filter.before {
                sql += " AND openedAt < ?"
                arguments += [before.milliseconds]
            }
            if let after = filter.after {
                sql += " AND openedAt > ?"
                arguments += [after.milliseconds]
            }
            arguments += [page.limit + 1]
            let rows = try db.rows(sql + " ORDER BY openedAt DESC, id LIMIT ?", arguments)
            return Page(fetched: try rows.map { try Execution($0) }, request: page) {
                TimeCursor(milliseconds: $0.openedAt.milliseconds, id: $0.id.rawValue).text
            }
        }
    }

    package func taskExecution(_ id: TaskExecutionID) async throws(StoreError) -> TaskExecution {
        try await read { db in try db.taskExecution(id) }
    }

    package func executionsDue(at now: Date, limit: Int) async throws(StoreError) -> [ExecutionID] {
        try await read { db in
            try db.rows(
                "SELECT id FROM execution WHERE attentionAt <= ? ORDER BY attentionAt, id LIMIT ?",
                [now.milliseconds, limit]
            ).map { ExecutionID(rawValue: $0["id"]) }
        }
    }

    package func nextExecutionAttention() async throws(StoreError) -> Date? {
        try await read { db in
            try db.row("SELECT min(attentionAt) AS at FROM execution WHERE attentionAt IS NOT NULL")?.date("at")
        }
    }

    package func advance(
        _ id: ExecutionID, at now: Date
    ) async throws(StoreError) -> (record: ExecutionRecord, starts: [TaskExecution]) {
        let limit = quotas.runningWindows
        return try await write { db in
            let record = try db.execution(id)
            let slots = try db.slots(for: record.execution, limit: limit)
            let step = ExecutionStep.next(for: record.execution, tasks: record.tasks, slots: slots, now: now)
            if let event = WindowEvent.cutoffReached(record.execution, tasks: record.tasks, step: step, now: now) {
                try db.run("UPDATE execution SET isCutoffTold = 1 WHERE id = ? AND NOT isCutoffTold", [id.rawValue])
                if db.changesCount == 1 { try db.owe(event, at: now) }
            }
            let tasks = Dictionary(record.tasks.map { ($0.id, $0) }) { first, _ in first }
            for id in step.timeOuts {
                guard let task = tasks[id] else { continue }
                try db.end(task, by: .timeOut, details: "The cutoff passed before the task could start.", at: now)
            }
            for id in step.cancellations {
                guard let task = tasks[id] else { continue }
                try db.end(task, by: .cancel, details: "The execution was cancelled before the task started.", at: now)
            }
            for id in step.stops {
                guard let task = tasks[id] else { continue }
                try db.stop(task, at: now)
            }
            try db.settle(record.execution, by: step, slots: slots, at: now)
            if step.finish != nil { try db.attendHeldBack(limit: limit, at: now) }
            return (record, step.starts.compactMap { tasks[$0] })
        }
    }

    package func start(
        _ id: TaskExecutionID, commands: [NewCommand], rate: RateControl, emptyTargets: [WindowTargetID], at now: Date
    ) async throws(StoreError) -> Bool {
        try await write { db in
            var task = try db.taskExecution(id)
            let execution = try db.execution(task.executionID).execution
            guard task.state == .pending, !execution.isCancelRequested, !execution.state.isFinal,
                now <= execution.cutoffAt
            else { return false }
            task.state = try task.state.after(.start)
            task.startedAt = now
            try db.save(task)
            try db.owe(.taskExecution(task), at: now)
            for target in emptyTargets { try db.owe(.emptyTarget(target, of: task), at: now) }
            try db.insertBudget(BudgetID(rawValue: id.rawValue), rate: rate, task: id, at: now)
            for command in commands { try db.insert(command, at: now) }
            return true
        }
    }

    package func failToStart(
        _ id: TaskExecutionID, details: String, emptyTargets: [WindowTargetID], at now: Date
    ) async throws(StoreError) {
        try await write { db in
            let task = try db.taskExecution(id)
            guard task.state == .pending else { return }
            for target in emptyTargets { try db.owe(.emptyTarget(target, of: task), at: now) }
            try db.end(task, by: .fail, details: details, at: now)
            try db.attend(task.executionID, at: now)
        }
    }

    package func cancelExecution(_ id: ExecutionID, at now: Date) async throws(StoreError) {
        try await write { db in
            var execution = try db.execution(id).execution
            guard !execution.state.isFinal, !execution.isCancelRequested else { return }
            execution.isCancelRequested = true
            execution.state = try execution.state.after(.cancel)
            try db.save(execution)
            try db.owe(.execution(execution), at: now)
            try db.attend(id, at: now)
        }
    }

    package func postpone(_ id: ExecutionID, until moment: Date) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE execution SET attentionAt = ? WHERE id = ? AND endedAt IS NULL",
                [moment.milliseconds, id.rawValue])
        }
    }
}

extension Database {
    fileprivate func record(_ opening: NewOpening) throws -> Bool {
        var (execution, tasks) = (opening.execution, opening.tasks)
        if execution.reason == .schedule {
            try run(
                "UPDATE window SET nextOpeningAt = ?, retryAt = NULL WHERE id = ? AND isEnabled",
                [opening.nextOpeningAt?.milliseconds, execution.windowID.rawValue])
        }
        if !execution.state.isFinal,
            let other = try row(
                "SELECT scheduledAt FROM execution WHERE windowID = ? AND endedAt IS NULL",
                [execution.windowID.rawValue])
        {
            // It opened after the decision was made, or this is the same opening once more.
            guard execution.reason == .schedule, other["scheduledAt"] != execution.scheduledAt.milliseconds else {
                return false
            }
            (execution, tasks) = (execution.skipped, [])
        }
        try run(
            """
            INSERT INTO execution (id, windowID, scheduledAt, openedAt, cutoffAt, endsAt, reason, isMissed, state,
                details, isCancelRequested, endedAt, attentionAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (windowID, scheduledAt) DO NOTHING
            """,
            [
                execution.id.rawValue, execution.windowID.rawValue, execution.scheduledAt.milliseconds,
                execution.openedAt.milliseconds, execution.cutoffAt.milliseconds, execution.endsAt.milliseconds,
                execution.reason.rawValue, execution.isMissed, execution.state.rawValue, execution.details,
                execution.isCancelRequested, execution.endedAt?.milliseconds,
                execution.state.isFinal ? nil : execution.openedAt.milliseconds,
            ])
        guard changesCount == 1 else { return false }
        for (ordinal, task) in tasks.enumerated() {
            try run(
                """
                INSERT INTO taskExecution (id, executionID, ordinal, task, targets, state, isStoppedAtCutoff)
                VALUES (?, ?, ?, ?, ?, ?, 0)
                """,
                [
                    task.id.rawValue, task.executionID.rawValue, ordinal, try Columns.json(task.task),
                    try Columns.json(task.targets), task.state.rawValue,
                ])
        }
        try owe(.execution(execution), at: execution.openedAt)
        if execution.isMissed { try owe(.missedOpening(execution), at: execution.openedAt) }
        return true
    }

    func execution(_ id: ExecutionID) throws -> ExecutionRecord {
        guard let row = try row("SELECT * FROM execution WHERE id = ?", [id.rawValue]) else {
            throw StoreError.notFound(kind: "window execution", id: id.rawValue)
        }
        let tasks = try rows("SELECT * FROM taskExecution WHERE executionID = ? ORDER BY ordinal", [id.rawValue])
        return ExecutionRecord(execution: try Execution(row), tasks: try tasks.map { try TaskExecution($0) })
    }

    func taskExecution(_ id: TaskExecutionID) throws -> TaskExecution {
        guard let row = try row("SELECT * FROM taskExecution WHERE id = ?", [id.rawValue]) else {
            throw StoreError.notFound(kind: "task execution", id: id.rawValue)
        }
        return try TaskExecution(row)
    }

    func save(_ execution: Execution) throws {
        try run(
            "UPDATE execution SET state = ?, details = ?, isCancelRequested = ?, endedAt = ? WHERE id = ?",
            [
                execution.state.rawValue, execution.details, execution.isCancelRequested,
                execution.endedAt?.milliseconds, execution.id.rawValue,
            ])
    }

    func save(_ task: TaskExecution) throws {
        try run(
            """
            UPDATE taskExecution SET state = ?, details = ?, isStoppedAtCutoff = ?, startedAt = ?, endedAt = ?
            WHERE id = ?
            """,
            [
                task.state.rawValue, task.details, task.isStoppedAtCutoff, task.startedAt?.milliseconds,
                task.endedAt?.milliseconds, task.id.rawValue,
            ])
    }

    /// Ends a task and tells of it. The execution is not looked at again by this alone.
    func end(_ task: TaskExecution, by event: TaskExecutionEvent, details: String?, at now: Date) throws {
        var task = task
        task.state = try task.state.after(event)
        task.details = details.map { String($0.prefix(250)) }
        task.endedAt = now
        try save(task)
        try owe(.taskExecution(task), at: now)
    }

    /// The cutoff for a task that cancels there: its commands are asked to stop.
    fileprivate func stop(_ task: TaskExecution, at now: Date) throws {
        var task = task
        task.state = try task.state.after(.stop)
        task.isStoppedAtCutoff = true
        try save(task)
        try owe(.taskExecution(task), at: now)
        for command in try rows(
            """
            SELECT command.id FROM command JOIN budget ON budget.id = command.budgetID
            WHERE budget.taskExecutionID = ? AND command.endedAt IS NULL
            """, [task.id.rawValue])
        {
            try cancel(CommandID(rawValue: command["id"]), nodes: nil, at: now)
        }
    }

    /// Brings the execution itself to where the step says, and notes when to look again.
    fileprivate func settle(
        _ execution: Execution, by step: ExecutionStep, slots: ExecutionSlots, at now: Date
    ) throws {
        var execution = execution
        if let finish = step.finish {
            execution.state = try execution.state.after(finish.event)
            let said = [execution.details, finish.details].compactMap(\.self)
            execution.details = said.isEmpty ? nil : String(said.joined(separator: " ").prefix(250))
            execution.endedAt = now
            try save(execution)
            try owe(.execution(execution), at: now)
        } else if step.isHeldBack {
            try holdBack(execution, by: slots)
        } else if execution.state == .pending {
            execution = execution.begun
            execution.state = try execution.state.after(.start)
            try save(execution)
            try owe(.execution(execution), at: now)
        }
        // Starts stay due until they have happened.
        let attentionAt = step.finish != nil ? nil : step.starts.isEmpty ? step.wakeAt : now
        try run(
            "UPDATE execution SET attentionAt = ? WHERE id = ?",
            [attentionAt?.milliseconds, execution.id.rawValue])
    }

    /// Lets an unfinished execution be looked at no later than `moment`.
    func attend(_ id: ExecutionID, at moment: Date) throws {
        try run(
            "UPDATE execution SET attentionAt = min(coalesce(attentionAt, ?1), ?1) WHERE id = ?2 AND endedAt IS NULL",
            [moment.milliseconds, id.rawValue])
    }
}

extension Execution {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: ExecutionID(rawValue: row["id"]), windowID: WindowID(rawValue: row["windowID"]),
            span: OpeningSpan(
                scheduledAt: Date(milliseconds: row["scheduledAt"]), cutoffAt: Date(milliseconds: row["cutoffAt"]),
                endsAt: Date(milliseconds: row["endsAt"])),
            openedAt: Date(milliseconds: row["openedAt"]), reason: try row.state(Reason.self, "reason"),
            isMissed: row["isMissed"], state: try row.state(ExecutionState.self), details: row["details"],
            isCancelRequested: row["isCancelRequested"], endedAt: row.date("endedAt"))
    }
}

extension TaskExecution {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: TaskExecutionID(rawValue: row["id"]), executionID: ExecutionID(rawValue: row["executionID"]),
            task: try row.definition(WindowTask.self, "task"),
            targets: try row.definition([WindowTarget].self, "targets"),
            state: try row.state(TaskExecutionState.self), details: row["details"],
            isStoppedAtCutoff: row["isStoppedAtCutoff"], startedAt: row.date("startedAt"), endedAt: row.date("endedAt"))
    }
}
