import Foundation
package import Logging
import ServiceLifecycle
import Synchronization
import WindowCore
package import WindowStore

/// Claims what may run and runs it; the one way to a node.
///
/// Stopping only detaches: the work goes on on the nodes and the next start adopts it.
package struct InvocationDispatcher: Service {
    private static let batch = 100

    private let control: Control
    private let owner: String
    private let runner: InvocationRunner
    private let logger: Logger

    /// - Parameter owner: names this process among all that ever shared the store.
    package init(control: Control, owner: String, logger: Logger) {
        self.control = control
        self.owner = owner
        runner = InvocationRunner(control: control, logger: logger)
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let running = RunningCount()
                await Reconciler(
                    name: "dispatch", nudge: control.nudges.dispatch, clock: control.clock, logger: logger
                ).run {
                    for claim in try await claims(room: control.settings.largestConcurrency - running.value) {
                        running.add(1)
                        group.addTask {
                            await runner.run(claim)
                            running.add(-1)
                            control.nudges.dispatch()
                            control.nudges.clearing()
                        }
                    }
                    // Without room, the end of an invocation is the nudge.
                    return running.value >= control.settings.largestConcurrency
                        ? nil : try await control.store.nextBudgetAttention()
                }
                group.cancelAll()
            }
        }
    }

    /// Claims what an earlier process left and what the budgets allow now.
    package func claims(room: Int) async throws(StoreError) -> [ClaimedInvocation] {
        var claims = try await control.store.adopt(owner: owner)
        if !claims.isEmpty {
            logger.info("Unfinished invocations are carried on.", metadata: ["count": "\(claims.count)"])
        }
        while claims.count < room {
            let due = try await control.store.budgetsDue(at: control.clock.now, limit: Self.batch)
            guard !due.isEmpty else { break }
            for budget in due {
                claims += try await control.store.advance(
                    budget, at: control.clock.now, owner: owner, room: max(0, room - claims.count))
            }
            control.nudges.executions()
        }
        return claims
    }
}

/// How many invocations this process runs at the moment.
private final class RunningCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ difference: Int) { count.wrappingAdd(difference, ordering: .relaxed) }
}
