import GRDB
import WindowStore

/// Lets many waiting transitions share one fsync.
///
/// Callers queue while a commit is under way; whatever has queued by then goes into the next one, each in a savepoint
/// of its own, so that one that fails takes nobody with it. A caller is resumed only after the commit.
actor GroupCommit {
    /// Bounds the time the first of a batch waits for the last.
    private static let largestBatch = 512

    private struct Job: Sendable {
        let run: @Sendable (Database) -> Void
        /// Told once: `nil` when the batch is on disk.
        let complete: @Sendable ((any Error)?) -> Void
    }

    private let pool: DatabasePool
    private var waiting: [Job] = []
    private var isDraining = false

    init(pool: DatabasePool) { self.pool = pool }

    func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = Outcome<T>()
            waiting.append(
                Job(
                    run: { db in
                        outcome.result = Result {
                            var value: T?
                            try db.inSavepoint {
                                value = try body(db)
                                return .commit
                            }
                            guard let value else { throw StoreError.unavailable("The transaction left no value.") }
                            return value
                        }
                    },
                    complete: { failure in
                        if let failure {
                            continuation.resume(throwing: failure)
                        } else {
                            continuation.resume(
                                with: outcome.result ?? .failure(StoreError.unavailable("The transaction did not run."))
                            )
                        }
                    }))
            if !isDraining {
                isDraining = true
                // Not awaited by anyone: every caller awaits its own continuation, and a caller's cancellation must not
                // roll back what others wait for.
                Task { await drain() }
            }
        }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.largestBatch))
            waiting.removeFirst(batch.count)
            var failure: (any Error)?
            do {
                try await pool.write { db in
                    for job in batch {
                        // A full disk makes SQLite roll the whole transaction back by itself.
                        guard db.isInsideTransaction else {
                            throw StoreError.unavailable("The transaction was rolled back; is the disk full?")
                        }
                        job.run(db)
                    }
                }
            } catch {
                failure = error
            }
            for job in batch { job.complete(failure) }
            // After the await, `waiting` holds whoever came meanwhile; the loop looks again.
        }
        isDraining = false
    }

    /// Carries a result from the writer's queue to the actor.
    ///
    /// Unchecked because the two sides never meet: the queue writes before `pool.write` returns, the actor reads after.
    private final class Outcome<T: Sendable>: @unchecked Sendable {
        var result: Result<T, any Error>?
    }
}
