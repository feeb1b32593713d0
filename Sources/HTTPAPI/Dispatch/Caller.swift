package import WindowCore

/// Who asks.
package enum Caller: Hashable, Sendable, CustomStringConvertible {
    /// Whoever has found the address: the links in messages are unsigned.
    case anonymous
    /// Whoever may open the Unix socket: the file's mode and group decide who that is.
    case socket
    /// The holder of an access key.
    case key(id: String, role: AccessRole)

    package var role: CallerRole {
        switch self {
        case .anonymous: .anonymous
        case .socket: .admin
        case .key(_, let role): CallerRole(role)
        }
    }

    /// As logs name it.
    package var description: String {
        switch self {
        case .anonymous: "anonymous"
        case .socket: "socket"
        case .key(let id, _): id
        }
    }
}

/// What a caller may do, each more than the one before: the roles of keys, and below them what needs no key.
package enum CallerRole: String, CaseIterable, Sendable, Comparable {
    /// Does what a secret in the request itself vouches for, such as the token of a confirmation link.
    case anonymous
    case reader
    case `operator`
    case admin

    package init(_ role: AccessRole) {
        switch role {
        case .reader: self = .reader
        case .operator: self = .operator
        case .admin: self = .admin
        }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (allCases.firstIndex(of: lhs) ?? 0) < (allCases.firstIndex(of: rhs) ?? 0)
    }
}
