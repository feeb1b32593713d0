import WindowCore

/// A way to hand a text to a fresh `sh -s` on a node and to hear what it prints.
protocol RunnerChannel: Sendable {
    /// The session's output in pieces, then how it ended. Breaking off the iteration gives the session up; the shell on
    /// the node goes on all the same.
    func converse(_ text: [UInt8], with node: Node) throws(NodeAccessError) -> AsyncStream<ChannelEvent>

    /// What a session meant that ended without the answer.
    func explain(_ end: ChannelEnd, of node: Node, hadBegun: Bool, noise: String) -> NodeAccessError

    /// Puts away whatever may be stale between here and the node, before the next attempt.
    func renew(_ node: Node) async

    /// How error messages call the way to the node; see ``NodeAccessError/Circumstance``.
    func destination(of node: Node) -> String
}

enum ChannelEvent: Sendable {
    case output([UInt8])
    case ended(ChannelEnd)
}

/// How a session's local process ended.
struct ChannelEnd: Hashable, Sendable {
    /// `nil` when it could not be started or was killed.
    var exitCode: Int?
    /// The end of its standard error.
    var errorText: String

    /// Why it could not be started.
    var failure: SpawnFailure?

    enum SpawnFailure: Hashable, Sendable {
        case programMissing(String)
        case other(String)
        /// Nothing was heard for this long.
        case silent(seconds: Int)
    }
}
