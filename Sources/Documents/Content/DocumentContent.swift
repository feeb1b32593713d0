/// A parsed Command document: what it takes and the steps it holds. Valid by construction.
///
/// Formats, limits and departures from AWS are settled by docs/decisions/0004-document-dialect.md.
package struct DocumentContent: Hashable, Sendable {
    /// 64 KB, of the text alone and of the text together with the parameters of a run.
    package static let maximumSizeBytes = 65_536

    package let schemaVersion: SchemaVersion
    package let description: String?
    /// In the author's order.
    package let parameters: [ParameterDefinition]
    /// At least one, in the order they run.
    package let steps: [DocumentStep]
    /// The format the text was read in.
    package let format: DocumentFormat
    /// UTF-8 bytes of the text.
    package let sizeBytes: Int
    let root: DocumentMap

    /// - Parameter format: `nil` guesses from the first character.
    /// - Throws: `MaxDocumentSizeExceeded`, `InvalidDocumentSchemaVersion` or `InvalidDocumentContent`.
    package init(parsing text: String, format: DocumentFormat? = nil) throws(DocumentError) {
        sizeBytes = text.utf8.count
        guard sizeBytes <= Self.maximumSizeBytes else {
            throw DocumentError(
                .maxDocumentSizeExceeded, "The document has \(sizeBytes) bytes; at most \(Self.maximumSizeBytes) fit.")
        }
        self.format = format ?? DocumentFormat(guessing: text)
        let value = try self.format.read(text)
        guard case .map(let root) = value else {
            throw .content(nil, "A document is a map, and this text is \(value.kindName).")
        }
        if let path = Self.pathOfNul(in: value, at: "") {
            throw .content(path, "the text holds a NUL character, which no script can.")
        }
        self.root = root
        let map = FieldMap(path: "", map: root)
        guard let version = map["schemaVersion"] else {
            throw .content(nil, "The key \"schemaVersion\" is missing.", hint: "Add schemaVersion 2.2, in quotes.")
        }
        schemaVersion = try SchemaVersion(reading: version)
        description = try map["description"]?.text()
        parameters = try Self.parameters(map["parameters"], schema: schemaVersion)
        steps = try Self.steps(map, schema: schemaVersion)
        try checkTypes()
    }

    /// The document in another format: same content, same order of keys, our own layout.
    package func rendered(as format: DocumentFormat) -> String { format.write(.map(root)) }

    package func parameter(named name: String) -> ParameterDefinition? { parameters.first { $0.name == name } }

    private static func parameters(_ field: Field?, schema: SchemaVersion) throws(DocumentError)
        -> [ParameterDefinition]
    {
        guard let field else { return [] }
        var definitions: [ParameterDefinition] = []
        for (name, field) in try field.map().fields {
            definitions.append(try ParameterDefinition(name: name, reading: field, schema: schema))
        }
        return definitions
    }

    private static func steps(_ map: FieldMap, schema: SchemaVersion) throws(DocumentError) -> [DocumentStep] {
        let key = schema.hasMainSteps ? "mainSteps" : "runtimeConfig"
        guard let field = map[key] else {
            throw .content(nil, "A document of schemaVersion \(schema.rawValue) needs the key \"\(key)\".")
        }
        var steps: [DocumentStep] = []
        if schema.hasMainSteps {
            for step in try field.list() { steps.append(try DocumentStep(readingStep: step)) }
        } else {
            for (plugin, field) in try field.map().fields {
                steps += try DocumentStep.read(runtimePlugin: plugin, field)
            }
        }
        guard !steps.isEmpty else { throw .content(key, "at least one step is needed.") }
        var seen: Set<String> = []
        for step in steps where !seen.insert(step.name).inserted {
            throw .content(step.path, "the step name \"\(step.name)\" is used twice.")
        }
        return steps
    }

    private static func pathOfNul(in value: DocumentValue, at path: String) -> String? {
        switch value {
        case .null, .boolean, .integer, .decimal: return nil
        case .string(let text): return text.utf8.contains(0) ? path : nil
        case .list(let elements):
            for (index, element) in elements.enumerated() {
                if let found = pathOfNul(in: element, at: "\(path)[\(index)]") { return found }
            }
            return nil
        case .map(let map):
            for entry in map.entries {
                let inner = path.isEmpty ? entry.key : "\(path).\(entry.key)"
                if entry.key.utf8.contains(0) { return inner }
                if let found = pathOfNul(in: entry.value, at: inner) { return found }
            }
            return nil
        }
    }
}
