import Documents
import Foundation
package import Logging
import NodeAccess
import ServiceLifecycle
import WindowCore
package import WindowStore

/// Small visits to nodes that no invocation waits for: killing what was cancelled, clearing what is recorded.
package struct NodeErrands: Service {
    private static let batch = 500
    private static let visitsAtOnce = 16
    /// Finished work is cleared in batches: a node's visits wait this long for company.
    private static let gatherSeconds = 1.0
    /// What could not be done is tried again after this.
    private static let retrySeconds = 15.0

    private let control: Control
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await Reconciler(
                        name: "errands", nudge: control.nudges.errands, clock: control.clock, logger: logger
                    ).run {
                        let isDone = try await cancelPass()
                        return isDone ? nil : control.clock.now.addingTimeInterval(1)
                    }
                }
                group.addTask {
                    await Reconciler(
                        name: "clearing", nudge: control.nudges.clearing, clock: control.clock, logger: logger
                    ).run {
                        try await control.clock.sleep(seconds: Self.gatherSeconds)
                        let isDone = try await clearPass()
                        return isDone ? nil : control.clock.now.addingTimeInterval(Self.retrySeconds)
                    }
                }
            }
        }
    }

    /// Kills the work of every invocation that was asked to stop. Its follower then reports what came of it.
    /// - Returns: whether nothing was left to kill.
    package func cancelPass() async throws(StoreError) -> Bool {
        let claims = try await control.store.cancellingInvocations()
        let nodes = try await nodes(claims.map(\.invocation.key.nodeID))
        await visit(claims) { claim in
            let key = claim.invocation.key
            guard let node = nodes[key.nodeID] else { return }
            let progress = claim.flow.flatMap { try? JSONDecoder().decode(FlowProgress.self, from: Data($0.utf8)) }
            let step = progress?.results.firstIndex { $0 == nil } ?? 0
            let work = progress?.announcedWork ?? ["\(step)", "\(progress?.resumes ?? 0)"]
            let name = SpoolName.parts(of: key, work: work)
            do {
                try await control.transport.cancel(SpoolID(joining: name), on: node)
            } catch {
                logger.warning(
                    "A command could not be cancelled on a node yet.",
                    metadata: ["invocation": "\(key)", "error": "\(error)"])
            }
        }
        return claims.isEmpty
    }

    /// Lets nodes forget what is recorded here.
    /// - Returns: whether nothing was left to clear.
    package func clearPass() async throws(StoreError) -> Bool {
        let spools = try await control.store.finishedSpools(limit: Self.batch)
        let nodes = try await nodes(spools.map(\.key.nodeID))
        let byNode = Dictionary(grouping: spools, by: \.key.nodeID)
        await visit(Array(byNode)) { id, spools in
            do {
                if let node = nodes[id] {
                    try await control.transport.clear(spools.flatMap(\.names).map(SpoolID.init(joining:)), on: node)
                }
                try await control.store.markCleared(spools.map(\.key))
            } catch {
                logger.debug(
                    "A node's spool could not be cleared yet.", metadata: ["node": "\(id)", "error": "\(error)"])
            }
        }
        return try await control.store.finishedSpools(limit: 1).isEmpty
    }

    private func nodes(_ ids: [NodeID]) async throws(StoreError) -> [NodeID: Node] {
        Dictionary(try await control.store.nodes(ids).map { ($0.id, $0) }) { $1 }
    }

    private func visit<Errand: Sendable>(_ errands: [Errand], _ run: @escaping @Sendable (Errand) async -> Void) async {
        await withDiscardingTaskGroup { group in
            let lanes = min(Self.visitsAtOnce, errands.count)
            for lane in 0..<lanes {
                group.addTask {
                    for index in stride(from: lane, to: errands.count, by: lanes) { await run(errands[index]) }
                }
            }
        }
    }
}
