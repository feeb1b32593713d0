import Foundation
import Synchronization
import WindowCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the sockets of ssh's masters are: one path per node and way of reaching it, so that two nodes never share a
/// connection and a node whose address changed gets a new one.
final class ControlSockets: Sendable {
    private struct State {
        /// Made at the first use.
        var directory: String?
        var isPrivate = false
        var nodes: [String: Node] = [:]
    }

    private let wanted: String
    private let state = Mutex(State())

    init(directory: String) { wanted = directory }

    var used: [(path: String, node: Node)] { state.withLock { $0.nodes.map { (path: $0.key, node: $0.value) } } }

    /// - Throws: when the directory cannot be made, or is open to others.
    func path(for node: Node) throws -> String {
        try state.withLock { state in
            let directory: String
            if let made = state.directory {
                directory = made
            } else if wanted.utf8.count + 1 + 16 <= Self.longestPath {
                try FileManager.default.createDirectory(
                    atPath: wanted, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                guard chmod(wanted, 0o700) == 0 else { throw Unusable(errno: errno) }
                directory = wanted
            } else {
                directory = try Self.makePrivateDirectory()
                state.isPrivate = true
            }
            state.directory = directory
            let path = "\(directory)/\(Self.name(of: node))"
            state.nodes[path] = node
            return path
        }
    }

    func removePrivateDirectory() {
        state.withLock { state in
            if state.isPrivate, let directory = state.directory {
                try? FileManager.default.removeItem(atPath: directory)
            }
            state = State()
        }
    }

    struct Unusable: Error, CustomStringConvertible {
        let errno: Int32
        var description: String { String(cString: strerror(errno)) }
    }

    /// ssh binds `<path>.<16 characters>` first; a socket's path may take 107 bytes on Linux, 103 elsewhere.
    static let longestPath = 103 - 17

    private static func name(of node: Node) -> String {
        var words = [node.id.rawValue]
        if case .ssh(let destination) = node.transport {
            words += [
                destination.host, destination.port.map(String.init) ?? "", destination.user ?? "",
                destination.identityFile ?? "",
            ]
        }
        return Fingerprint.of(words.joined(separator: "\u{0}").utf8)
    }

    private static func makePrivateDirectory() throws -> String {
        var template = Array("/tmp/mwd-ssh-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Unusable(errno: errno) }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
