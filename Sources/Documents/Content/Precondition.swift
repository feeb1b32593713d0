/// What a step asks before it runs (reference: documents 2.5).
enum Precondition: Hashable {
    /// The node's platform must have this name.
    case platform(String)
    /// Two texts, at least one with a parameter's token, must be equal after substitution.
    case equal(String, String)
    /// The step fails, with this reason.
    case malformed(String)

    init(reading value: DocumentValue, parameters: [ParameterDefinition]) {
        guard case .map(let map) = value, map.entries.count == 1, let entry = map.entries.first else {
            self = .malformed("a precondition is a map with the one key StringEquals")
            return
        }
        guard entry.key == "StringEquals" else {
            self = .malformed("the operator \"\(entry.key)\" is unknown; StringEquals is the only one")
            return
        }
        guard case .list(let arguments) = entry.value, arguments.count == 2,
            case .string(let left) = arguments[0], case .string(let right) = arguments[1]
        else {
            self = .malformed("StringEquals takes a list of exactly two strings")
            return
        }
        self.init(left, right, declared: Set(parameters.map(\.name)))
    }

    private init(_ left: String, _ right: String, declared: Set<String>) {
        let names = TemplateText(left).names + TemplateText(right).names
        if left == "platformType" || right == "platformType" {
            let other = left == "platformType" ? right : left
            self = names.isEmpty ? .platform(other) : .malformed("platformType is compared with a literal name only")
        } else if (TemplateText(left).firstStoreReference ?? TemplateText(right).firstStoreReference) != nil {
            self = .malformed("references to the parameter store are not allowed in a precondition")
        } else if !names.contains(where: declared.contains) {
            self = .malformed("neither argument of StringEquals names platformType or a parameter")
        } else if left == right {
            self = .malformed("the two arguments of StringEquals are the same text")
        } else {
            self = .equal(left, right)
        }
    }
}
