extension ParameterDefinition {
    /// Throws unless the value keeps every rule of the definition.
    func check(_ value: DocumentValue, _ budget: inout AllowedPattern.Budget) throws(DocumentError) {
        if case .string(let text) = value, TemplateText(text).isStoreReference { return }
        try checkItems(of: value)
        let pattern = try allowedPattern.map { (text) throws(DocumentError) in
            try AllowedPattern(text, at: "parameters.\(name).allowedPattern")
        }
        for element in elements(of: value) {
            if case .string(let text) = element {
                if TemplateText(text).isStoreReference { continue }
                try checkCharacters(of: text)
            }
            // Whole lists and maps among the allowed values are compared with the whole value.
            if let allowedValues, !allowedValues.contains(element), !allowedValues.contains(value) {
                let allowed = allowedValues.map(\.textForm).joined(separator: ", ")
                throw .parameters(
                    "The parameter \(name) is \"\(element.textForm.prefix(100))\", which is not allowed.",
                    hint: "Allowed: \(allowed).")
            }
            if let pattern { try check(element.textForm, against: pattern, &budget) }
        }
    }

    /// What the rules for elements look at: the members of a string list, the value itself otherwise.
    private func elements(of value: DocumentValue) -> [DocumentValue] {
        if kind == .stringList, case .list(let elements) = value { elements } else { [value] }
    }

    private func checkItems(of value: DocumentValue) throws(DocumentError) {
        let count: Int
        switch (kind, value) {
        case (.stringList, .list(let elements)), (.mapList, .list(let elements)): count = elements.count
        case (.stringMap, .map(let map)): count = map.entries.count
        default: return
        }
        if let minItems, count < minItems {
            throw .parameters("The parameter \(name) has \(count) items; it needs at least \(minItems).")
        }
        if let maxItems, count > maxItems {
            throw .parameters("The parameter \(name) has \(count) items; it takes at most \(maxItems).")
        }
    }

    private func checkCharacters(of text: String) throws(DocumentError) {
        guard kind == .string || kind == .stringList else { return }
        let count = text.unicodeScalars.count
        if let minChars, count < minChars {
            throw .parameters("The parameter \(name) has \(count) characters; it needs at least \(minChars).")
        }
        if let maxChars, count > maxChars {
            throw .parameters("The parameter \(name) has \(count) characters; it takes at most \(maxChars).")
        }
    }

    private func check(
        _ text: String, against pattern: AllowedPattern, _ budget: inout AllowedPattern.Budget
    ) throws(DocumentError) {
        switch pattern.search(text, &budget) {
        case .found: return
        case .notFound:
            throw .parameters(
                "The parameter \(name) is \"\(text.prefix(100))\", which does not match its pattern.",
                hint: "The pattern is \(allowedPattern ?? "").")
        case .undecided:
            throw .parameters(
                "The parameter \(name) cannot be checked against its pattern with reasonable effort.",
                hint: "Give a shorter value, or let the author simplify the pattern.")
        }
    }
}
