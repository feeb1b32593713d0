import Yams

/// Writes values as block-style YAML, keeping the order of keys; text of several lines becomes a literal block.
enum YAMLWriter {
    static func write(_ value: DocumentValue) -> String {
        // The emitter fails only for want of memory or for a broken tree; JSON is YAML too, so nothing is lost.
        (try? serialize(node: node(value), indent: 2, width: -1, allowUnicode: true)) ?? JSONWriter.indented(value)
            + "\n"
    }

    private static func node(_ value: DocumentValue) -> Node {
        switch value {
        case .null, .boolean, .integer, .decimal:
            .scalar(.init(JSONWriter.compact(value), Tag(.implicit), .plain))
        case .string(let string): scalar(string)
        case .list(let elements):
            .sequence(.init(elements.map(node), Tag(.seq), elements.isEmpty ? .flow : .block))
        case .map(let map):
            .mapping(
                .init(
                    map.entries.map { (scalar($0.key), node($0.value)) }, Tag(.map),
                    map.entries.isEmpty ? .flow : .block))
        }
    }

    private static func scalar(_ string: String) -> Node {
        .scalar(.init(string, Tag(.str), style(for: string)))
    }

    private static func style(for string: String) -> Node.Scalar.Style {
        if string.contains("\n"), isSafeInBlock(string) { return .literal }
        return isSafePlain(string) ? .plain : .doubleQuoted
    }

    /// Whether a literal block gives back exactly this text: no blanks a reader might take for indentation or lose.
    private static func isSafeInBlock(_ string: String) -> Bool {
        let lines = string.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, !first.isEmpty, first.first != " ", first.first != "\t" else { return false }
        return string.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || ("\u{20}"..."\u{7E}").contains($0) }
            && lines.allSatisfy { $0.last != " " && $0.last != "\t" }
    }

    /// Whether every YAML reader, of whatever version, takes this text for itself and for a string.
    private static func isSafePlain(_ string: String) -> Bool {
        guard let first = string.unicodeScalars.first, first.properties.isAlphabetic || first == "/",
            string.unicodeScalars.last != " "
        else { return false }
        let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        return !words.contains(string.lowercased())
            && string.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                        || " /.-_,()'".unicodeScalars.contains(scalar))
            }
    }
}
