/// The numbers of JSON and of YAML's core schema, which share their readings here.
enum NumberText {
    static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// `-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?`
    static func isJSON(_ text: String) -> Bool {
        var rest = Substring(text)
        if rest.first == "-" { rest.removeFirst() }
        let whole = digits(&rest)
        guard !whole.isEmpty, whole.count == 1 || whole.first != "0" else { return false }
        if rest.first == "." {
            rest.removeFirst()
            guard !digits(&rest).isEmpty else { return false }
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
            guard !digits(&rest).isEmpty else { return false }
        }
        return rest.isEmpty
    }

    private static func digits(_ rest: inout Substring) -> Substring {
        let taken = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest[taken.endIndex...]
        return taken
    }

    /// The value of text for which ``isJSON(_:)`` holds; `nil` when it does not fit 64 bits or is not finite.
    static func value(of text: String) -> DocumentValue? {
        if text.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }) {
            return Int(text).map(DocumentValue.integer)
        }
        guard let number = Double(text), number.isFinite else { return nil }
        return .decimal(number)
    }
}
