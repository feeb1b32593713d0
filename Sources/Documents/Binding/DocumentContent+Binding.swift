extension DocumentContent {
    /// Checks what a caller gave against the declarations and fills in the defaults (reference: documents 2.3).
    ///
    /// Values that are `{{ssm:…}}` references are not checked here; planning refuses them, since there is no store to ask.
    /// Defaults are their author's words and are not checked against the author's own rules; the linter does that.
    /// - Parameter given: the API's form, a list of strings for every name whatever its type.
    /// - Throws: `InvalidParameters`, or `MaxDocumentSizeExceeded` when document and values together pass the limit.
    package func bind(_ given: [String: [String]]) throws(DocumentError) -> BoundParameters {
        if let unknown = given.keys.sorted().first(where: { parameter(named: $0) == nil }) {
            let names = parameters.map(\.name).joined(separator: ", ")
            throw .parameters(
                "The document has no parameter \"\(unknown.prefix(100))\".",
                hint: names.isEmpty ? "It takes none." : "It takes \(names).")
        }
        let givenBytes = given.values.joined().reduce(0) { $0 + $1.utf8.count }
        guard sizeBytes + givenBytes <= Self.maximumSizeBytes else {
            throw DocumentError(
                .maxDocumentSizeExceeded,
                "The document and its parameters have \(sizeBytes + givenBytes) bytes; at most "
                    + "\(Self.maximumSizeBytes) fit.")
        }
        var values: [String: DocumentValue] = [:]
        var environment: [String: String] = [:]
        var budget = AllowedPattern.Budget()
        for parameter in parameters {
            let value = try parameter.bind(given[parameter.name], &budget)
            values[parameter.name] = value
            if parameter.isPassedInEnvironment { environment[parameter.environmentName] = value.environmentForm }
        }
        return BoundParameters(values: values, environment: environment)
    }
}

extension ParameterDefinition {
    fileprivate func bind(
        _ given: [String]?, _ budget: inout AllowedPattern.Budget
    ) throws(DocumentError) -> DocumentValue {
        guard let given else {
            guard let defaultValue else {
                throw .parameters("The parameter \(name) is required and was not given.", hint: description)
            }
            return defaultValue
        }
        guard !given.contains(where: { $0.utf8.contains(0) }) else {
            throw .parameters("The parameter \(name) holds a NUL character, which no script can.")
        }
        let value = try typedValue(given)
        try check(value, &budget)
        return value
    }

    private func typedValue(_ given: [String]) throws(DocumentError) -> DocumentValue {
        if kind == .stringList {
            if given.count == 1, TemplateText(given[0]).isStoreReference { return .string(given[0]) }
            return .list(given.map(DocumentValue.string))
        }
        guard given.count == 1 else {
            throw .parameters("The parameter \(name) is \(kind.rawValue) and takes one value, not \(given.count).")
        }
        let text = given[0]
        switch kind {
        case .string, .stringList: return .string(text)
        case .integer:
            guard NumberText.isJSON(text), case .integer(let number)? = NumberText.value(of: text) else {
                throw wrongType(text, wanted: "a whole number")
            }
            return .integer(number)
        case .boolean:
            guard text == "true" || text == "false" else { throw wrongType(text, wanted: "true or false") }
            return .boolean(text == "true")
        case .stringMap:
            guard let value = try? JSONReader.read(text), case .map = value else {
                throw wrongType(text, wanted: "one JSON object")
            }
            return value
        case .mapList:
            guard let value = try? JSONReader.read(text), case .list(let elements) = value,
                elements.allSatisfy({ if case .map = $0 { true } else { false } })
            else { throw wrongType(text, wanted: "one JSON list of objects") }
            return value
        }
    }

    private func wrongType(_ text: String, wanted: String) -> DocumentError {
        .parameters("The parameter \(name) is \"\(text.prefix(100))\"; it must be \(wanted).")
    }
}

extension DocumentValue {
    fileprivate var environmentForm: String {
        if case .list(let elements) = self { elements.map(\.textForm).joined(separator: "\n") } else { textForm }
    }
}
