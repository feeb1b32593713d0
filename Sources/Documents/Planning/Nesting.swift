/// Documents that run documents, while a plan is made (reference: documents 4.2).
struct Nesting {
    /// Deeper ones fail.
    static let maximumDepth = 3
    /// What must not be run by another document: its own steps already are as deep as may be.
    private static let topOnly: Set<String> = ["AWS-RunPatchBaselineWithHooks"]

    let documents: [String: DocumentContent]
    /// In the order met, each once.
    private(set) var missing: [String] = []
    private var depth = 0

    init(documents: [String: DocumentContent]) { self.documents = documents }

    /// What `aws:runDocument` with these inputs comes to.
    mutating func work(
        for step: DocumentStep, inputs: DocumentMap, on platform: PlatformType
    ) throws(DocumentError) -> StepWork {
        let path = inputs["documentPath"]?.textForm ?? ""
        guard path != ShippedDocument.noOperationName else { return .succeed }
        guard inputs["documentType"] == .string("SSMDocument") else {
            return .fail(reason: "The step runs no document of type SSMDocument. Step name: \(step.name)")
        }
        let name = try DocumentReference(path).name.rawValue
        guard !Self.topOnly.contains(name) else {
            throw DocumentError(.invalidDocument, "The document \(name) cannot be run by another document.")
        }
        guard depth < Self.maximumDepth else {
            throw DocumentError(
                .invalidDocument, "The document \(name) is nested too deeply; \(Self.maximumDepth) levels are allowed.")
        }
        guard let content = documents[path] else {
            if !missing.contains(path) { missing.append(path) }
            return .fail(reason: "The document \(path) is not known. Step name: \(step.name)")
        }
        let bound: BoundParameters
        do {
            bound = try content.bind(try Self.parameters(inputs["documentParameters"], step: step))
        } catch {
            throw DocumentError(
                error.kind, "The step \(step.name) runs the document \(name), which refuses: \(error.message)",
                hint: error.hint)
        }
        depth += 1
        defer { depth -= 1 }
        return .document(try content.plan(with: bound, on: platform, &self))
    }

    /// A map, or its JSON or YAML; null is "not given".
    private static func parameters(
        _ value: DocumentValue?, step: DocumentStep
    ) throws(DocumentError) -> [String: [String]] {
        var value = value
        if case .string(let text)? = value {
            value = text.isEmpty ? nil : try DocumentFormat(guessing: text).read(text)
        }
        guard let value, value != .null else { return [:] }
        guard case .map(let map) = value else {
            throw .content("\(step.inputsPath).documentParameters", "this must be a map.")
        }
        var parameters: [String: [String]] = [:]
        for entry in map.entries where entry.value != .null {
            if case .list(let elements) = entry.value, elements.allSatisfy(\.isString) {
                parameters[entry.key] = elements.map(\.textForm)
            } else {
                parameters[entry.key] = [entry.value.textForm]
            }
        }
        return parameters
    }
}
