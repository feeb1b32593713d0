/// A document's parameters with the values of one run: every declared name has one, of its declared type.
package struct BoundParameters: Hashable, Sendable {
    /// By name; given values and defaults alike.
    package let values: [String: DocumentValue]
    /// What goes to the script's environment: `SSM_<name>` for every parameter declared so. A list is joined by newlines.
    package let environment: [String: String]
}

extension BoundParameters {
    /// The values in the API's form, a list of strings each: what `Parameters` of a command shows.
    package var wireValues: [String: [String]] {
        values.mapValues { value in
            switch value {
            case .string(let text): [text]
            case .list(let elements) where elements.allSatisfy(\.isString): elements.map(\.textForm)
            default: [value.textForm]
            }
        }
    }
}

extension DocumentValue {
    var isString: Bool {
        if case .string = self { true } else { false }
    }

    /// Every text in it, at any depth; keys are none.
    var texts: [String] {
        switch self {
        case .null, .boolean, .integer, .decimal: []
        case .string(let text): [text]
        case .list(let elements): elements.flatMap(\.texts)
        case .map(let map): map.entries.flatMap(\.value.texts)
        }
    }

    /// How the value reads inside a longer text: itself, or its JSON.
    var textForm: String {
        if case .string(let text) = self { text } else { JSONWriter.compact(self) }
    }
}
