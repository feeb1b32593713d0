package import Foundation
package import WindowCore

/// Every way to a node that this service has; each node says which is its own.
package struct NodeTransports: NodeTransport {
    private let local: LocalTransport
    private let ssh: SSHTransport

    package init(local: LocalTransport, ssh: SSHTransport) {
        self.local = local
        self.ssh = ssh
    }

    /// - Parameters:
    ///   - localSpoolDirectory: see ``LocalTransport``.
    ///   - now: this host's clock.
    package init(ssh settings: SSHSettings, localSpoolDirectory: String? = nil, now: @escaping @Sendable () -> Date) {
        self.init(
            local: LocalTransport(spoolDirectory: localSpoolDirectory, now: now), ssh: SSHTransport(settings, now: now))
    }

    package func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport {
        try await transport(of: node).run(work, on: node, onClaimed: onClaimed)
    }

    package func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) {
        try await transport(of: node).cancel(id, on: node)
    }

    package func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError) {
        try await transport(of: node).clear(ids, on: node)
    }

    package func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        try await transport(of: node).probe(node)
    }

    package func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        try await transport(of: node).reboot(node, ifStillBootedAs: bootID)
    }

    package func close() async {
        await local.close()
        await ssh.close()
    }

    private func transport(of node: Node) -> any NodeTransport {
        switch node.transport {
        case .local: local
        case .ssh: ssh
        }
    }
}
