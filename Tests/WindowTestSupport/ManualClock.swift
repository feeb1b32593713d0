package import Foundation
import Synchronization
import WindowService

/// A clock that moves only when told.
package final class ManualClock: WallClock {
    private struct Sleeper {
        let id: Int
        let deadline: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Date
        var nextID = 0
        var sleepers: [Sleeper] = []
    }

    private let state: Mutex<State>

    package init(_ now: Date) { state = Mutex(State(now: now)) }

    package var now: Date { state.withLock(\.now) }

    package func advance(by seconds: Double) { advance(to: now.addingTimeInterval(seconds)) }

    /// Moves the clock and wakes whoever has slept long enough. Going back is allowed, as on real machines.
    package func advance(to moment: Date) {
        let woken = state.withLock { state in
            state.now = moment
            let woken = state.sleepers.filter { $0.deadline <= moment }
            state.sleepers.removeAll { $0.deadline <= moment }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    package func sleep(until deadline: Date) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isDue = state.withLock { state in
                    if Task.isCancelled || deadline <= state.now { return true }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, continuation: continuation))
                    return false
                }
                if isDue { continuation.resume() }
            }
            try Task.checkCancellation()
        } onCancel: {
            let sleeper = state.withLock { state in
                let found = state.sleepers.first { $0.id == id }
                state.sleepers.removeAll { $0.id == id }
                return found
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
