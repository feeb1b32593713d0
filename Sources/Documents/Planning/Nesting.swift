/// Documents that run documents, while a plan is made (reference: documents 4.2).
struct Nesting {
    /// Deeper ones fail.
    static let maximumDepth = 3
    /// How many steps of one plan may run documents: each of them may run as many again, so the depth alone is no limit.
    static let maximumRuns = 64
    /// Lower-case names of what must not be run by another document: it runs documents of its caller's choice.
    private static let topOnly: Set<String> = ["aws-runpatchbaselinewithhooks"]

    let documents: [String: DocumentContent]
    /// In the order met, each once.
    private(set) var missing: [String] = []
    private var depth: Int
    private var runsLeft: Int

    /// - Parameter depth: how many documents run the one that is planned.
    init(documents: [String: DocumentContent], depth: Int = 0, runsLeft: Int = maximumRuns) {
        self.documents = documents
        self.depth = depth
        self.runsLeft = runsLeft
    }

    /// What `aws:runDocument` with these inputs comes to.
    mutating func work(
        for step: DocumentStep, inputs: DocumentMap, on platform: PlatformType
    ) throws(DocumentError) -> StepWork {
        let path = inputs["documentPath"]?.textForm ?? ""
        guard path != ShippedDocument.noOperationName else { return .succeed }
        switch inputs["documentType"] {
        case .string("SSMDocument"): return try stored(path, for: step, inputs: inputs, on: platform)
        case .string("LocalPath"): return try local(path, for: step, inputs: inputs, on: platform)
        default:
            return .fail(
                reason: "The step needs a documentType, SSMDocument or LocalPath. Step name: \(step.name)")
        }
    }

    /// A document of the store.
    private mutating func stored(
        _ path: String, for step: DocumentStep, inputs: DocumentMap, on platform: PlatformType
    ) throws(DocumentError) -> StepWork {
        let name = try DocumentReference(path).name.rawValue
        guard name.lowercased() != ShippedDocument.noOperationName.lowercased() else { return .succeed }
        guard !Self.topOnly.contains(name.lowercased()) else {
            throw DocumentError(.invalidDocument, "The document \(name) cannot be run by another document.")
        }
        try enter(name)
        defer { depth -= 1 }
        guard let content = content(of: path) else {
            return .fail(reason: "The document \(path) is not known. Step name: \(step.name)")
        }
        let bound: BoundParameters
        do {
            bound = try content.bind(InnerParameters(reading: inputs["documentParameters"]).given(to: content))
        } catch {
            throw DocumentError(
                error.kind, "The step \(step.name) runs the document \(name), which refuses: \(error.message)",
                hint: error.hint)
        }
        return .document(try content.plan(with: bound, on: platform, &self))
    }

    /// A document in a file on the node.
    private mutating func local(
        _ path: String, for step: DocumentStep, inputs: DocumentMap, on platform: PlatformType
    ) throws(DocumentError) -> StepWork {
        guard !path.isEmpty else {
            return .fail(reason: "The step names no documentPath. Step name: \(step.name)")
        }
        let parameters: InnerParameters
        do {
            parameters = try InnerParameters(reading: inputs["documentParameters"])
        } catch {
            throw DocumentError(error.kind, "The step \(step.name): \(error.message)", hint: error.hint)
        }
        try enter(path)
        defer { depth -= 1 }
        return .localDocument(
            LocalDocument(
                path: path, parameters: JSONWriter.compact(.map(parameters.map)), platform: platform, depth: depth,
                runsLeft: runsLeft))
    }

    /// The document a path names; one that is not there is remembered as missing.
    mutating func content(of path: String) -> DocumentContent? {
        let content = documents[path]
        if content == nil, !missing.contains(path) { missing.append(path) }
        return content
    }

    private mutating func enter(_ name: String) throws(DocumentError) {
        guard depth < Self.maximumDepth else {
            throw DocumentError(
                .invalidDocument,
                "The document \(name.prefix(200)) is nested too deeply; \(Self.maximumDepth) levels are allowed.")
        }
        guard runsLeft > 0 else {
            throw DocumentError(
                .invalidDocument, "More than \(Self.maximumRuns) steps run documents; that is too many for one command."
            )
        }
        depth += 1
        runsLeft -= 1
    }
}
