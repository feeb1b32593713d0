import Foundation
import Synchronization
import WindowCore

/// A shell on a node, through the system's OpenSSH client and one shared connection per node.
final class SSHChannel: RunnerChannel {
    let settings: SSHSettings
    let clock: any Clock<Duration>
    private let environment: [String: String]
    private let sockets: ControlSockets

    init(_ settings: SSHSettings, clock: any Clock<Duration>) {
        self.settings = settings
        self.clock = clock
        sockets = ControlSockets(directory: settings.controlDirectory)
        // Debian's ssh_config sends LANG and LC_*: this host's language is not the node's.
        environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LC_") && $0.key != "LANG" }
    }

    func converse(_ text: [UInt8], with node: Node) throws(NodeAccessError) -> AsyncStream<ChannelEvent> {
        // What a login shell makes of this is the same in every shell there is.
        let command = node.usesSudo ? "sudo -n -- /bin/sh -s" : "sh -s"
        let child = ssh(try arguments(for: node).running(command))
        let (stream, continuation) = AsyncStream<ChannelEvent>.makeStream()
        // Ended by the stream: whoever stops listening ends this ssh, and the shell on the node goes on.
        let task = Task.detached {
            let end = await child.run(input: text) { continuation.yield(.output($0)) }
            continuation.yield(.ended(end))
            continuation.finish()
        }
        continuation.onTermination = { if case .cancelled = $0 { task.cancel() } }
        return stream
    }

    func explain(_ end: ChannelEnd, of node: Node, hadBegun: Bool, noise: String) -> NodeAccessError {
        let it = NodeAccessError.Circumstance(node: node.name, destination: destination(of: node), detail: "")
        switch end.failure {
        case .programMissing(let program): return .clientMissing(it.saying("\(program) is not installed."))
        case .other(let reason): return .clientMissing(it.saying(reason))
        case .silent(let seconds): return .connectionLost(it.saying("Nothing was heard for \(seconds) s."))
        case nil: break
        }
        return SSHFailure.classify(
            exitCode: end.exitCode, errorText: end.errorText, noise: noise, hadBegun: hadBegun, usesSudo: node.usesSudo,
            it)
    }

    /// Ends the node's master, so that the next session makes a connection of its own.
    func renew(_ node: Node) async {
        guard let path = try? sockets.path(for: node), FileManager.default.fileExists(atPath: path) else { return }
        await end(node)
        // A master that no longer listens leaves its socket behind.
        try? FileManager.default.removeItem(atPath: path)
    }

    func close() async {
        let open = sockets.used.filter { FileManager.default.fileExists(atPath: $0.path) }
        await withTaskGroup(of: Void.self) { group in
            for (index, socket) in open.enumerated() {
                if index >= 16 { await group.next() }
                group.addTask { await self.end(socket.node) }
            }
        }
        sockets.removePrivateDirectory()
    }

    private func end(_ node: Node) async {
        guard let arguments = try? arguments(for: node) else { return }
        _ = await ssh(arguments.controlling("exit")).run(input: []) { _ in }
    }

    func destination(of node: Node) -> String {
        guard case .ssh(let destination) = node.transport else { return "" }
        let port = destination.port.map { "-p \($0) " } ?? ""
        let identity = destination.identityFile.map { "-i \($0) " } ?? ""
        return port + identity + (destination.user.map { "\($0)@" } ?? "") + destination.host
    }

    private func ssh(_ arguments: [String]) -> ChildProcess {
        ChildProcess(
            program: settings.program, arguments: arguments, environment: environment,
            firstOutputWithin: .seconds(settings.firstOutputSeconds), clock: clock)
    }

    private func arguments(for node: Node) throws(NodeAccessError) -> SSHArguments {
        let it = NodeAccessError.Circumstance(node: node.name, destination: destination(of: node), detail: "")
        guard case .ssh(let destination) = node.transport else {
            throw .configurationInvalid(it.saying("The node is not reached by SSH."))
        }
        do {
            return try SSHArguments(destination, settings: settings, controlPath: sockets.path(for: node))
        } catch let error as SSHArguments.Invalid {
            throw .configurationInvalid(it.saying(error.reason))
        } catch {
            throw .configurationInvalid(it.saying("\(settings.controlDirectory): \(error)"))
        }
    }
}
