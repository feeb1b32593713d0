/// A value together with its place in the document, so that every complaint can name it.
struct Field {
    /// Such as `mainSteps[0].inputs`.
    let path: String
    let value: DocumentValue

    func text() throws(DocumentError) -> String {
        guard case .string(let text) = value else { throw expected("a string", hint: quoteHint) }
        return text
    }

    func flag() throws(DocumentError) -> Bool {
        guard case .boolean(let flag) = value else { throw expected("true or false, without quotes") }
        return flag
    }

    func integer() throws(DocumentError) -> Int {
        guard case .integer(let number) = value else { throw expected("a whole number") }
        return number
    }

    func list() throws(DocumentError) -> [Field] {
        guard case .list(let elements) = value else { throw expected("a list") }
        return elements.enumerated().map { Field(path: "\(path)[\($0.offset)]", value: $0.element) }
    }

    func map() throws(DocumentError) -> FieldMap {
        guard case .map(let map) = value else { throw expected("a map") }
        return FieldMap(path: path, map: map)
    }

    func expected(_ wanted: String, hint: String? = nil) -> DocumentError {
        .content(path, "this must be \(wanted), and it is \(value.kindName).", hint: hint)
    }

    private var quoteHint: String? {
        switch value {
        case .boolean, .integer, .decimal, .null: "Put it in quotes."
        case .string, .list, .map: nil
        }
    }
}

/// A map together with its place.
struct FieldMap {
    let path: String
    let map: DocumentMap

    var fields: [(key: String, field: Field)] {
        map.entries.map { ($0.key, Field(path: place($0.key), value: $0.value)) }
    }

    subscript(key: String) -> Field? {
        map[key].map { Field(path: place(key), value: $0) }
    }

    func required(_ key: String) throws(DocumentError) -> Field {
        guard let field = self[key] else {
            throw .content(path.isEmpty ? nil : path, "the key \"\(key)\" is missing.")
        }
        return field
    }

    private func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
