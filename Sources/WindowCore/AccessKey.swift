package import Foundation

/// What the holder of a key may do.
package enum AccessRole: String, Codable, CaseIterable, Sendable, Comparable {
    /// Reads.
    case reader
    /// Reads, and changes everything but keys.
    case `operator`
    case admin

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (Self.allCases.firstIndex(of: lhs) ?? 0) < (Self.allCases.firstIndex(of: rhs) ?? 0)
    }
}

/// A key for requests over TCP. The secret is kept as it is, because Signature Version 4 needs it to verify.
package struct AccessKey: Codable, Hashable, Sendable, Identifiable {
    /// `AKIA` and 16 upper-case letters and digits.
    package let id: String
    package let secret: String
    package let role: AccessRole
    package let description: String?
    package let createdAt: Date

    package init(id: String, secret: String, role: AccessRole, description: String?, createdAt: Date) {
        self.id = id
        self.secret = secret
        self.role = role
        self.description = description
        self.createdAt = createdAt
    }
}
