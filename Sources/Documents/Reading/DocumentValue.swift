/// A value of a document, the same whether it was written in JSON or in YAML.
package enum DocumentValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// Finite.
    case decimal(Double)
    case string(String)
    case list([DocumentValue])
    case map(DocumentMap)

    /// What the value is called in messages.
    var kindName: String {
        switch self {
        case .null: "null"
        case .boolean: "a Boolean"
        case .integer, .decimal: "a number"
        case .string: "a string"
        case .list: "a list"
        case .map: "a map"
        }
    }
}

/// A map that remembers its author's order. Keys are unique; the readers see to that.
///
/// Look-up is linear: a document's maps have a handful of keys.
package struct DocumentMap: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let key: String
        package let value: DocumentValue
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    package subscript(key: String) -> DocumentValue? {
        entries.first { $0.key == key }?.value
    }

    func mapValues(_ transform: (DocumentValue) -> DocumentValue) -> DocumentMap {
        DocumentMap(entries.map { Entry(key: $0.key, value: transform($0.value)) })
    }
}
