import Foundation
package import Logging
import ServiceLifecycle
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
                @Sendable func start(_ claims: [ClaimedInvocation], in group: inout DiscardingTaskGroup) {
                    for claim in claims {
                        running.add(1)
                        group.addTask {
                            await runner.run(claim)
                            running.add(-1)
                            control.nudges.dispatch()
                            control.nudges.clearing()
                        }
                    }
                }
                var hasAdopted = false
                await Reconciler(
                    name: "dispatch", nudge: control.nudges.dispatch, clock: control.clock, logger: logger
                ).run {
                    if !hasAdopted {
                        start(try await adoptedClaims(), in: &group)
                        hasAdopted = true
                    }
                    start(try await claims(room: control.settings.largestConcurrency - running.value), in: &group)
                    // Without room, the end of an invocation is the nudge.
                    return running.value >= control.settings.largestConcurrency
                        ? nil : try await control.store.nextBudgetAttention()
                }
                group.cancelAll()
            }
        }
    }

    /// Claims what an earlier process left.
    private func adoptedClaims() async throws(StoreError) -> [ClaimedInvocation] {
        let claims = try await control.store.adopt(owner: owner)
        if !claims.isEmpty {
            logger.info("Unfinished invocations are carried on.", metadata: ["count": "\(claims.count)"])
        }
        return claims
    }

    /// Claims what the budgets allow now.
    package func claims(room: Int) async throws(StoreError) -> [ClaimedInvocation] {
        var claims: [ClaimedInvocation] = []
        do {
            while claims.count < room {
                let due = try await control.store.budgetsDue(at: control.clock.now, limit: Self.batch)
                guard !due.isEmpty else { break }
                claims += try await control.store.advance(
                    due, at: control.clock.now, owner: owner, room: room - claims.count)
                control.nudges.executions()
            }
        } catch {
            // What is claimed is ours to run, whatever fails after it; the next pass meets the failure again.
            if claims.isEmpty { throw error }
        }
        return claims
    }
}
