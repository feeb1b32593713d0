import Foundation

/// Which rules of its shape a value breaks, as the phrases of a validation message. The value's JSON type is right already.
///
/// Phrases for what is inside a list or map of plain values are part of the list's own phrase, as AWS's messages have it;
/// structures inside are not looked at, the validator visits them itself.
struct ShapeConstraints {
    let model: ServiceModel

    func failures(of value: JSONValue, in shape: Shape) -> [String] {
        switch (value, shape.kind) {
        case (.string(let text), .blob):
            // Malformed base64 was refused before.
            return boundFailures("length", Data(base64Encoded: text)?.count ?? 0, shape.range)
        case (.string(let text), _): return failures(of: text, in: shape)
        case (.int(let number), .integer), (.int(let number), .long):
            return boundFailures("value", number, shape.range)
        case (.array(let elements), .list(let elementName)):
            var failures = boundFailures("length", elements.count, shape.range)
            // An overlong list is not read, so that nobody buys work with it.
            guard failures.isEmpty || elements.count <= shape.range.upper ?? .max else { return failures }
            let inner = innerFailures(elements, elementName)
            if !inner.isEmpty { failures.append("Member must satisfy constraint: [\(inner.joined(separator: ", "))]") }
            return failures
        case (.object(let entries), .map(let keyName, let valueName)):
            var failures = boundFailures("length", entries.count, shape.range)
            guard failures.isEmpty || entries.count <= shape.range.upper ?? .max else { return failures }
            let names = entries.keys.sorted()
            let keys = innerFailures(names.map(JSONValue.string), keyName)
            if !keys.isEmpty { failures.append("Map keys must satisfy constraint: [\(keys.joined(separator: ", "))]") }
            let values = innerFailures(names.compactMap { entries[$0] }, valueName)
            if !values.isEmpty {
                failures.append("Map value must satisfy constraint: [\(values.joined(separator: ", "))]")
            }
            return failures
        case (.null, _), (.bool, _), (.int, _), (.double, _), (.array, _), (.object, _): return []
        }
    }

    /// What any of the values breaks, each phrase once.
    private func innerFailures(_ values: [JSONValue], _ name: String) -> [String] {
        guard let shape = model.shape(name) else { return [] }
        var phrases: [String] = []
        for value in values {
            for failure in failures(of: value, in: shape) where !phrases.contains(failure) { phrases.append(failure) }
        }
        return phrases
    }

    private func failures(of text: String, in shape: Shape) -> [String] {
        let length = text.unicodeScalars.count
        var failures = boundFailures("length", length, shape.range)
        // Nothing behind us can carry it: not an argument, not an environment variable, not a file name.
        if text.utf8.contains(0) { failures.append("Member must not contain the null character") }
        if let allowed = shape.enumeration, !allowed.contains(text) {
            failures.append("Member must satisfy enum value set: [\(allowed.joined(separator: ", "))]")
        }
        // An overlong value is not matched: the length bounds what a pattern can cost.
        if let pattern = shape.pattern, length <= shape.range.upper ?? .max, !pattern.matches(text) {
            failures.append("Member must satisfy regular expression pattern: \(pattern.source)")
        }
        return failures
    }

    private func boundFailures(_ measure: String, _ number: some BinaryInteger, _ range: ShapeRange) -> [String] {
        var failures: [String] = []
        if let lower = range.lower, number < lower {
            failures.append("Member must have \(measure) greater than or equal to \(lower)")
        }
        if let upper = range.upper, number > upper {
            failures.append("Member must have \(measure) less than or equal to \(upper)")
        }
        return failures
    }
}
