/// Puts parameters in place of their tokens, in one pass: text that arrives through a value is not looked at again
/// (reference: documents 2.4).
struct Substitution {
    enum Style {
        /// The value itself.
        case paste
        /// As `paste`, but a parameter that travels in the environment is named there: `${SSM_name}`, with no quotes added.
        case script
    }

    let values: [String: DocumentValue]
    let environmentNames: [String: String]

    init(_ content: DocumentContent, _ bound: BoundParameters) {
        values = bound.values
        environmentNames = Dictionary(
            content.parameters.filter(\.isPassedInEnvironment).map { ($0.name, $0.environmentName) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Walks strings, list elements and map values; keys stay as they are.
    func applied(to value: DocumentValue, _ style: Style = .paste) -> DocumentValue {
        switch value {
        case .null, .boolean, .integer, .decimal: value
        case .string(let text): applied(to: text, style)
        case .list(let elements): .list(elements.map { applied(to: $0, style) })
        case .map(let map): .map(map.mapValues { applied(to: $0, style) })
        }
    }

    private func applied(to text: String, _ style: Style) -> DocumentValue {
        let template = TemplateText(text)
        if let name = template.wholeName, let value = replacement(for: name, style) { return value }
        var result = ""
        for segment in template.segments {
            switch segment {
            case .literal(let literal): result += literal
            case .token(let name, let source):
                result += replacement(for: String(name), style)?.textForm ?? String(source)
            }
        }
        return .string(result)
    }

    /// `nil` for a name that is not a parameter: its token stays as written.
    private func replacement(for name: String, _ style: Style) -> DocumentValue? {
        if style == .script, let variable = environmentNames[name] { return .string("${\(variable)}") }
        return values[name]
    }
}
