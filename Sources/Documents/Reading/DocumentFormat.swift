/// How a document's text is written.
package enum DocumentFormat: String, CaseIterable, Codable, Sendable {
    case json = "JSON"
    case yaml = "YAML"

    /// What the text looks like: JSON when its first character is an opening brace.
    package init(guessing text: String) {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        self = first == "{" ? .json : .yaml
    }

    package func read(_ text: String) throws(DocumentError) -> DocumentValue {
        switch self {
        case .json:
            do {
                return try JSONReader.read(text)
            } catch {
                guard DocumentFormat(guessing: text) == .yaml else { throw error }
                throw .content(nil, error.message, hint: "The text does not look like JSON; is its format YAML?")
            }
        case .yaml: return try YAMLReader.read(text)
        }
    }

    func write(_ value: DocumentValue) -> String {
        switch self {
        case .json: JSONWriter.indented(value) + "\n"
        case .yaml: YAMLWriter.write(value)
        }
    }
}
