@testable import AWSWire

/// A value that breaks one rule, inside a value that is right otherwise.
struct Violation {
    let value: JSONValue
    /// What the message must say; `nil` when the JSON type is wrong.
    let constraint: String?
    let path: String
}

/// Makes values of a shape: right ones, and all that break one of its rules.
struct ShapeSamples {
    let model: ServiceModel
    private var ancestry: [String] = []

    init(model: ServiceModel) {
        self.model = model
    }

    private func inside(_ name: String) -> Self {
        var samples = self
        samples.ancestry.append(name)
        return samples
    }

    /// A right value with every member that does not lead back to a shape we are inside of.
    func valid(_ name: String) -> JSONValue {
        guard let shape = model.shape(name) else { return .null }
        let inner = inside(name)
        let least = max(shape.range.lower ?? 1, 1)
        switch shape.kind {
        case .string: return .string(Self.text(shape))
        case .integer, .long: return .int(Int64(shape.range.lower ?? 1))
        case .boolean: return true
        case .timestamp: return 1_557_593_493.096
        case .blob: return "e30="
        case .any: return ["free": [1, "form"]]
        case .list(let element): return .array(Array(repeating: inner.valid(element), count: least))
        case .map(let key, let value):
            let name = inner.valid(key).stringValue ?? ""
            return .object([name: inner.valid(value)])
        case .structure(let members): return .object(inner.members(members))
        case .union(let members): return .object(inner.members(Array(members.prefix(1))))
        }
    }

    private func members(_ members: [ShapeMember]) -> [String: JSONValue] {
        var object: [String: JSONValue] = [:]
        for member in members where member.isRequired || !leadsBack(member.shape) {
            object[member.name] = valid(member.shape)
        }
        return object
    }

    private func leadsBack(_ name: String) -> Bool {
        if ancestry.contains(name) { return true }
        guard case .list(let element) = model.shape(name)?.kind else { return false }
        return ancestry.contains(element)
    }

    // MARK: Wrong values

    func violations(_ name: String, path: String = "") -> [Violation] {
        guard let shape = model.shape(name) else { return [] }
        let inner = inside(name)
        func breaks(_ value: JSONValue, _ constraint: String) -> Violation {
            Violation(value: value, constraint: constraint, path: path)
        }
        var found = [Violation(value: Self.wrongType(shape.kind), constraint: nil, path: path)]
        switch shape.kind {
        case .any: return []
        case .boolean, .timestamp: break
        case .blob:
            if let most = shape.range.upper {
                let long = String(repeating: "AAAA", count: most / 3 + 1)
                found.append(breaks(.string(long), "length less than or equal to \(most)"))
            }
        case .integer, .long:
            if let least = shape.range.lower, least > -1 << 31 {
                found.append(breaks(.int(Int64(least) - 1), "value greater than or equal to \(least)"))
            }
            if let most = shape.range.upper {
                found.append(breaks(.int(Int64(most) + 1), "value less than or equal to \(most)"))
            }
        case .string: found += Self.brokenTexts(shape).map { breaks(.string($0), $1) }
        case .list(let element):
            let good = inner.valid(element)
            if let least = shape.range.lower, least > 0 {
                found.append(
                    breaks(.array(Array(repeating: good, count: least - 1)), "length greater than or equal to \(least)")
                )
            }
            if let most = shape.range.upper {
                found.append(
                    breaks(.array(Array(repeating: good, count: most + 1)), "length less than or equal to \(most)"))
            }
            let isPlain = Self.isPlain(element, model)
            found += inner.violations(element, path: isPlain ? path : path + ".1.member").map { violation in
                Violation(value: .array([violation.value]), constraint: violation.constraint, path: violation.path)
            }
        case .map(let key, let value):
            found += mapViolations(shape, key, value, path)
        case .structure(let members), .union(let members):
            guard case .object(let good) = valid(name) else { return [] }
            found += inner.memberViolations(good, members, path)
        }
        return found
    }

    private func mapViolations(_ shape: Shape, _ key: String, _ value: String, _ path: String) -> [Violation] {
        let inner = inside(shape.name)
        let keyText = inner.valid(key).stringValue ?? ""
        var found: [Violation] = []
        if let least = shape.range.lower, least > 0 {
            found.append(Violation(value: [:], constraint: "length greater than or equal to \(least)", path: path))
        }
        if let most = shape.range.upper {
            let entries = (0...most).map { (keyText + String($0), inner.valid(value)) }
            found.append(
                Violation(
                    value: .object(Dictionary(uniqueKeysWithValues: entries)),
                    constraint: "length less than or equal to \(most)", path: path))
        }
        found += inner.violations(key, path: path).compactMap { violation in
            guard let text = violation.value.stringValue else { return nil }
            return Violation(
                value: .object([text: inner.valid(value)]), constraint: violation.constraint, path: violation.path)
        }
        let valuePath = Self.isPlain(value, model) ? path : "\(path).\(keyText.prefix(64)).member"
        found += inner.violations(value, path: valuePath).map { violation in
            Violation(
                value: .object([keyText: violation.value]), constraint: violation.constraint, path: violation.path)
        }
        return found
    }

    private func memberViolations(
        _ good: [String: JSONValue], _ members: [ShapeMember], _ path: String
    ) -> [Violation] {
        var found: [Violation] = []
        for member in members where good[member.name] != nil {
            let name = member.name.prefix(1).lowercased() + member.name.dropFirst()
            let memberPath = path.isEmpty ? name : "\(path).\(name)"
            if member.isRequired {
                var without = good
                without[member.name] = nil
                found.append(
                    Violation(value: .object(without), constraint: "Member must not be null", path: memberPath))
                without[member.name] = .null
                found.append(
                    Violation(value: .object(without), constraint: "Member must not be null", path: memberPath))
            }
            for violation in violations(member.shape, path: memberPath) {
                var changed = good
                changed[member.name] = violation.value
                found.append(
                    Violation(value: .object(changed), constraint: violation.constraint, path: violation.path))
            }
        }
        return found
    }

    private static func isPlain(_ name: String, _ model: ServiceModel) -> Bool {
        guard let shape = model.shape(name) else { return true }
        return switch shape.kind {
        case .structure, .union: false
        case .list(let element): isPlain(element, model)
        case .map(_, let value): isPlain(value, model)
        case .string, .integer, .long, .boolean, .timestamp, .blob, .any: true
        }
    }

    private static func wrongType(_ kind: Shape.Kind) -> JSONValue {
        switch kind {
        case .string, .blob: 5
        case .integer, .long, .timestamp: "5"
        case .boolean: "true"
        case .list, .any: [:]
        case .map, .structure, .union: []
        }
    }
}

// MARK: - Texts

extension ShapeSamples {
    private static func text(_ shape: Shape) -> String {
        if let first = shape.enumeration?.first { return first }
        let least = max(shape.range.lower ?? 1, 1)
        guard let pattern = shape.pattern else { return String(repeating: "a", count: least) }
        return candidates(least).first { text in
            pattern.matches(text) && text.count >= least && text.count <= shape.range.upper ?? .max
        } ?? "no sample matches \(pattern.source)"
    }

    private static func brokenTexts(_ shape: Shape) -> [(String, String)] {
        let least = shape.range.lower ?? 0
        var found: [(String, String)] = [("a\u{0}b", "must not contain the null character")]
        if least > 0 {
            found.append((String(repeating: "a", count: least - 1), "length greater than or equal to \(least)"))
        }
        if let most = shape.range.upper {
            found.append((String(repeating: "a", count: most + 1), "length less than or equal to \(most)"))
        }
        if let allowed = shape.enumeration {
            found.append(("no-such-value", "enum value set: [\(allowed.joined(separator: ", "))]"))
            found.append((allowed[0] + " ", "enum value set: "))
        }
        if let pattern = shape.pattern {
            let bad = [
                "\u{1}", "\n", " ", "é", String(repeating: "\n", count: max(least, 1)),
                String(repeating: " ", count: 40),
            ]
            for text in bad where !pattern.matches(text) && text.count <= shape.range.upper ?? .max {
                found.append((text, "regular expression pattern: \(pattern.source)"))
            }
            // A line's end is part of the value: `$` must not stop before it.
            if let upper = shape.range.upper, Self.text(shape).count < upper, !pattern.matches(Self.text(shape) + "\n")
            {
                found.append((Self.text(shape) + "\n", "regular expression pattern: \(pattern.source)"))
            }
        }
        return found
    }

    /// One of these matches each pattern of the model.
    private static func candidates(_ length: Int) -> [String] {
        [
            String(repeating: "a", count: max(length, 3)), String(repeating: "1", count: max(length, 1)),
            "mw-0123456789abcdef0", "mi-0123456789abcdef0", "01234567-89ab-cdef-0123-456789abcdef", "123456789012",
            "100%",
            "$LATEST", "oi-0123456789ab", "1.0", "1.0.0", "/a", "AWS:Application", "aws:abc", "ou-abcd-abcdefgh",
            "ou-1234-12345678",
            "2026-11-22T00:00:00Z", "arn:aws:iam::123456789012:role/a",
            "arn:aws:ssm:us-east-1:123456789012:opsitem/oi-1",
            "arn:aws:ssm:us-east-1:123456789012:opsmetadata/a",
            "arn:aws:ssm:us-east-1:123456789012:document/abcdefghijkl",
            "https://example.test/a", "https://bucket.s3.amazonaws.com/a", "count", "all", "Name", "AAAAAAAAAAAAAAAA",
            "eks_c:a_01234567890123456",
        ]
    }
}
