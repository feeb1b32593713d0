/// How much it matters that a patch is there. Ascending, so that the highest is the maximum (reference: patching 4.4).
package enum ComplianceLevel: String, CaseIterable, Codable, Hashable, Comparable, Sendable {
    case unspecified = "UNSPECIFIED"
    case informational = "INFORMATIONAL"
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case critical = "CRITICAL"

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .unspecified: 0
        case .informational: 1
        case .low: 2
        case .medium: 3
        case .high: 4
        case .critical: 5
        }
    }
}
