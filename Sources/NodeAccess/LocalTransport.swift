package import Foundation
package import WindowCore

/// The control host itself as a node: a shell of its own instead of a connection.
package struct LocalTransport: NodeTransport {
    private let client: RunnerClient
    private let spoolDirectory: String?
    private let pruning = PruningCalendar()

    /// - Parameters:
    ///   - shell: the program that plays the node's `sh`, and its arguments.
    ///   - environment: the whole environment that work sees beside its own; `nil` takes PATH, HOME and the like from this
    ///     process and nothing else, so that the service's secrets stay with the service.
    ///   - spoolDirectory: where nodes that name no spool of their own keep theirs, unless their work runs as somebody
    ///     else; `nil` lets the runner choose.
    ///   - now: this host's clock.
    ///   - clock: for pauses.
    package init(
        shell: [String] = ["/bin/sh"], environment: [String: String]? = nil, spoolDirectory: String? = nil,
        now: @escaping @Sendable () -> Date, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.spoolDirectory = spoolDirectory
        let channel = LocalChannel(
            shell: shell, environment: environment ?? LocalChannel.loginEnvironment(), clock: clock)
        client = RunnerClient(channel: channel, now: now, clock: clock)
    }

    package func run(
        _ work: NodeWork, on node: Node, onClaimed: @escaping @Sendable () -> Void
    ) async throws(NodeAccessError) -> NodeWorkReport {
        try await client.run(work, on: placed(node), onClaimed: onClaimed)
    }

    package func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) {
        try await client.cancel(id, on: placed(node))
    }

    package func clear(_ ids: [SpoolID], on node: Node) async throws(NodeAccessError) {
        try await client.clear(ids, prunes: pruning.isDue(for: node, at: client.now()), on: placed(node))
    }

    package func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        try await client.probe(placed(node))
    }

    package func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        try await client.reboot(placed(node), ifStillBootedAs: bootID)
    }

    package func close() async {}

    private func placed(_ node: Node) -> Node {
        guard node.spoolDirectory == nil, !node.usesSudo else { return node }
        var node = node
        node.spoolDirectory = spoolDirectory
        return node
    }
}

/// A shell on this host.
struct LocalChannel: RunnerChannel {
    let shell: [String]
    let environment: [String: String]
    let clock: any Clock<Duration>

    func converse(_ text: [UInt8], with node: Node) throws(NodeAccessError) -> AsyncStream<ChannelEvent> {
        let command = (node.usesSudo ? ["sudo", "-n", "--"] : []) + shell + ["-s"]
        let child = ChildProcess(
            program: command[0], arguments: Array(command.dropFirst()), environment: environment,
            firstOutputWithin: nil,
            clock: clock)
        let (stream, continuation) = AsyncStream<ChannelEvent>.makeStream()
        // Awaited by nobody: this shell supervises the work, so giving up the wait must not end it. It ends with the work.
        Task.detached {
            let end = await child.run(input: text) { continuation.yield(.output($0)) }
            continuation.yield(.ended(end))
            continuation.finish()
        }
        return stream
    }

    func explain(_ end: ChannelEnd, of node: Node, hadBegun: Bool, noise: String) -> NodeAccessError {
        let said = ErrorText(end.errorText)
        let it = NodeAccessError.Circumstance(
            node: node.name, detail: said.last ?? ErrorText(noise).last ?? "The shell ended without an answer.")
        switch end.failure {
        case .programMissing("sudo"): return .sudoRefused(it.saying("sudo is not installed."))
        case .programMissing(let program): return .clientMissing(it.saying("\(program) is not installed."))
        case .other(let reason): return .garbled(it.saying(reason))
        case .silent, nil: break
        }
        if hadBegun { return .connectionLost(it) }
        if node.usesSudo, let line = said.sudoLine { return .sudoRefused(it.saying(line)) }
        return .garbled(it)
    }

    func renew(_ node: Node) async {}

    func destination(of node: Node) -> String { "" }

    static func loginEnvironment() -> [String: String] {
        let kept = [
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_STATE_HOME",
            "XDG_RUNTIME_DIR",
        ]
        return ProcessInfo.processInfo.environment.filter { kept.contains($0.key) || $0.key.hasPrefix("LC_") }
    }
}
