package import Foundation
import GRDB
package import WindowCore
package import WindowStore

/// Claims and outcomes: how a budget's commands go on.
extension SQLiteStore {
    package func budgetsDue(at now: Date, limit: Int) async throws(StoreError) -> [BudgetID] {
        try await read { db in
            try db.rows(
                "SELECT id FROM budget WHERE attentionAt <= ? ORDER BY attentionAt, id LIMIT ?",
                [now.milliseconds, limit]
            ).map { BudgetID(rawValue: $0["id"]) }
        }
    }

    package func nextBudgetAttention() async throws(StoreError) -> Date? {
        try await read { db in
            try db.row("SELECT min(attentionAt) AS at FROM budget WHERE attentionAt IS NOT NULL")?.date("at")
        }
    }

    package func advance(
        _ budgets: [BudgetID], at now: Date, owner: String, room: Int
    ) async throws(StoreError) -> [ClaimedInvocation] {
        try await write { db in
            var advance = BudgetAdvance(db: db, now: now, owner: owner, room: room)
            for budget in budgets { try advance.run(budget) }
            return advance.claims
        }
    }

    package func adopt(owner: String) async throws(StoreError) -> [ClaimedInvocation] {
        try await write { db in
            try db.rows(
                """
                UPDATE invocation SET claimedBy = ?1
                WHERE claimedBy <> ?1 AND endedAt IS NULL AND state IN ('InProgress', 'Cancelling') RETURNING *
                """, [owner]
            ).map { try ClaimedInvocation($0, isAdopted: true) }
        }
    }

    package func recordStart(of work: String, for key: Invocation.Key) async throws(StoreError) {
        try await write { db in
            try db.run(
                "UPDATE invocation SET startedWork = ? WHERE commandID = ? AND nodeID = ? AND endedAt IS NULL",
                [work, key.commandID.rawValue, key.nodeID.rawValue])
        }
    }

    package func record(
        _ step: StepRecord, flow: String, for key: Invocation.Key
    ) async throws(StoreError) -> InvocationState {
        try await write { db in
            try db.run(
                "UPDATE invocation SET flow = ? WHERE commandID = ? AND nodeID = ?",
                [flow, key.commandID.rawValue, key.nodeID.rawValue])
            try db.run(
                """
                INSERT INTO step (commandID, nodeID, stepIndex, record) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET record = excluded.record
                """,
                [key.commandID.rawValue, key.nodeID.rawValue, step.index, try Columns.json(step)])
            return try db.invocation(key).state
        }
    }

    package func postpone(
        _ key: Invocation.Key, until moment: Date, trace: String, at now: Date
    ) async throws(StoreError) {
        try await write { db in
            var invocation = try db.invocation(key)
            guard !invocation.state.isFinal else { return }
            let progress = try db.command(key.commandID)
            invocation.state = try invocation.state.after(.deferred)
            invocation.notBefore = moment
            invocation.trace = trace
            if invocation.state.isFinal {
                invocation.endedAt = now
                try db.oweChange(of: invocation, in: progress, at: now)
                try db.run(
                    "UPDATE command SET completedCount = completedCount + 1 WHERE id = ?", [key.commandID.rawValue])
            }
            try db.save(invocation)
            try db.noteUnreachable(key.nodeID, at: now)
            // Its place is free at once.
            try db.attend(progress.command.budgetID, at: now)
        }
    }

    package func finish(
        _ key: Invocation.Key, as state: InvocationState, code: Int, trace: String?, at now: Date
    ) async throws(StoreError) {
        try await write { db in
            var invocation = try db.invocation(key)
            // A report that comes after the deadline changes nothing (reference: run command 6.6).
            guard !invocation.state.isFinal else { return }
            let progress = try db.command(key.commandID)
            invocation.state = try invocation.state.after(.finish(state))
            invocation.responseCode = code
            invocation.trace = trace
            invocation.endedAt = now
            try db.save(invocation)
            try db.oweChange(of: invocation, in: progress, at: now)
            if state == .success || state.isCountedError {
                try db.noteContact(with: key.nodeID, at: now)
            } else if state == .undeliverable || state == .deliveryTimedOut {
                try db.noteUnreachable(key.nodeID, at: now)
            }
            try db.run(
                """
                UPDATE command SET completedCount = completedCount + 1, errorCount = errorCount + ?,
                    deliveryTimedOutCount = deliveryTimedOutCount + ? WHERE id = ?
                """, [state.isCountedError, state == .deliveryTimedOut, key.commandID.rawValue])
            try db.run(
                "UPDATE budget SET errorCount = errorCount + ?, attentionAt = min(coalesce(attentionAt, ?), ?) WHERE id = ?",
                [state.isCountedError, now.milliseconds, now.milliseconds, progress.command.budgetID.rawValue])
        }
    }
}

/// A pass over budgets inside a transaction: asks ``RateControl`` until there is nothing left to do now.
private struct BudgetAdvance {
    let db: Database
    let now: Date
    let owner: String
    var room: Int
    var claims: [ClaimedInvocation] = []

    init(db: Database, now: Date, owner: String, room: Int) {
        self.db = db
        self.now = now
        self.owner = owner
        self.room = room
    }

    mutating func run(_ id: BudgetID) throws {
        guard let budget = try db.row("SELECT * FROM budget WHERE id = ?", [id.rawValue]) else { return }
        let rate = RateControl(concurrency: budget["concurrency"], errorLimit: budget["errorLimit"])
        let task = (budget["taskExecutionID"] as String?).map(TaskExecutionID.init(rawValue:))
        while let command = try currentCommand(of: id) {
            guard try advance(command, rate: rate, errors: budget["errorCount"]) else { return }
        }
        try db.run("UPDATE budget SET attentionAt = NULL WHERE id = ?", [id.rawValue])
        if let task { try finish(task, rate: rate) }
    }

    /// The command whose turn it is: commands of one budget run one after another.
    private func currentCommand(of id: BudgetID) throws -> CommandProgress? {
        try db.row(
            "SELECT id FROM command WHERE budgetID = ? AND endedAt IS NULL ORDER BY ordinal LIMIT 1", [id.rawValue]
        ).map { try db.command(CommandID(rawValue: $0["id"])) }
    }

    /// - Returns: whether the command is over, so that the next one may start.
    private mutating func advance(_ progress: CommandProgress, rate: RateControl, errors: Int) throws -> Bool {
        let progress = try started(progress)
        let id = progress.command.id
        while true {
            let counts = try db.counts(of: id)
            let due = try db.count(
                "SELECT COUNT(*) FROM invocation WHERE commandID = ? AND state = 'Delayed' AND notBefore <= ?",
                [id.rawValue, now.milliseconds])
            let tally = RateControl.Tally(
                ready: counts[.pending] + due, delayed: counts[.delayed] - due, running: counts.running, errors: errors)
            switch rate.next(tally) {
            case .start(let number):
                guard room > 0 else {
                    try wait(progress.command.budgetID, until: now)
                    return false
                }
                try claim(min(number, room), of: progress)
            case .wait:
                // What is due and waits for a place is woken by whoever gives one up.
                let next = try db.row(
                    """
                    SELECT min(notBefore) AS at FROM invocation
                    WHERE commandID = ? AND state = 'Delayed' AND notBefore > ?
                    """, [id.rawValue, now.milliseconds])
                try wait(progress.command.budgetID, until: next?.date("at"))
                return false
            case .stop:
                try terminate(progress, rate: rate, errors: errors)
            case .finish:
                try finish(progress, counts: counts, isTripped: rate.isTripped(errors: errors))
                return true
            }
        }
    }

    private func started(_ progress: CommandProgress) throws -> CommandProgress {
        guard progress.state == .pending else { return progress }
        var progress = progress
        progress.state = .inProgress
        progress.startedAt = now
        // A later command of a task is requested when its turn comes, or it would expire while it waits.
        if progress.command.ordinal > 0 { progress.requestedAt = now }
        try db.run(
            "UPDATE command SET state = ?, startedAt = ?, requestedAt = ? WHERE id = ?",
            [
                progress.state.rawValue, now.milliseconds, progress.requestedAt.milliseconds,
                progress.command.id.rawValue,
            ])
        try db.oweChange(of: progress, at: now)
        return progress
    }

    private func wait(_ id: BudgetID, until moment: Date?) throws {
        try db.run("UPDATE budget SET attentionAt = ? WHERE id = ?", [moment?.milliseconds, id.rawValue])
    }

    private mutating func claim(_ number: Int, of progress: CommandProgress) throws {
        let rows = try db.rows(
            """
            UPDATE invocation SET state = 'InProgress', claimedBy = ?1, attempts = attempts + 1, isSpooled = 1,
                claimedAt = coalesce(claimedAt, ?2)
            WHERE commandID = ?3 AND nodeID IN (
                SELECT nodeID FROM invocation
                WHERE commandID = ?3 AND (state = 'Pending' OR (state = 'Delayed' AND notBefore <= ?2))
                ORDER BY state DESC, ordinal LIMIT ?4)
            RETURNING *
            """, [owner, now.milliseconds, progress.command.id.rawValue, number])
        let taken = try rows.map { try ClaimedInvocation($0, isAdopted: false) }
            .sorted { $0.invocation.ordinal < $1.invocation.ordinal }
        for claim in taken where claim.invocation.attempts == 1 {
            try db.oweChange(of: claim.invocation, in: progress, at: now)
        }
        claims += taken
        room -= taken.count
    }

    /// The threshold is passed: what has not started never will. The world is told at the budget's first such command.
    private func terminate(_ progress: CommandProgress, rate: RateControl, errors: Int) throws {
        let isTold =
            try db.row(
                """
                SELECT 1 FROM invocation JOIN command ON command.id = invocation.commandID
                WHERE command.budgetID = ? AND invocation.state = ? LIMIT 1
                """, [progress.command.budgetID.rawValue, InvocationState.terminated.rawValue]) != nil
        if !isTold {
            let task = try progress.command.origin.map { try db.taskExecution($0.taskExecutionID).task.id }
            try db.owe(
                .errorThresholdExceeded(progress, task: task, errors: errors, limit: rate.errorLimit), at: now)
        }
        try db.endUnsent(of: progress, as: .terminate, nodes: nil, at: now)
    }

    private func finish(_ progress: CommandProgress, counts: InvocationCounts, isTripped: Bool) throws {
        var progress = progress
        progress.state = CommandRollUp.outcome(
            of: counts, isTripped: isTripped, isCancelled: progress.isCancelRequested)
        progress.completedCount = counts.completed
        progress.endedAt = now
        try db.run(
            "UPDATE command SET state = ?, endedAt = ?, completedCount = ? WHERE id = ?",
            [progress.state.rawValue, now.milliseconds, counts.completed, progress.command.id.rawValue])
        try db.oweChange(of: progress, at: now)
    }

    private func finish(_ id: TaskExecutionID, rate: RateControl) throws {
        let task = try db.taskExecution(id)
        guard !task.state.isFinal else { return }
        let outcome = TaskRollUp.outcome(
            of: try db.counts(of: id), errorLimit: rate.errorLimit, isStoppedAtCutoff: task.isStoppedAtCutoff)
        try db.end(task, by: outcome.event, details: outcome.details, at: now)
        try db.attend(task.executionID, at: now)
    }
}

extension ClaimedInvocation {
    init(_ row: Row, isAdopted: Bool) throws {
        self.init(invocation: try Invocation(row), isAdopted: isAdopted, flow: row["flow"])
    }
}

extension Database {
    func save(_ invocation: Invocation) throws {
        try run(
            """
            UPDATE invocation SET state = ?, trace = ?, responseCode = ?, notBefore = ?, endedAt = ?
            WHERE commandID = ? AND nodeID = ?
            """,
            [
                invocation.state.rawValue, invocation.trace, invocation.responseCode,
                invocation.notBefore?.milliseconds, invocation.endedAt?.milliseconds,
                invocation.key.commandID.rawValue, invocation.key.nodeID.rawValue,
            ])
    }

    func attend(_ id: BudgetID, at moment: Date) throws {
        try run(
            "UPDATE budget SET attentionAt = min(coalesce(attentionAt, ?1), ?1) WHERE id = ?2",
            [moment.milliseconds, id.rawValue])
    }

    /// Ends the invocations of a command that hold no place, and tells of each.
    func endUnsent(of progress: CommandProgress, as event: InvocationEvent, nodes: [NodeID]?, at now: Date) throws {
        let rows = try rows(
            "SELECT * FROM invocation WHERE commandID = ? AND state IN ('Pending', 'Delayed') ORDER BY ordinal",
            [progress.command.id.rawValue])
        let wanted = nodes.map(Set.init)
        for row in rows {
            var invocation = try Invocation(row)
            guard wanted?.contains(invocation.key.nodeID) ?? true else { continue }
            invocation.state = try invocation.state.after(event)
            invocation.endedAt = now
            try save(invocation)
            try run(
                "UPDATE command SET completedCount = completedCount + 1 WHERE id = ?", [progress.command.id.rawValue])
            try oweChange(of: invocation, in: progress, at: now)
        }
    }

    /// Asks a command to stop: what has not been sent is cancelled, what runs is asked to. A final one is left alone.
    func cancel(_ id: CommandID, nodes: [NodeID]?, at now: Date) throws {
        var progress = try command(id)
        for node in nodes ?? [] { _ = try invocation(Invocation.Key(commandID: id, nodeID: node)) }
        guard !progress.state.isFinal else { return }
        if nodes == nil, !progress.isCancelRequested {
            progress.isCancelRequested = true
            progress.state = .cancelling
            try run(
                "UPDATE command SET isCancelRequested = 1, state = ? WHERE id = ?",
                [progress.state.rawValue, id.rawValue])
            try oweChange(of: progress, at: now)
        }
        try endUnsent(of: progress, as: .cancel, nodes: nodes, at: now)
        let wanted = nodes.map(Set.init)
        for row in try rows("SELECT * FROM invocation WHERE commandID = ? AND state = 'InProgress'", [id.rawValue]) {
            var invocation = try Invocation(row)
            guard wanted?.contains(invocation.key.nodeID) ?? true else { continue }
            invocation.state = try invocation.state.after(.cancel)
            try save(invocation)
        }
        try attend(progress.command.budgetID, at: now)
    }
}
