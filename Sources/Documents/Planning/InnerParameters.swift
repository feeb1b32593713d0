/// What a step gives the document that it runs: a map, or its JSON or YAML; null is "not given" (reference: documents 4.2).
struct InnerParameters {
    let map: DocumentMap

    /// - Throws: `InvalidParameters` for anything but a map.
    init(reading value: DocumentValue?) throws(DocumentError) {
        var value = value
        if case .string(let text)? = value {
            guard text.contains(where: { !$0.isWhitespace }) else {
                map = DocumentMap()
                return
            }
            do {
                value = try DocumentFormat(guessing: text).read(text)
            } catch {
                throw .parameters("documentParameters cannot be read: \(error.message)")
            }
        }
        switch value {
        case nil, .null?: map = DocumentMap()
        case .map(let map)?: self.map = map
        case let value?: throw .parameters("documentParameters must be a map, and this is \(value.kindName).")
        }
    }

    /// In the API's form, by the kinds of parameter that the document declares.
    func given(to content: DocumentContent) -> [String: [String]] {
        var given: [String: [String]] = [:]
        for entry in map.entries where entry.value != .null {
            given[entry.key] = Self.texts(of: entry.value, for: content.parameter(named: entry.key)?.kind)
        }
        return given
    }

    /// A list is the API's own form of a value, except where lists of maps are wanted.
    private static func texts(of value: DocumentValue, for kind: ParameterDefinition.Kind?) -> [String] {
        switch (value, kind) {
        case (.list(let elements), .mapList?) where !elements.allSatisfy(\.isString) || elements.isEmpty:
            [value.textForm]
        case (.list, _): DocumentContent.lines(value)
        default: [value.textForm]
        }
    }
}
