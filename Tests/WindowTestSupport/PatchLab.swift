import Foundation
package import NodeAccess
import Synchronization
package import WindowCore

/// Nodes with packages, a repository that can move, and the spool of a real node: each work starts at most once.
///
/// A script is told apart by its last line: the patch scripts end in a call, anything else is a hook. What they answer has
/// the grammar of the real ones.
package final class PatchLab: NodeTransport {
    private struct State {
        var machines: [NodeID: PatchMachine] = [:]
        var repository = PatchMachine.Repository()
        var contacts = 0
        var isHanging = false
        var isReleased = false
        var trouble: @Sendable (Contact) -> Trouble? = { _ in nil }
    }

    /// One approach to a node, whatever comes of it.
    package struct Contact: Sendable {
        /// From 1, over all nodes, since the last ``PatchLab/make(_:)``.
        package let number: Int
        package let node: NodeID
        /// `look`, `simulate`, `install`, `fetch`, `probe`, `reboot`, or the last line of a hook.
        package let what: String
    }

    /// What goes wrong with a contact.
    package enum Trouble: Sendable {
        /// Nobody answers, and nothing happens on the node.
        case unreachable
        /// Nothing happens on the node, and the caller waits for ever.
        case hangsBefore
        /// The node does it, and the caller waits for ever.
        case hangsAfter
        /// The node has begun, and does nothing more until it is told to stop.
        case hangsDuring
        /// The node does it, and says this of its end instead of an answer.
        case done(NodeWorkOutcome)
        /// The node does nothing, and says this.
        case ended(NodeWorkOutcome)
        /// The node reboots first.
        case rebootsBefore
        /// The node will not be rebooted.
        case refuses
    }

    private let state = Mutex(State())

    package init() {}

    /// - Parameter packages: versions by name; all are `amd64`.
    package func add(_ node: NodeID, packages: [String: String]) {
        state.withLock { $0.machines[node] = PatchMachine(name: node.rawValue, packages: packages) }
    }

    /// Changes what the repository offers, from the next contact on.
    package func change(_ change: (inout PatchMachine.Repository) -> Void) { state.withLock { change(&$0.repository) } }

    package func change(_ node: NodeID, _ change: (inout PatchMachine) -> Void) {
        state.withLock { state in
            guard var machine = state.machines[node] else { return }
            change(&machine)
            state.machines[node] = machine
        }
    }

    /// Decides of every later contact; they are counted from 1 again.
    package func make(_ trouble: @escaping @Sendable (Contact) -> Trouble?) {
        state.withLock {
            $0.trouble = trouble
            ($0.isHanging, $0.isReleased, $0.contacts) = (false, false, 0)
        }
    }

    package func machine(_ node: NodeID) -> PatchMachine {
        state.withLock { $0.machines[node] ?? PatchMachine(name: "", packages: [:]) }
    }

    /// A caller waits for something that never comes.
    package var isHanging: Bool { state.withLock(\.isHanging) }

    package func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport {
        let what = PatchMachine.kind(of: work.script)
        let trouble = try await meet(what, node)
        let begins = state.withLock { state -> Bool in
            let repository = state.repository
            if case .rebootsBefore? = trouble { state.machines[node.id]?.reboot() }
            return state.machines[node.id]?.begin(work, what: what, in: repository, trouble: trouble) ?? false
        }
        if begins || !work.isKnownStarted { onClaimed() }
        if case .hangsAfter? = trouble { try await hang(node) }
        while true {
            if let report = state.withLock({ $0.machines[node.id]?.spool[work.id] }) { return report }
            state.withLock { $0.isHanging = true }
            if Task.isCancelled { throw .detached(.init(node: node.name, detail: "")) }
            await Task.yield()
        }
    }

    package func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) {
        state.withLock { $0.machines[node.id]?.cancel(id) }
    }

    package func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError) {
        state.withLock { state in for id in ids { state.machines[node.id]?.spool[id] = nil } }
    }

    package func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        if case .hangsAfter? = try await meet("probe", node) { try await hang(node) }
        return NodeProbe(
            facts: NodeFacts(
                platformType: "Linux", platformName: "Debian GNU/Linux", platformVersion: "12", architecture: "x86_64",
                hostname: node.name, kernel: "6.1.0", bootID: machine(node.id).bootID), isRoot: true,
            spoolDirectory: "/var/lib/mwd-node")
    }

    package func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        let trouble = try await meet("reboot", node)
        if case .refuses? = trouble { throw .rebootRefused(.init(node: node.name, detail: "Must be root.")) }
        state.withLock { state in
            guard bootID == nil || bootID == state.machines[node.id]?.bootID else { return }
            state.machines[node.id]?.reboot()
        }
        if case .hangsAfter? = trouble { try await hang(node) }
    }

    package func close() async {}

    private func meet(_ what: String, _ node: Node) async throws(NodeAccessError) -> Trouble? {
        let trouble = state.withLock { state in
            state.contacts += 1
            return state.trouble(Contact(number: state.contacts, node: node.id, what: what))
        }
        switch trouble {
        case .unreachable?: throw .unreachable(.init(node: node.name, detail: "No route to host"))
        case .hangsBefore?: try await hang(node)
        default: break
        }
        return trouble
    }

    /// Lets the callers that hang have their answers.
    package func release() { state.withLock { $0.isReleased = true } }

    private func hang(_ node: Node) async throws(NodeAccessError) {
        while !Task.isCancelled {
            if state.withLock({ $0.isReleased }) { return }
            state.withLock { $0.isHanging = true }
            await Task.yield()
        }
        throw .detached(.init(node: node.name, detail: ""))
    }
}
