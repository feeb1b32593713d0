package import Foundation
import GRDB
package import WindowCore
package import WindowStore

extension SQLiteStore {
    package func send(_ command: NewCommand, rate: RateControl, at now: Date) async throws(StoreError) {
        try await write { db in
            try db.insertBudget(command.command.budgetID, rate: rate, task: nil, at: now)
            try db.insert(command, at: now)
        }
    }

    package func command(_ id: CommandID) async throws(StoreError) -> CommandProgress {
        try await read { db in try db.command(id) }
    }

    package func commands(
        _ filter: CommandFilter, page: PageRequest
    ) async throws(StoreError) -> Page<CommandProgress> {
        let cursor = try TimeCursor(page.cursor)
        return try await read { db in
            var query = Query(
                Database.selectCommand + " WHERE (requestedAt < ? OR (requestedAt = ? AND command.id > ?))",
                [cursor.milliseconds, cursor.milliseconds, cursor.id])
            query.narrow(by: filter)
            if let node = filter.nodeID {
                query.and(
                    "EXISTS (SELECT 1 FROM invocation WHERE commandID = command.id AND nodeID = ?)", [node.rawValue])
            }
            query.narrow(states: CommandState.self, to: filter.statuses, column: "command.state") { $0.status }
            let rows = try query.rows(db, " ORDER BY requestedAt DESC, command.id LIMIT ?", page.limit + 1)
            return Page(fetched: try rows.map { try CommandProgress($0) }, request: page) {
                TimeCursor(milliseconds: $0.requestedAt.milliseconds, id: $0.command.id.rawValue).text
            }
        }
    }

    package func invocations(
        _ filter: CommandFilter, page: PageRequest
    ) async throws(StoreError) -> Page<InvocationListing> {
        let parts = page.cursor.map { $0.split(separator: "|").map(String.init) }
        guard parts.map({ $0.count == 3 }) ?? true else { throw .invalidCursor }
        let cursor = try TimeCursor(parts.map { "\($0[0])|\($0[1])" })
        let ordinal = parts.map { Int($0[2]) ?? .max } ?? .max
        return try await read { db in
            var query = Query(
                """
                SELECT invocation.*, command.requestedAt FROM invocation JOIN command ON command.id = invocation.commandID
                WHERE (requestedAt < ?1 OR (requestedAt = ?1 AND
                    (command.id > ?2 OR (command.id = ?2 AND invocation.ordinal > ?3))))
                """, [cursor.milliseconds, cursor.id, ordinal])
            query.narrow(by: filter)
            if let node = filter.nodeID { query.and("invocation.nodeID = ?", [node.rawValue]) }
            query.narrow(states: InvocationState.self, to: filter.statuses, column: "invocation.state") { $0.status }
            let rows = try query.rows(
                db, " ORDER BY requestedAt DESC, command.id, invocation.ordinal LIMIT ?", page.limit + 1)
            var commands: [CommandID: CommandProgress] = [:]
            let listings = try rows.map { row in
                let invocation = try Invocation(row)
                let id = invocation.key.commandID
                let progress = try commands[id] ?? db.command(id)
                commands[id] = progress
                return InvocationListing(invocation: invocation, progress: progress)
            }
            return Page(fetched: listings, request: page) {
                "\($0.progress.requestedAt.milliseconds)|\($0.invocation.key.commandID)|\($0.invocation.ordinal)"
            }
        }
    }

    package func invocation(_ key: Invocation.Key) async throws(StoreError) -> InvocationListing {
        try await read { db in
            let row = try db.row(
                "SELECT flow, startedWork FROM invocation WHERE commandID = ? AND nodeID = ?",
                [key.commandID.rawValue, key.nodeID.rawValue])
            return InvocationListing(
                invocation: try db.invocation(key), progress: try db.command(key.commandID), flow: row?["flow"],
                startedWork: row?["startedWork"])
        }
    }

    package func steps(of key: Invocation.Key) async throws(StoreError) -> [StepRecord] {
        try await read { db in try db.steps(of: key) }
    }

    package func counts(of task: TaskExecutionID) async throws(StoreError) -> InvocationCounts {
        try await read { db in try db.counts(of: task) }
    }

    package func cancelCommand(_ id: CommandID, nodes: [NodeID]?, at now: Date) async throws(StoreError) {
        try await write { db in try db.cancel(id, nodes: nodes, at: now) }
    }

    package func cancellingInvocations() async throws(StoreError) -> [ClaimedInvocation] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM invocation WHERE claimedBy IS NOT NULL AND endedAt IS NULL AND state = 'Cancelling'
                """
            ).map { try ClaimedInvocation($0, isAdopted: false) }
        }
    }

    package func finishedSpools(limit: Int) async throws(StoreError) -> [FinishedSpool] {
        try await read { db in
            try db.rows(
                "SELECT * FROM invocation WHERE isSpooled AND endedAt IS NOT NULL ORDER BY endedAt LIMIT ?", [limit]
            ).map { row in
                let invocation = try Invocation(row)
                let steps = try db.steps(of: invocation.key)
                var names = SpoolName.all(of: invocation.key, steps: steps)
                if invocation.state == .cancelled {
                    // The cancel may have met a step that never started and left its mark there.
                    names.append(SpoolName.parts(of: invocation.key, step: (steps.last?.index ?? -1) + 1, resume: 0))
                    // So may one that came before a step said what its works are called.
                    names += SpoolName.unannounced(of: invocation.key, steps: steps)
                }
                return FinishedSpool(key: invocation.key, names: names)
            }
        }
    }

    package func markCleared(_ keys: [Invocation.Key]) async throws(StoreError) {
        try await write { db in
            for key in keys {
                try db.run(
                    "UPDATE invocation SET isSpooled = 0 WHERE commandID = ? AND nodeID = ?",
                    [key.commandID.rawValue, key.nodeID.rawValue])
            }
        }
    }
}

/// A SELECT that grows by conditions.
private struct Query {
    private var sql: String
    private var arguments: StatementArguments

    init(_ sql: String, _ arguments: StatementArguments) {
        self.sql = sql
        self.arguments = arguments
    }

    mutating func and(_ condition: String, _ more: StatementArguments) {
        sql += " AND " + condition
        arguments += more
    }

    mutating func narrow(by filter: CommandFilter) {
        if let id = filter.commandID { and("command.id = ?", [id.rawValue]) }
        if let name = filter.documentName { and("documentName = ?", [name]) }
        if let before = filter.requestedBefore { and("requestedAt < ?", [before.milliseconds]) }
        if let after = filter.requestedAfter { and("requestedAt > ?", [after.milliseconds]) }
        if let isComplete = filter.isComplete { and("(command.endedAt IS NOT NULL) = ?", [isComplete]) }
        if let task = filter.taskExecutionID {
            and("budgetID IN (SELECT id FROM budget WHERE taskExecutionID = ?)", [task.rawValue])
        }
    }

    /// Keeps rows whose state, in the fine word or the coarse one, is among `words`.
    mutating func narrow<S: RawRepresentable<String> & CaseIterable>(
        states: S.Type, to words: [String], column: String, coarse: (S) -> String
    ) {
        guard !words.isEmpty else { return }
        let wanted = S.allCases.filter { words.contains($0.rawValue) || words.contains(coarse($0)) }.map(\.rawValue)
        and("\(column) IN (\(Database.marks(wanted.count)))", StatementArguments(wanted))
    }

    func rows(_ db: Database, _ tail: String, _ limit: Int) throws -> [Row] {
        try Row.fetchAll(db, sql: sql + tail, arguments: arguments + [limit])
    }
}

extension Database {
    static let selectCommand =
        "SELECT command.*, concurrency, errorLimit FROM command JOIN budget ON budget.id = command.budgetID"

    func command(_ id: CommandID) throws -> CommandProgress {
        guard let row = try row(Self.selectCommand + " WHERE command.id = ?", [id.rawValue]) else {
            throw StoreError.notFound(kind: "command", id: id.rawValue)
        }
        return try CommandProgress(row)
    }

    func invocation(_ key: Invocation.Key) throws -> Invocation {
        guard
            let row = try row(
                "SELECT * FROM invocation WHERE commandID = ? AND nodeID = ?",
                [key.commandID.rawValue, key.nodeID.rawValue])
        else { throw StoreError.notFound(kind: "invocation", id: key.description) }
        return try Invocation(row)
    }

    func steps(of key: Invocation.Key) throws -> [StepRecord] {
        try rows(
            "SELECT record FROM step WHERE commandID = ? AND nodeID = ? ORDER BY stepIndex",
            [key.commandID.rawValue, key.nodeID.rawValue]
        ).map { try $0.definition(StepRecord.self, "record") }
    }

    func counts(of task: TaskExecutionID) throws -> InvocationCounts {
        try counts(
            rows(
                """
                SELECT invocation.state, COUNT(*) AS number FROM invocation
                JOIN command ON command.id = invocation.commandID JOIN budget ON budget.id = command.budgetID
                WHERE budget.taskExecutionID = ? GROUP BY invocation.state
                """, [task.rawValue]))
    }

    func counts(of command: CommandID) throws -> InvocationCounts {
        try counts(
            rows(
                "SELECT state, COUNT(*) AS number FROM invocation WHERE commandID = ? GROUP BY state",
                [command.rawValue]))
    }

    private func counts(_ rows: [Row]) throws -> InvocationCounts {
        InvocationCounts(
            Dictionary(try rows.map { (try $0.state(InvocationState.self), $0["number"]) }) { first, _ in first })
    }

    func insertBudget(_ id: BudgetID, rate: RateControl, task: TaskExecutionID?, at now: Date) throws {
        try run(
            "INSERT INTO budget (id, concurrency, errorLimit, taskExecutionID, attentionAt) VALUES (?, ?, ?, ?, ?)",
            [id.rawValue, rate.concurrency, rate.errorLimit, task?.rawValue, now.milliseconds])
    }

    func insert(_ new: NewCommand, at now: Date) throws {
        let command = new.command
        try run(
            """
            INSERT INTO command (id, budgetID, ordinal, documentName, state, targetCount, requestedAt, hash, definition)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                command.id.rawValue, command.budgetID.rawValue, command.ordinal, command.documentName,
                CommandState.pending.rawValue, new.nodes.count, now.milliseconds, command.documentHash,
                try Columns.json(command),
            ])
        for (ordinal, node) in new.nodes.enumerated() {
            try run(
                "INSERT INTO invocation (commandID, nodeID, ordinal, nodeName, state) VALUES (?, ?, ?, ?, ?)",
                [
                    command.id.rawValue, node.id.rawValue, ordinal, node.name, InvocationState.pending.rawValue,
                ])
        }
    }
}

extension Invocation.Key {
    init(_ row: Row) {
        self.init(commandID: CommandID(rawValue: row["commandID"]), nodeID: NodeID(rawValue: row["nodeID"]))
    }
}

extension Invocation {
    init(_ row: Row) throws {
        self.init(
            key: Key(row), ordinal: row["ordinal"], nodeName: row["nodeName"],
            state: try row.state(InvocationState.self), trace: row["trace"], responseCode: row["responseCode"],
            attempts: row["attempts"], notBefore: row.date("notBefore"), claimedAt: row.date("claimedAt"),
            endedAt: row.date("endedAt"))
    }
}

extension CommandProgress {
    fileprivate init(_ row: Row) throws {
        self.init(
            command: try row.definition(Command.self), state: try row.state(CommandState.self),
            targetCount: row["targetCount"], completedCount: row["completedCount"], errorCount: row["errorCount"],
            deliveryTimedOutCount: row["deliveryTimedOutCount"], isCancelRequested: row["isCancelRequested"],
            requestedAt: Date(milliseconds: row["requestedAt"]), startedAt: row.date("startedAt"),
            endedAt: row.date("endedAt"),
            rate: RateControl(concurrency: row["concurrency"], errorLimit: row["errorLimit"]))
    }
}
