package import WindowCore

/// Who asks.
package enum Caller: Hashable, Sendable, CustomStringConvertible {
    /// Whoever may open the Unix socket: the file's mode and group decide who that is.
    case socket
    /// The holder of an access key.
    case key(id: String, role: AccessRole)

    package var role: AccessRole {
        switch self {
        case .socket: .admin
        case .key(_, let role): role
        }
    }

    /// As logs name it.
    package var description: String {
        switch self {
        case .socket: "socket"
        case .key(let id, _): id
        }
    }
}
