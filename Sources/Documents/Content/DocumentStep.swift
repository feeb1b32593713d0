/// One step as its author wrote it: an entry of `mainSteps`, or one entry of one plugin of `runtimeConfig`.
package struct DocumentStep: Hashable, Sendable {
    /// The API's `PluginName`; unique in the document.
    package let name: String
    /// The plugin's name, known or not.
    package let action: String
    /// Where the step stands, such as `mainSteps[0]`.
    package let path: String
    package let inputs: DocumentMap
    let inputsPath: String
    /// As written; judged when the step is planned, because a malformed one fails the step and not the document.
    let precondition: DocumentValue?
    /// What else stands at the step's level, for the linter.
    let otherKeys: [String]

    package var plugin: Plugin? { Plugin(rawValue: action) }

    static func isName(_ text: String) -> Bool {
        (1...128).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { TemplateText.isNameScalar($0) || $0 == "_" }
    }
}

extension DocumentStep {
    /// An entry of `mainSteps`.
    init(readingStep field: Field) throws(DocumentError) {
        let map = try field.map()
        action = try map.required("action").text()
        name = try map.required("name").text()
        guard Self.isName(name) else {
            throw .content(
                "\(field.path).name", "a step's name has 1 to 128 letters, digits and underscores.",
                hint: "\"\(name.prefix(40))\" has others.")
        }
        path = field.path
        inputsPath = "\(field.path).inputs"
        inputs = try map["inputs"]?.map().map ?? DocumentMap()
        precondition = map["precondition"]?.value
        otherKeys = map.map.entries.map(\.key).filter { !["action", "name", "inputs", "precondition"].contains($0) }
    }

    /// The entries of one plugin in `runtimeConfig`, in order. Several entries become several steps, and the second
    /// and later ones carry their number, so that each has a name and an outcome of its own.
    static func read(runtimePlugin plugin: String, _ field: Field) throws(DocumentError) -> [DocumentStep] {
        let map = try field.map()
        let properties = try map.required("properties")
        let entries =
            if case .list = properties.value { try properties.list() } else { [properties] }
        guard !entries.isEmpty else { throw .content(properties.path, "at least one entry is needed.") }
        var steps: [DocumentStep] = []
        for (index, entry) in entries.enumerated() {
            steps.append(
                DocumentStep(
                    name: index == 0 ? plugin : "\(plugin).\(index + 1)", action: plugin, path: entry.path,
                    inputs: try entry.map().map, inputsPath: entry.path, precondition: nil,
                    otherKeys: map.map.entries.map(\.key).filter { $0 != "properties" && $0 != "settings" }))
        }
        return steps
    }
}
