import Foundation
package import Logging
import ServiceLifecycle
import WindowCore
package import WindowStore

/// Brings executions forward: starts tasks in order of priority, enforces the cutoff, ends what is over.
package struct TaskDispatcher: Service {
    private static let batch = 100
    /// A start that failed is tried again after this.
    private static let retrySeconds = 1.0

    private let control: Control
    private let starter: TaskStarter
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        starter = TaskStarter(control: control, logger: logger)
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await Reconciler(
                name: "tasks", nudge: control.nudges.executions, clock: control.clock, logger: logger
            ).run {
                try await pass()
                return try await control.store.nextExecutionAttention()
            }
        }
    }

    /// Decides for every execution that is due.
    package func pass() async throws(StoreError) {
        while true {
            let due = try await control.store.executionsDue(at: control.clock.now, limit: Self.batch)
            guard !due.isEmpty else { return }
            // Together, so that they share commits.
            let failure = await withTaskGroup(of: StoreError?.self) { group in
                for id in due { group.addTask { await advance(id) } }
                return await group.reduce(nil) { $0 ?? $1 }
            }
            if let failure { throw failure }
            control.nudges.dispatch()
            control.nudges.errands()
            if Task.isCancelled { return }
        }
    }

    /// Says how an execution ended, if this was its end: the decision is a function of what it was.
    private func report(_ record: ExecutionRecord, at now: Date) {
        let step = ExecutionStep.next(for: record.execution, tasks: record.tasks, now: now)
        if let end = step.finish { record.execution.reportEnd(end, to: logger) }
    }

    /// - Returns: why the execution is still due though it could not go on: the store takes nothing.
    private func advance(_ id: ExecutionID) async -> StoreError? {
        do throws(StoreError) {
            let now = control.clock.now
            let (record, starts) = try await control.store.advance(id, at: now)
            report(record, at: now)
            for task in starts { try await starter.start(task, of: record.execution) }
        } catch {
            logger.error(
                "An execution could not go on yet; it will be tried again.",
                metadata: ["execution": "\(id)", "error": "\(error.sentence)"])
            // Not at once: others must not wait for this one.
            let retryAt = control.clock.now.addingTimeInterval(Self.retrySeconds)
            do throws(StoreError) { try await control.store.postpone(id, until: retryAt) } catch { return error }
        }
        return nil
    }
}
