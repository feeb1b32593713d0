import Foundation

/// A name that the service gives to a thing, as a type of its own, so that a window's ID cannot stand where a node's belongs.
///
/// On the wire and in the store an identifier is its raw string.
package protocol Identifier: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension Identifier {
    package var description: String { rawValue }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    /// `prefix` and 17 random lower-case hexadecimal digits, the form of the field's IDs (reference: windows 1.1).
    static func hex17(_ prefix: String) -> Self {
        let bits = UInt64.random(in: .min ... .max)
        let high = String(bits, radix: 16)
        let padded = String(repeating: "0", count: 16 - high.count) + high
        return Self(rawValue: prefix + padded + String(Int.random(in: 0..<16), radix: 16))
    }

    /// A random UUID in lower case.
    static func uuid() -> Self { Self(rawValue: UUID().uuidString.lowercased()) }
}

/// A maintenance window: `mw-` and 17 hexadecimal digits.
package struct WindowID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { hex17("mw-") }
}

/// A target registered with a window: a GUID.
package struct WindowTargetID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { uuid() }
}

/// A task registered with a window: a GUID.
package struct WindowTaskID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { uuid() }
}

/// One opening of a window: a GUID.
package struct ExecutionID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { uuid() }
}

/// One task within one execution: a GUID.
package struct TaskExecutionID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { uuid() }
}

/// One dispatch of a task to one registered target: a GUID. Below it stands a command.
package struct TaskInvocationID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { uuid() }
}

/// One command, the unit of dispatch: a GUID.
package struct CommandID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { uuid() }
}

/// A managed node: `mi-` and 17 hexadecimal digits.
package struct NodeID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static func random() -> Self { hex17("mi-") }
}
