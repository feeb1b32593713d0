/// The schemas a command may be written in (reference: documents 2.1).
package enum SchemaVersion: String, CaseIterable, Codable, Sendable {
    /// The old form: `runtimeConfig`, a map from plugin to its properties.
    case v1dot2 = "1.2"
    case v2dot0 = "2.0"
    case v2dot0dot1 = "2.0.1"
    case v2dot0dot2 = "2.0.2"
    case v2dot0dot3 = "2.0.3"
    /// Ordered steps with preconditions: the one for new documents.
    case v2dot2 = "2.2"

    /// Whether the document holds `mainSteps`; `runtimeConfig` otherwise.
    package var hasMainSteps: Bool { self != .v1dot2 }

    /// Whether a step may carry a precondition, and a plugin of another platform is skipped instead of failing.
    package var hasPreconditions: Bool { self == .v2dot2 }

    init(reading field: Field) throws(DocumentError) {
        let text =
            switch field.value {
            // An unquoted 2.2 in YAML is a number; nothing else could be meant.
            case .decimal, .integer: JSONWriter.compact(field.value)
            default: try field.text()
            }
        guard let version = Self(rawValue: text) else {
            let hint =
                switch text {
                case "0.3": "0.3 is an Automation runbook; write a Command document with schemaVersion 2.2."
                case "1.0": "1.0 is a Session document; write a Command document with schemaVersion 2.2."
                default: "Use 2.2."
                }
            throw DocumentError(
                .invalidDocumentSchemaVersion, at: field.path, "\(text.prefix(20)) is not a supported schema version.",
                hint: hint)
        }
        self = version
    }
}
