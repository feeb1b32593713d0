/// Writes values as JSON, keeping the order of keys.
package enum JSONWriter {
    /// One line without blanks: the form a value takes inside a longer text.
    package static func compact(_ value: DocumentValue) -> String {
        var text = ""
        write(value, to: &text, indentation: nil)
        return text
    }

    /// One entry a line, indented by two blanks, without a line break at the end.
    package static func indented(_ value: DocumentValue) -> String {
        var text = ""
        write(value, to: &text, indentation: 0)
        return text
    }

    private static func write(_ value: DocumentValue, to text: inout String, indentation: Int?) {
        switch value {
        case .null: text += "null"
        case .boolean(let flag): text += flag ? "true" : "false"
        case .integer(let number): text += String(number)
        case .decimal(let number): text += String(number)
        case .string(let string): text += quoted(string)
        case .list(let elements):
            writeAll(elements, between: "[", and: "]", to: &text, indentation) { element, text, inner in
                write(element, to: &text, indentation: inner)
            }
        case .map(let map):
            writeAll(map.entries, between: "{", and: "}", to: &text, indentation) { entry, text, inner in
                text += quoted(entry.key) + (inner == nil ? ":" : ": ")
                write(entry.value, to: &text, indentation: inner)
            }
        }
    }

    private static func writeAll<Element>(
        _ elements: [Element], between opening: String, and closing: String, to text: inout String, _ indentation: Int?,
        _ write: (Element, inout String, Int?) -> Void
    ) {
        text += opening
        let inner = indentation.map { $0 + 2 }
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            write(element, &text, inner)
        }
        if let indentation, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
        text += closing
    }

    private static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{00}"..<"\u{20}", "\u{7F}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
