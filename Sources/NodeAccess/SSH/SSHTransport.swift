package import Foundation
package import WindowCore

/// Nodes reached by the system's OpenSSH client: the operator's `ssh_config`, jump hosts, certificates and `known_hosts` count.
///
/// Sessions to one node share a connection. Host keys are always checked. See `docs/nodes.md`.
package struct SSHTransport: NodeTransport {
    private let channel: SSHChannel
    private let client: RunnerClient
    private let pruning = PruningCalendar()

    /// - Parameters:
    ///   - now: this host's clock.
    ///   - clock: for pauses and timeouts.
    package init(
        _ settings: SSHSettings, now: @escaping @Sendable () -> Date, clock: any Clock<Duration> = ContinuousClock()
    ) {
        channel = SSHChannel(settings, clock: clock)
        client = RunnerClient(channel: channel, now: now, clock: clock)
    }

    package func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport {
        try await client.run(work, on: node, onClaimed: onClaimed)
    }

    package func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) {
        try await client.cancel(id, on: node)
    }

    package func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError) {
        try await client.clear(ids, prunes: pruning.isDue(for: node, at: client.now()), on: node)
    }

    package func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        try await client.probe(node)
    }

    package func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        try await client.reboot(node, ifStillBootedAs: bootID)
    }

    /// Ends the shared connections; they are made anew when needed.
    package func close() async { await channel.close() }
}
