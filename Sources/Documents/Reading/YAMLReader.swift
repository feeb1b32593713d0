import Foundation
import Yams

/// Reads YAML into ordered values: one document, core-schema scalars, no tags, no anchors, no aliases.
///
/// Aliases are refused because a few hundred bytes of them expand to gigabytes, and because Yams compares whole keys
/// while composing, so an expansion can hang it before it returns anything to look at. See ``refuseAnchors(in:)``.
enum YAMLReader {
    static let maximumDepth = JSONReader.maximumDepth

    static func read(_ text: String) throws(DocumentError) -> DocumentValue {
        try refuseAnchors(in: text)
        return try value(of: compose(text), depth: 0)
    }

    /// Composes the text once with every `&` replaced by a character it does not contain.
    ///
    /// No anchor is left then, so no alias can expand: libyaml reports the first one as undefined. Where the text had an
    /// anchor, a plain scalar now begins with the stand-in, which nothing else can cause. An `&` inside a scalar or a
    /// comment changes nothing. Text that passes has neither anchors nor aliases and is safe to compose as it is.
    private static func refuseAnchors(in text: String) throws(DocumentError) {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return }
        let used = Set(text.unicodeScalars)
        guard let standIn = (0xE000...0xF8FF).lazy.compactMap(Unicode.Scalar.init).first(where: { !used.contains($0) })
        else { throw .content(nil, "The YAML holds every private-use character of Unicode.") }
        var disarmed = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { disarmed.append(scalar == "&" ? standIn : scalar) }
        try refuseAnchors(in: compose(String(disarmed)), standIn: standIn, depth: 0)
    }

    private static func refuseAnchors(
        in node: Node, standIn: Unicode.Scalar, depth: Int
    ) throws(DocumentError) {
        try checkDepth(depth, node)
        switch node {
        case .scalar(let scalar):
            if scalar.style == .plain, scalar.string.unicodeScalars.first == standIn { throw anchors(at: scalar.mark) }
        case .sequence(let sequence):
            for element in sequence { try refuseAnchors(in: element, standIn: standIn, depth: depth + 1) }
        case .mapping(let mapping):
            for (key, value) in mapping {
                try refuseAnchors(in: key, standIn: standIn, depth: depth + 1)
                try refuseAnchors(in: value, standIn: standIn, depth: depth + 1)
            }
        case .alias:
            throw anchors(at: node.mark)
        }
    }

    private static func anchors(at mark: Mark?) -> DocumentError {
        error("anchors and aliases are not accepted in documents", mark, hint: "Write the value out where it is used.")
    }

    private static func compose(_ text: String) throws(DocumentError) -> Node {
        do {
            guard let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else {
                throw DocumentError.content(nil, "The document is empty.")
            }
            return node
        } catch let error as DocumentError {
            throw error
        } catch let error as YamlError {
            throw translated(error)
        } catch {
            throw .content(nil, "The YAML cannot be read.")
        }
    }

    private static func translated(_ error: YamlError) -> DocumentError {
        switch error {
        case .composer(_, let problem, let mark, _) where problem.contains("alias"):
            anchors(at: mark)
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.error(problem, mark)
        case .duplicatedKeysInMapping(let keys, let context):
            self.error("the key \"\(keys.first ?? "")\" is given twice in one map", context.mark)
        case .reader(let problem, _, _, _):
            .content(nil, "The YAML cannot be read: \(problem).", hint: "Look for control characters.")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            .content(nil, "The YAML cannot be read.")
        }
    }

    private static func error(_ problem: String, _ mark: Mark?, hint: String? = nil) -> DocumentError {
        let place = mark.map { " at line \($0.line), column \($0.column)" } ?? ""
        return .content(nil, "The YAML cannot be read\(place): \(problem).", hint: hint)
    }

    private static func checkDepth(_ depth: Int, _ node: Node) throws(DocumentError) {
        guard depth < maximumDepth else { throw error("nested more than \(maximumDepth) levels deep", node.mark) }
    }

    private static func value(of node: Node, depth: Int) throws(DocumentError) -> DocumentValue {
        try checkDepth(depth, node)
        switch node {
        case .scalar(let scalar):
            return try value(of: scalar)
        case .sequence(let sequence):
            try refuseTag(sequence.tag, standard: .seq, sequence.mark)
            var elements: [DocumentValue] = []
            for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
            return .list(elements)
        case .mapping(let mapping):
            try refuseTag(mapping.tag, standard: .map, mapping.mark)
            var entries: [DocumentMap.Entry] = []
            var seen: Set<String> = []
            for (key, value) in mapping {
                guard case .scalar(let scalar) = key else { throw error("a key must be plain text", key.mark) }
                guard seen.insert(scalar.string).inserted else {
                    throw error("the key \"\(scalar.string)\" is given twice in one map", scalar.mark)
                }
                entries.append(.init(key: scalar.string, value: try self.value(of: value, depth: depth + 1)))
            }
            return .map(DocumentMap(entries))
        case .alias:
            throw anchors(at: node.mark)
        }
    }

    private static func refuseTag(_ tag: Tag, standard: Tag.Name, _ mark: Mark?) throws(DocumentError) {
        guard tag == Tag(.implicit) || tag == Tag(standard) else {
            throw error("tags are not accepted in documents", mark)
        }
    }

    /// Plain text is read by YAML 1.2's core schema, so `yes`, `on` and `2026-01-01` are strings.
    private static func value(of scalar: Node.Scalar) throws(DocumentError) -> DocumentValue {
        if scalar.tag == Tag(.str) { return .string(scalar.string) }
        try refuseTag(scalar.tag, standard: .implicit, scalar.mark)
        let text = scalar.string
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: break
        }
        guard NumberText.isJSON(text) else { return .string(text) }
        guard let number = NumberText.value(of: text) else {
            throw error("\(text.prefix(40)) is not a number that fits", scalar.mark, hint: "Quote it if it is text.")
        }
        return number
    }
}
