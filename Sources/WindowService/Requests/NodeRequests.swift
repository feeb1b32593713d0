package import Foundation
package import NodeAccess
package import WindowCore
import WindowStore

/// What a node is added with.
package struct NodeDefinition: Hashable, Sendable {
    package var name: String
    package var transport: NodeTransportKind
    package var usesSudo: Bool
    package var spoolDirectory: String?
    package var tags: [String: String]

    package init(
        name: String, transport: NodeTransportKind, usesSudo: Bool = false, spoolDirectory: String? = nil,
        tags: [String: String] = [:]
    ) {
        self.name = name
        self.transport = transport
        self.usesSudo = usesSudo
        self.spoolDirectory = spoolDirectory
        self.tags = tags
    }
}

extension Control {
    /// Adds a node to the registry. It is not contacted; ``checkNode(_:)`` does that.
    package func addNode(_ definition: NodeDefinition) async throws(RequestError) -> Node {
        guard (1...255).contains(definition.name.unicodeScalars.count) else {
            throw .invalid("A node's name has 1 to 255 characters.")
        }
        if let directory = definition.spoolDirectory, !directory.hasPrefix("/") {
            throw .invalid("The spool directory “\(directory)” must be an absolute path.")
        }
        if case .ssh(let destination) = definition.transport {
            guard !destination.host.isEmpty else { throw .invalid("A node that is reached by ssh needs a host.") }
            if let port = destination.port, !(1...65535).contains(port) {
                throw .invalid("The port is \(port); it must lie between 1 and 65535.")
            }
        }
        try checkTags(definition.tags)
        let node = Node(
            id: .random(), name: definition.name, transport: definition.transport, usesSudo: definition.usesSudo,
            spoolDirectory: definition.spoolDirectory, tags: definition.tags, registeredAt: clock.now)
        try await stored { () async throws(StoreError) in try await store.add(node) }
        return node
    }

    package func node(_ id: NodeID) async throws(RequestError) -> Node {
        try await stored { () async throws(StoreError) in try await store.node(id) }
    }

    package func node(named name: String) async throws(RequestError) -> Node {
        try await stored { () async throws(StoreError) in try await store.node(named: name) }
    }

    /// Its history stays.
    package func removeNode(_ id: NodeID) async throws(RequestError) {
        try await stored { () async throws(StoreError) in try await store.removeNode(id) }
    }
}

/// What came of asking a node how it is.
package struct NodeExamination: Sendable {
    /// With the facts and the contact that the examination brought.
    package let node: Node
    package let findings: [NodeFinding]
    /// `nil` when the node did not answer.
    package let clockSkewSeconds: Double?
    /// From the question to the answer, or to giving up.
    package let elapsed: Duration
    package let checkedAt: Date

    /// Whether work can run on the node.
    package var isHealthy: Bool { !findings.contains { $0.severity == .problem } }
}

extension Control {
    /// Contacts a node, records what it says of itself, and says what is wrong with it.
    ///
    /// A node that cannot be reached is a finding, not an error.
    package func checkNode(_ id: NodeID) async throws(RequestError) -> NodeExamination {
        let node = try await self.node(id)
        let watch = ContinuousClock()
        let startedAt = watch.now
        let answer: NodeProbe
        do {
            answer = try await transport.probe(node)
        } catch {
            let now = clock.now
            // A question that was given up here says nothing of the node.
            let isGivenUp = if case .detached = error { true } else { false }
            if !isGivenUp {
                try await stored { () async throws(StoreError) in try await store.recordUnreachable(id, at: now) }
            }
            return NodeExamination(
                node: try await self.node(id), findings: NodeCheck.findings(for: error), clockSkewSeconds: nil,
                elapsed: watch.now - startedAt, checkedAt: now)
        }
        let elapsed = watch.now - startedAt
        let now = clock.now
        try await stored { () async throws(StoreError) in
            try await store.recordContact(with: id, facts: answer.facts, at: now)
        }
        return NodeExamination(
            node: try await self.node(id), findings: NodeCheck.findings(for: answer, of: node),
            clockSkewSeconds: answer.clockSkewSeconds, elapsed: elapsed, checkedAt: now)
    }
}
