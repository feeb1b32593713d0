/// One type of the wire: what values it takes.
package struct Shape: Sendable {
    package let name: String
    package let kind: Kind
    /// Bounds of a string's length in Unicode scalars, a blob's in bytes, a list's or map's in entries, a number's value.
    package let range: ShapeRange
    /// The value must not be repeated in messages or logs.
    package let isSensitive: Bool
    /// The only values a string may have; `nil` for any.
    package let enumeration: [String]?
    let pattern: ShapePattern?
    /// What the query protocol calls a map's keys and values; JSON has no need of names for them.
    var entryNames = EntryNames(key: "key", value: "value")

    package struct EntryNames: Equatable, Sendable {
        package let key: String
        package let value: String
    }

    package enum Kind: Sendable {
        case string
        /// 32 bits.
        case integer
        /// 64 bits.
        case long
        case boolean
        /// Epoch seconds, a number.
        case timestamp
        /// Base64 in a string.
        case blob
        /// Any JSON value, handed on as it is.
        case any
        case list(of: String)
        case map(key: String, value: String)
        case structure([ShapeMember])
        /// A structure of which exactly one member is given.
        case union([ShapeMember])
    }

    /// The members of a structure or union; none for other kinds.
    package var members: [ShapeMember] {
        switch kind {
        case .structure(let members), .union(let members): members
        case .string, .integer, .long, .boolean, .timestamp, .blob, .any, .list, .map: []
        }
    }

    /// The shapes that this one names directly.
    var parts: [String] {
        switch kind {
        case .list(let element): [element]
        case .map(let key, let value): [key, value]
        case .structure(let members), .union(let members): members.map(\.shape)
        case .string, .integer, .long, .boolean, .timestamp, .blob, .any: []
        }
    }
}

/// A member of a structure.
package struct ShapeMember: Sendable {
    /// As it stands on the wire.
    package let name: String
    package let isRequired: Bool
    /// The name of its shape.
    package let shape: String

    /// As validation messages write it: with a small first letter.
    var nameInMessages: String { name.prefix(1).lowercased() + name.dropFirst() }
}

/// Bounds, each of which may be missing.
package struct ShapeRange: Equatable, Sendable {
    package var lower: Int?
    package var upper: Int?
}

/// One operation: its shapes and the errors that its model lists.
package struct OperationShape: Sendable {
    /// What `X-Amz-Target` says, such as `AmazonSSM.CreateMaintenanceWindow`.
    package let target: String
    /// The name of the request's shape, always a structure.
    package let input: String
    /// The name of the result's shape, always a structure; ``nothing`` when the model has no result.
    package let output: String
    /// Error codes of the model; every operation may answer the common ones besides.
    package let errors: [String]

    /// The shape that stands for no result: a structure without members. XML leaves such a result out, while it writes an
    /// empty one; in JSON both are `{}`.
    package static let nothing = "-"

    /// The operation without its prefix.
    package var name: String { String(target.drop { $0 != "." }.dropFirst()) }

    /// Whose operation it is.
    package var service: WireService { target.hasPrefix("SNS.") ? .sns : .ssm }
}
