import Foundation
import WindowCore

/// Puts requests to the runner on a node over some channel, mends cuts and reads the answers.
///
/// One session per request in the normal case. What makes repeating a request safe is on the node's side (`runner.sh`).
struct RunnerClient: Sendable {
    let channel: any RunnerChannel
    /// This host's clock.
    let now: @Sendable () -> Date
    /// For pauses between attempts.
    let clock: any Clock<Duration>

    func run(
        _ work: NodeWork, on node: Node, onClaimed: () -> Void = {}
    ) async throws(NodeAccessError) -> NodeWorkReport {
        var answer = WorkAnswer(limit: work.wantedBytes)
        var pauses = Self.pauses[...]
        while true {
            answer.beginSession()
            let request = RunnerRequest.run(
                work, outputOffset: answer.output.count, errorOffset: answer.error.count,
                isKnownStarted: work.isKnownStarted || answer.isClaimed)
            let (end, noise) = try await converse(request, with: node) { frame in
                let wasClaimed = answer.isClaimed
                answer.take(frame)
                if answer.isClaimed, !wasClaimed { onClaimed() }
            }
            if let report = answer.report(now: now()) { return report }
            if let refusal = answer.refusal { throw refusal.error { circumstance(node, $0) } }
            if Task.isCancelled { throw .detached(circumstance(node, "")) }

            let failure = channel.explain(end, of: node, hadBegun: answer.isFollowing, noise: noise)
            // A node that never took the work is the caller's to retry, at its own pace; but a connection that was
            // shared with earlier work may just be stale, which only one more attempt can tell.
            if case .connectionLost = failure {} else if !answer.isClaimed || !failure.isTransient { throw failure }
            if answer.isFollowing { pauses = Self.pauses[...] }
            guard let pause = pauses.popFirst() else {
                var circumstance = failure.circumstance
                circumstance.isWorkKnownStarted = answer.isClaimed
                throw .connectionLost(circumstance)
            }
            await channel.renew(node)
            do { try await clock.sleep(for: pause) } catch { throw .detached(circumstance(node, "")) }
        }
    }

    func cancel(_ id: SpoolID, on node: Node) async throws(NodeAccessError) {
        _ = try await ask(.cancel(id), of: node, until: "cancelled")
    }

    func clear(_ ids: [SpoolID], prunes: Bool, on node: Node) async throws(NodeAccessError) {
        guard !ids.isEmpty else { return }
        _ = try await ask(.clear(ids, prunes: prunes), of: node, until: "cleared")
    }

    func probe(_ node: Node) async throws(NodeAccessError) -> NodeProbe {
        var answer = ProbeAnswer()
        let now = self.now
        _ = try await ask(.probe, of: node, until: "probed") { answer.take($0, now: now()) }
        return answer.probe
    }

    func reboot(_ node: Node, ifStillBootedAs bootID: String?) async throws(NodeAccessError) {
        // Said before the node acts, since it may be gone before it can say anything after.
        _ = try await ask(.reboot(ifStillBootedAs: bootID), of: node, until: "rebooting")
    }

    /// One request that is answered by a line beginning with `word`; repeated when the connection was stale.
    private func ask(
        _ request: RunnerRequest, of node: Node, until word: String, hearing: (RunnerFrame) -> Void = { _ in }
    ) async throws(NodeAccessError) -> [String] {
        var pauses = Self.pauses.prefix(3)
        while true {
            var reply: [String]?
            var refusal: RunnerRefusal?
            let (end, noise) = try await converse(request, with: node) { frame in
                hearing(frame)
                guard case .line(let words) = frame else { return }
                if words.first == word {
                    reply = words
                } else if words.first == "error" {
                    refusal = RunnerRefusal(words)
                }
            }
            if let refusal { throw refusal.error { circumstance(node, $0) } }
            if let reply { return reply }
            if Task.isCancelled { throw .detached(circumstance(node, "")) }
            let failure = channel.explain(end, of: node, hadBegun: false, noise: noise)
            guard case .connectionLost = failure, let pause = pauses.popFirst() else { throw failure }
            await channel.renew(node)
            do { try await clock.sleep(for: pause) } catch { throw .detached(circumstance(node, "")) }
        }
    }

    /// One session.
    private func converse(
        _ request: RunnerRequest, with node: Node, hearing: (RunnerFrame) -> Void
    ) async throws(NodeAccessError) -> (ChannelEnd, noise: String) {
        let text: RunnerText
        do {
            text = try RunnerText(request, spoolDirectory: node.spoolDirectory, nonce: RunnerText.randomNonce())
        } catch {
            throw .inexpressible(circumstance(node, error.reason))
        }
        var parser = RunnerFrameParser(nonce: text.nonce)
        var end = ChannelEnd(exitCode: nil, errorText: "")
        for await event in try channel.converse(text.bytes, with: node) {
            switch event {
            case .output(let bytes): for frame in parser.feed(bytes) { hearing(frame) }
            case .ended(let how): end = how
            }
        }
        return (end, String(decoding: parser.noise, as: UTF8.self))
    }

    private func circumstance(_ node: Node, _ detail: String) -> NodeAccessError.Circumstance {
        NodeAccessError.Circumstance(node: node.name, destination: channel.destination(of: node), detail: detail)
    }

    /// Ten attempts in about two minutes; counted anew whenever the node was heard.
    static let pauses: [Duration] = [
        .milliseconds(100), .milliseconds(300), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15),
        .seconds(30),
        .seconds(30), .seconds(30),
    ]
}
