/// Names a baseline: `pb-` and 17 hexadecimal digits for one of ours, an ARN ending in such for a predefined one.
package struct BaselineID: RawRepresentable, Hashable, Codable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
