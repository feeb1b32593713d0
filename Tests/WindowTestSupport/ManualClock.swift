package import Foundation
import Synchronization
import WindowService

/// A clock that moves only when told.
package final class ManualClock: WallClock {
    private struct Sleeper {
        let id: Int
        let deadline: Deadline
        let continuation: CheckedContinuation<Void, any Error>
    }

    private enum Deadline {
        case wall(Date)
        case uptime(Double)
    }

    private struct State {
        var now: Date
        var uptime = 0.0

        func isDue(_ deadline: Deadline) -> Bool {
            switch deadline {
            case .wall(let moment): moment <= now
            case .uptime(let seconds): seconds <= uptime
            }
        }
        var nextID = 0
        var sleepers: [Sleeper] = []
    }

    private let state: Mutex<State>

    package init(_ now: Date) { state = Mutex(State(now: now)) }

    package var now: Date { state.withLock(\.now) }

    package var uptimeSeconds: Double { state.withLock(\.uptime) }

    /// How many sleep on it at this moment.
    package var sleeperCount: Int { state.withLock(\.sleepers.count) }

    /// How long the first of those who sleep has still to; `nil` when nobody does.
    package var secondsToNextWaking: Double? {
        state.withLock { state in
            state.sleepers.map { sleeper in
                switch sleeper.deadline {
                case .wall(let moment): moment.timeIntervalSince(state.now)
                case .uptime(let seconds): seconds - state.uptime
                }
            }.min()
        }
    }

    /// Lets time pass and wakes whoever has slept long enough.
    package func advance(by seconds: Double) {
        move {
            $0.now = $0.now.addingTimeInterval(seconds)
            $0.uptime += max(0, seconds)
        }
    }

    /// Sets the wall's clock, forward or back, without any time passing.
    package func set(to moment: Date) { move { $0.now = moment } }

    private func move(_ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            let (now, sleepers) = (state, state.sleepers)
            state.sleepers = sleepers.filter { !now.isDue($0.deadline) }
            return sleepers.filter { now.isDue($0.deadline) }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    package func sleep(until deadline: Date) async throws { try await sleep(.wall(deadline)) }

    package func sleep(seconds: Double) async throws { try await sleep(.uptime(uptimeSeconds + seconds)) }

    private func sleep(_ deadline: Deadline) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isDue = state.withLock { state in
                    if Task.isCancelled || state.isDue(deadline) { return true }
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
