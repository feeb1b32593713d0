@testable import AWSWire

/// Writes requests as SNS's clients do, to be read back.
enum FormWriter {
    static func bytes(_ operation: OperationShape, _ value: JSONValue, version: String? = QueryRequest.version)
        -> [UInt8]
    {
        var pairs = [("Action", operation.name)]
        if let version { pairs.append(("Version", version)) }
        write(value, as: operation.input, at: "", to: &pairs)
        return Array(pairs.map { "\(escaped($0))=\(escaped($1))" }.joined(separator: "&").utf8)
    }

    private static func write(
        _ value: JSONValue, as shapeName: String, at path: String, to pairs: inout [(String, String)]
    ) {
        guard let shape = ServiceModel.sns.shape(shapeName) else { return }
        func below(_ part: String) -> String { path.isEmpty ? part : "\(path).\(part)" }
        switch (shape.kind, value) {
        case (.structure(let members), .object(let given)):
            for member in members {
                guard let value = given[member.name], !value.isNull else { continue }
                write(value, as: member.shape, at: below(member.name), to: &pairs)
            }
        case (.list(let element), .array(let elements)):
            if elements.isEmpty { pairs.append((path, "")) }
            for (index, value) in elements.enumerated() {
                write(value, as: element, at: below("member.\(index + 1)"), to: &pairs)
            }
        case (.map(_, let entry), .object(let entries)):
            for (index, (key, value)) in entries.enumerated() {
                pairs.append((below("entry.\(index + 1).\(shape.entryNames.key)"), key))
                write(value, as: entry, at: below("entry.\(index + 1).\(shape.entryNames.value)"), to: &pairs)
            }
        case (_, .string(let text)): pairs.append((path, text))
        default: pairs.append((path, value.text()))
        }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte == UInt8(ascii: " ") {
                escaped += "+"
            } else if byte < 0x80, character.isLetter || character.isNumber || "-._".contains(character) {
                escaped.append(character)
            } else {
                escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}
