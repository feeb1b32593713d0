import Foundation
package import NodeAccess
import Synchronization
package import WindowCore

/// A transport that does what a test says and remembers what it was asked.
package final class ScriptedTransport: NodeTransport {
    package typealias Script = @Sendable (NodeWork, Node) async -> Result<NodeWorkReport, NodeAccessError>

    private struct State {
        var runs: [(work: NodeWork, node: NodeID)] = []
        var cancelled: [SpoolID] = []
        var cleared: [SpoolID] = []
        var reboots = 0
        var bootID = "boot-1"
    }

    private let state = Mutex(State())
    private let script: Script
    private let refusesReboot: Bool
    private let claimsAtOnce: Bool

    /// - Parameters:
    ///   - claimsAtOnce: whether nodes say at once that they took a work; otherwise they say so with its result.
    ///   - script: what becomes of each work; by default it exits 0.
    package init(
        refusesReboot: Bool = false, claimsAtOnce: Bool = false,
        _ script: @escaping Script = { _, _ in .success(.exit(0)) }
    ) {
        self.script = script
        self.refusesReboot = refusesReboot
        self.claimsAtOnce = claimsAtOnce
    }

    package var runs: [(work: NodeWork, node: NodeID)] { state.withLock(\.runs) }
    package var cancelled: [SpoolID] { state.withLock(\.cancelled) }
    package var cleared: [SpoolID] { state.withLock(\.cleared) }
    package var reboots: Int { state.withLock(\.reboots) }

    package func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport {
        state.withLock { $0.runs.append((work, node.id)) }
        if claimsAtOnce { onClaimed() }
        let result = await script(work, node)
        if case .success = result, !claimsAtOnce { onClaimed() }
        return try result.get()
    }

    package func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) {
        state.withLock { $0.cancelled.append(id) }
    }

    package func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError) {
        state.withLock { $0.cleared += ids }
    }

    package func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        let bootID = state.withLock(\.bootID)
        return NodeProbe(
            facts: NodeFacts(
                platformType: "Linux", platformName: "Debian GNU/Linux", platformVersion: "12", architecture: "x86_64",
                hostname: node.name, kernel: "6.1.0", bootID: bootID), isRoot: true, spoolDirectory: "/var/lib/mwd-node"
        )
    }

    package func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        if refusesReboot { throw .rebootRefused(.init(node: node.name, detail: "Must be root.")) }
        state.withLock { state in
            guard bootID == nil || bootID == state.bootID else { return }
            state.reboots += 1
            state.bootID = "boot-\(state.reboots + 1)"
        }
    }

    package func close() async {}
}

extension NodeWorkReport {
    package static func exit(_ code: Int, output: String = "", bootID: String = "boot-1") -> Self {
        NodeWorkReport(outcome: .exited(code), standardOutput: output, bootID: bootID)
    }
}
