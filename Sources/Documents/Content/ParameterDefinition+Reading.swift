extension ParameterDefinition {
    static let knownKeys: Set<String> = [
        "type", "description", "default", "allowedValues", "allowedPattern", "minItems", "maxItems", "minChars",
        "maxChars", "displayType", "interpolationType",
    ]

    init(name: String, reading field: Field, schema: SchemaVersion) throws(DocumentError) {
        guard Self.isName(name) else {
            throw .content(field.path, "a parameter's name has letters and digits only.")
        }
        let map = try field.map()
        self.name = name
        let typeName = try map.required("type").text()
        guard let kind = Kind(rawValue: typeName) else {
            let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .content(
                "\(field.path).type", "\"\(typeName.prefix(40))\" is not a type.", hint: "Types are \(kinds).")
        }
        self.kind = kind
        description = try map["description"]?.text()
        defaultValue = try map["default"].map { (field) throws(DocumentError) in
            try Self.typed(field, as: kind)
            return field.value
        }
        allowedValues = try Self.allowedValues(map["allowedValues"], kind: kind)
        allowedPattern = try map["allowedPattern"].map { (field) throws(DocumentError) in
            let pattern = try field.text()
            _ = try AllowedPattern(pattern, at: field.path)
            return pattern
        }
        (minItems, maxItems) = try Self.limits("minItems", "maxItems", in: map)
        (minChars, maxChars) = try Self.limits("minChars", "maxChars", in: map)
        displayType = try map["displayType"].map { (field) throws(DocumentError) in
            guard let type = DisplayType(rawValue: try field.text()) else {
                throw .content(field.path, "a display type is textfield or textarea.")
            }
            return type
        }
        isPassedInEnvironment = try Self.isPassedInEnvironment(map["interpolationType"], kind: kind, schema: schema)
    }

    /// Letters and digits of ASCII, at least one: what the field substitutes, and a safe end of an environment name.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy(TemplateText.isNameScalar)
    }

    /// Throws unless the value has the parameter's type. A `{{ssm:…}}` reference may stand for a String or a StringList.
    private static func typed(_ field: Field, as kind: Kind) throws(DocumentError) {
        switch kind {
        case .string: _ = try field.text()
        case .stringList:
            if case .string(let text) = field.value, TemplateText(text).isStoreReference { return }
            for element in try field.list() { _ = try element.text() }
        case .integer: _ = try field.integer()
        case .boolean: _ = try field.flag()
        case .stringMap: _ = try field.map()
        case .mapList: for element in try field.list() { _ = try element.map() }
        }
    }

    /// For a list type the entries are allowed elements; whole lists, which people write too, are allowed wholes.
    private static func allowedValues(_ field: Field?, kind: Kind) throws(DocumentError) -> [DocumentValue]? {
        guard let field else { return nil }
        let entries = try field.list()
        guard !entries.isEmpty else { throw .content(field.path, "an empty list allows nothing.") }
        for entry in entries {
            switch kind {
            case .string, .stringList: _ = try entry.text()
            case .integer: _ = try entry.integer()
            case .boolean: _ = try entry.flag()
            case .stringMap, .mapList: _ = try entry.map()
            }
        }
        return entries.map(\.value)
    }

    /// The agent resets nonsense to 0 and 2^31 - 1; we refuse it while its author is still there.
    private static func limits(
        _ lowerKey: String, _ upperKey: String, in map: FieldMap
    ) throws(DocumentError) -> (Int?, Int?) {
        func limit(_ key: String) throws(DocumentError) -> Int? {
            guard let field = map[key] else { return nil }
            let number = try field.integer()
            guard (0...Int(Int32.max)).contains(number) else {
                throw .content(field.path, "\(number) must lie between 0 and \(Int32.max).")
            }
            return number
        }
        let lower = try limit(lowerKey)
        let upper = try limit(upperKey)
        if let lower, let upper, lower > upper {
            throw .content(map.path, "\(lowerKey) is \(lower), more than \(upperKey), which is \(upper).")
        }
        return (lower, upper)
    }

    private static func isPassedInEnvironment(
        _ field: Field?, kind: Kind, schema: SchemaVersion
    ) throws(DocumentError) -> Bool {
        guard let field else { return false }
        switch try field.text() {
        case "TEXT": return false
        case "ENV_VAR":
            // Ignoring the key would paste what its author believes to be safe, so we say no.
            guard schema.hasPreconditions else {
                throw .content(field.path, "ENV_VAR needs schemaVersion 2.2.", hint: "Raise schemaVersion.")
            }
            guard kind == .string || kind == .stringList else {
                throw .content(field.path, "only a String or a StringList can be passed in the environment.")
            }
            return true
        case let other:
            throw .content(field.path, "\"\(other.prefix(40))\" is not an interpolation type.", hint: "Use ENV_VAR.")
        }
    }
}
