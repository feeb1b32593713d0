import Foundation
import WindowCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why the socket cannot be taken.
package enum SocketError: UserFacingError, Hashable {
    case inUse(String)
    case notASocket(String)
    case pathTooLong(String)
    case modeNotSet(String, reason: String)

    package var code: String {
        switch self {
        case .inUse: "SocketInUse"
        case .notASocket: "NotASocket"
        case .pathTooLong: "SocketPathTooLong"
        case .modeNotSet: "SocketModeNotSet"
        }
    }

    package var message: String {
        switch self {
        case .inUse(let path): "Another service answers on the socket “\(path)”."
        case .notASocket(let path): "“\(path)” exists and is not a socket."
        case .pathTooLong(let path): "The socket's path “\(path)” is too long; the system allows 107 bytes."
        case .modeNotSet(let path, let reason): "The mode of the socket “\(path)” could not be set: \(reason)."
        }
    }

    package var hint: String? {
        switch self {
        case .inUse: "Stop it first, or choose another path with --socket."
        case .notASocket: "Move it away, or choose another path with --socket."
        case .pathTooLong: "Choose a shorter path with --socket."
        case .modeNotSet: nil
        }
    }
}

/// The file of a Unix socket.
struct SocketFile {
    let path: String

    /// Makes sure that nobody listens there. The server itself removes a socket that a dead one left behind.
    func makeWay() throws(SocketError) {
        guard path.utf8.count <= 107 else { throw .pathTooLong(path) }
        // Of the path itself, where it is a link.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        guard attributes[.type] as? FileAttributeType == .typeSocket else { throw .notASocket(path) }
        if isAnswered { throw .inUse(path) }
    }

    /// Owner and group may connect, others not.
    func setMode() throws(SocketError) {
        guard chmod(path, 0o660) == 0 else {
            throw .modeNotSet(path, reason: String(cString: strerror(errno)))
        }
    }

    private var isAnswered: Bool {
        #if canImport(Glibc)
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
