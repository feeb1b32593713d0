import Foundation
package import Logging
package import WindowCore
import WindowStore

extension Control {
    /// Asks an execution to end: what has not started never will, what runs runs on. A final one is left alone.
    package func cancelExecution(_ id: ExecutionID) async throws(RequestError) {
        let now = clock.now
        try await stored { () async throws(StoreError) in try await store.cancelExecution(id, at: now) }
        nudges.executions()
    }

    /// Opens a window now, beside its schedule, for its full duration. A disabled window opens too: an operator asked.
    ///
    /// - Parameter logger: gets the line that openings by the schedule have too.
    /// - Throws: `windowIsOpen` while an earlier execution has not ended; two at once would overlap.
    package func openWindow(_ id: WindowID, logger: Logger) async throws(RequestError) -> ExecutionID {
        let due = try await stored { () async throws(StoreError) in try await store.openable(id) }
        guard !due.isRunning else { throw .windowIsOpen(id) }
        let now = clock.now
        let opening = NewOpening(
            opening: due, span: due.window.span(openingAt: now), reason: .manual,
            // The schedule goes on as if this had not happened.
            nextOpeningAt: due.dueAt == .distantFuture ? nil : due.dueAt, now: now)
        let isNew = try await stored { () async throws(StoreError) in try await store.record([opening]) }
        guard isNew == [true] else { throw .windowIsOpen(id) }
        opening.execution.reportOpening(to: logger)
        nudges.executions()
        nudges.openings()
        return opening.execution.id
    }
}
