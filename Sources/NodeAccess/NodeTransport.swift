package import WindowCore

/// Runs work on a node and brings back what came of it, though the connection, this host or the node die in between.
///
/// A ``SpoolID`` names one start of one step, for ever: whatever happens, its script starts at most once on the node, and
/// ``run(_:on:)`` may be called again with the same work, by this process or a later one, until it returns a report.
/// The node keeps the result until ``clear(_:on:)``; call that only after the report is committed.
package protocol NodeTransport: Sendable {
    /// Starts the work if it never started, attaches to it otherwise, and returns its report when it is over.
    ///
    /// Reconnects by itself for about two minutes after a cut. Cancelling the Swift task only detaches
    /// (``NodeAccessError/detached(_:)``): the work goes on on the node.
    /// - Parameter onClaimed: called as soon as the node is heard to have taken the work, now or earlier; at most once,
    ///   before this returns, and not at all when the node has no such work to go on with.
    func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport

    /// Kills the whole process group of the work. A work that never started is refused from then on and reported as
    /// cancelled; one that is over keeps its result. Call ``run(_:on:)`` (or leave it running) for the outcome.
    func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError)

    /// Forgets works that are over; a late, delayed start of the same ID is reported as lost, never run again.
    ///
    /// Works that still run are left alone: clearing is for what was committed.
    func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError)

    /// What the node says of itself: boot ID, platform, clock, spool, privilege.
    func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe

    /// Asks the node to reboot and returns once it accepted; only a changed boot ID proves that it did.
    ///
    /// - Parameter bootID: when given, the node reboots only if it still runs under this boot ID, so that asking twice (say,
    ///   before and after a crash of this service) does not reboot twice.
    func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError)

    /// Closes what is shared between calls, such as SSH masters. Works go on.
    func close() async
}

extension NodeTransport {
    package func run(_ work: NodeWork, on node: Node) async throws(NodeAccessError) -> NodeWorkReport {
        try await run(work, on: node) {}
    }

    package func reboot(_ node: Node) async throws(NodeAccessError) {
        try await reboot(node, ifStillBootedAs: nil)
    }
}
