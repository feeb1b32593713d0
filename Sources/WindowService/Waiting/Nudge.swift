package import Foundation
import Synchronization

/// Wakes one reconciler early. A nudge carries no data and several may melt into one, so a lost one costs latency, not
/// correctness: the reconciler reads the store either way.
package final class Nudge: Sendable {
    private struct State {
        var isPending = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    package func callAsFunction() {
        state.withLock { state in
            if let waiter = state.waiter {
                state.waiter = nil
                waiter.resume()
            } else {
                state.isPending = true
            }
        }
    }

    /// Waits for a nudge, or until `deadline`, but never longer than `seconds`; a nudge given before the call counts.
    /// Only one may wait at a time.
    /// - Throws: `CancellationError` when cancelled.
    package func wait(until deadline: Date, atMost seconds: Double, clock: any WallClock) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(until: deadline) }
            group.addTask { try await clock.sleep(seconds: seconds) }
            group.addTask { await self.received() }
            try await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func received() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    if state.isPending || Task.isCancelled {
                        state.isPending = false
                        continuation.resume()
                    } else {
                        state.waiter = continuation
                    }
                }
            }
        } onCancel: {
            state.withLock { state in
                state.waiter?.resume()
                state.waiter = nil
            }
        }
    }
}

/// The reconcilers that can be woken.
package struct Nudges: Sendable {
    /// A window's next opening may have changed.
    package let openings = Nudge()
    /// An execution needs a decision.
    package let executions = Nudge()
    /// A budget needs a decision.
    package let dispatch = Nudge()
    /// Something is to be cancelled on a node.
    package let errands = Nudge()
    /// Something is to be cleared on a node.
    package let clearing = Nudge()
    /// The outbox has grown.
    package let outbox = Nudge()
    /// Somebody is owed a message, or may be tried again.
    package let deliveries = Nudge()

    package init() {}
}
