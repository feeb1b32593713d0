import Foundation
import GRDB
import Synchronization
package import WindowCore
package import WindowStore

/// The store in one SQLite file: WAL, `synchronous=FULL`, one writer with group commit, readers beside it.
package struct SQLiteStore: Store {
    let pool: DatabasePool
    let writer: GroupCommit
    let quotas: Quotas
    private let closing = Once()

    /// Opens the file, creating or migrating it.
    ///
    /// - Parameter path: of the database file; its directory must exist. `-wal` and `-shm` files live beside it.
    /// - Throws: `unavailable` for a file that cannot be opened, is not a database, or was written by a newer version.
    package init(path: String, quotas: Quotas = Quotas()) throws(StoreError) {
        self.quotas = quotas
        do {
            var configuration = Configuration()
            configuration.label = "store"
            configuration.busyMode = .timeout(5)
            configuration.maximumReaderCount = 4
            configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA foreign_keys = ON") }
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL when it prepares WAL, after `prepareDatabase` has run; a committed transition must
            // survive a power cut, so it is set again here and read back.
            let synchronous = try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            guard synchronous == 2 else { throw StoreError.unavailable("synchronous=FULL was not accepted.") }
            let migrator = Migrations.migrator
            if try pool.read({ db in try migrator.hasBeenSuperseded(db) }) {
                throw StoreError.newerVersion(path: path)
            }
            try migrator.migrate(pool)
            try pool.write { db in try db.reconsiderHeldBack() }
            writer = GroupCommit(pool: pool)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("“\(path)” cannot be opened: \(error)")
        }
    }

    /// Closes the file, with everything in it and nothing left beside it. Nothing may be asked of the store afterwards,
    /// but closing it once more does no harm.
    package func close() throws(StoreError) {
        guard closing.isFirst else { return }
        do {
            // Whoever copies the one file of a stopped service has it all.
            _ = try pool.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
            try pool.close()
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// Runs `body` in a transaction that it may share with others, and returns once that is on disk.
    func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws(StoreError) -> T {
        do {
            return try await writer.write(body)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// Runs a statement until it changes nothing, some rows in each transaction, so that others' come between.
    /// - Parameter sql: its last argument is how many rows.
    /// - Returns: how many rows were changed.
    @discardableResult
    func inSlices(_ sql: String, _ arguments: [any DatabaseValueConvertible & Sendable]) async throws(StoreError) -> Int
    {
        let most = 1000
        var all = 0
        while true {
            let changed = try await write { db in
                try db.run(sql, StatementArguments(arguments.map { $0 as (any DatabaseValueConvertible)? } + [most]))
                return db.changesCount
            }
            all += changed
            if changed == 0 { return all }
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws(StoreError) -> T {
        do {
            return try await pool.read(body)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

/// True once.
private final class Once: Sendable {
    private let isSpent = Mutex(false)

    var isFirst: Bool {
        isSpent.withLock { isSpent in
            defer { isSpent = true }
            return !isSpent
        }
    }
}
