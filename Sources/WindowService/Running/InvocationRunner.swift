import Documents
import Foundation
package import Logging
import NodeAccess
import WindowCore
package import WindowStore

/// Runs one command on one node, step by step, and records what comes of it.
///
/// Every step is recorded before the next one starts, and a step's name on the node follows from what is recorded, so
/// that another process can go on at any point without running anything twice.
package struct InvocationRunner: Sendable {
    private let control: Control
    private let logger: Logger

    package init(control: Control, logger: Logger) {
        self.control = control
        self.logger = logger
    }

    /// Returns once the invocation is final, postponed, or left to a later process because this one stops.
    package func run(_ claim: ClaimedInvocation) async {
        let key = claim.invocation.key
        var failures = 0
        while !Task.isCancelled {
            do {
                try await attempt(key, isMaybeStarted: claim.isAdopted || failures > 0)
                return
            } catch {
                // The store could not take the result. The node still has it: try again until it can.
                failures += 1
                logger.error(
                    "An invocation's result could not be recorded; it will be tried again.",
                    metadata: ["invocation": "\(key)", "error": "\(error.sentence)"])
                try? await control.clock.sleep(seconds: min(30, Double(1 << min(failures, 5))))
            }
        }
    }

    /// - Parameter isMaybeStarted: an earlier process, or an earlier attempt, may have started something on the node.
    private func attempt(_ key: Invocation.Key, isMaybeStarted: Bool) async throws(StoreError) {
        let listing = try await control.store.invocation(key)
        guard !listing.invocation.state.isFinal else { return }
        guard let node = try await control.store.nodes([key.nodeID]).first else {
            return try await finish(key, .undeliverable, -1, "The node is no longer registered.")
        }
        let command = listing.progress.command
        let (plan, documents): (DocumentPlan, [String: DocumentContent])
        switch try await self.plan(command, for: node) {
        case .plan(let made, let inner): (plan, documents) = (made, inner)
        case .refused(let state, let reason): return try await finish(key, state, -1, reason)
        }
        var progress = listing.flow.flatMap { try? JSONDecoder().decode(FlowProgress.self, from: Data($0.utf8)) }
        if progress?.results.count != plan.steps.count { progress = nil }
        var walk = DocumentWalk(
            control: control, logger: logger, key: key, command: command, node: node,
            flow: StepFlow(plan, resuming: progress, documents: documents),
            claimedAt: listing.invocation.claimedAt ?? control.clock.now, startedAt: control.clock.now,
            attempts: listing.invocation.attempts,
            isMaybeStarted: isMaybeStarted, startedWork: listing.startedWork)
        if listing.invocation.state == .cancelling { walk.cancel() }
        try await walk.run()
    }

    private enum Planning {
        case plan(DocumentPlan, documents: [String: DocumentContent])
        case refused(InvocationState, String)
    }

    private func plan(_ command: Command, for node: Node) async throws(StoreError) -> Planning {
        let text: String
        var inner: [String: String] = [:]
        do {
            text = try await control.store.content(hash: command.documentHash)
            for (path, hash) in command.innerDocuments ?? [:] {
                inner[path] = try await control.store.content(hash: hash)
            }
        } catch .notFound(let kind, let id) {
            // Asking again would not bring it back.
            return .refused(.failed, StoreError.notFound(kind: kind, id: id).message)
        } catch {
            throw error
        }
        do {
            let content = try DocumentContent(parsing: text)
            var documents: [String: DocumentContent] = [:]
            for (path, text) in inner { documents[path] = try DocumentContent(parsing: text) }
            let platform = node.facts.flatMap { PlatformType(named: $0.platformType) } ?? .linux
            guard content.platformTypes.isEmpty || content.platformTypes.contains(platform) else {
                return .refused(
                    .invalidPlatform, "The document \(command.documentName) has no step for \(platform.rawValue).")
            }
            return .plan(
                try content.plan(with: content.bind(command.parameters), on: platform, documents: documents),
                documents: documents)
        } catch {
            return .refused(.failed, error.message)
        }
    }

    private func finish(
        _ key: Invocation.Key, _ state: InvocationState, _ code: Int, _ trace: String
    ) async throws(StoreError) {
        try await control.store.finish(key, as: state, code: code, trace: trace, at: control.clock.now)
    }
}
