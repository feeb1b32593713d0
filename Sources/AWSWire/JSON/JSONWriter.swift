/// Writes a value as JSON text.
struct JSONWriter {
    private let style: JSONValue.TextStyle
    private(set) var bytes: [UInt8] = []

    init(style: JSONValue.TextStyle) {
        self.style = style
    }

    mutating func write(_ value: JSONValue, indent: Int = 0) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): append(String(value))
        case .double(let value): append(Self.text(of: value))
        case .string(let value): write(string: value)
        case .array(let elements):
            writeList("[", elements, "]", indent: indent) { writer, element in
                writer.write(element, indent: indent + 1)
            }
        case .object(let members):
            // Always sorted: one value has one text, so texts can be compared, hashed and signed.
            writeList("{", members.sorted { $0.key < $1.key }, "}", indent: indent) { writer, member in
                writer.write(string: member.key)
                writer.append(writer.style == .pretty ? ": " : ":")
                writer.write(member.value, indent: indent + 1)
            }
        }
    }

    /// A whole number is written without a fraction. JSON has no infinities; a value that came from JSON holds none.
    private static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        return Int64(exactly: value).map(String.init) ?? value.description
    }

    private mutating func writeList<Element>(
        _ open: String, _ elements: [Element], _ close: String, indent: Int,
        _ write: (inout Self, Element) -> Void
    ) {
        append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            breakLine(indent + 1)
            write(&self, element)
        }
        if !elements.isEmpty { breakLine(indent) }
        append(close)
    }

    private mutating func breakLine(_ indent: Int) {
        guard style == .pretty else { return }
        append("\n")
        append(String(repeating: "    ", count: indent))
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(string: String) {
        append("\"")
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: bytes.append(byte)
            }
        }
        append("\"")
    }
}

extension JSONValue {
    package enum TextStyle: Sendable {
        /// No blanks: for the wire and for hashes.
        case compact
        /// Four blanks per level, as the `aws` CLI prints.
        case pretty
    }

    /// The value as UTF-8 JSON text. Members are sorted by name.
    package func bytes(_ style: TextStyle = .compact) -> [UInt8] {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return writer.bytes
    }

    /// The value as JSON text. Members are sorted by name.
    package func text(_ style: TextStyle = .compact) -> String {
        String(decoding: bytes(style), as: UTF8.self)
    }
}
