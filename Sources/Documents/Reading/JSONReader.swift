/// Reads JSON (RFC 8259) into ordered values.
///
/// Written here because Foundation's reader keeps neither the order of keys nor the fact that one was given twice,
/// and cannot say where an error is (docs/decisions/0004-document-dialect.md).
struct JSONReader {
    /// Deeper text is refused, so that hostile input cannot exhaust the stack.
    static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0

    static func read(_ text: String) throws(DocumentError) -> DocumentValue {
        var reader = JSONReader(bytes: Array(text.utf8))
        reader.skipByteOrderMark()
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.position == reader.bytes.count else { throw reader.error("text after the end of the document") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ problem: String, hint: String? = nil) -> DocumentError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
        return .content(nil, "The JSON cannot be read at line \(line), column \(column): \(problem).", hint: hint)
    }

    private mutating func skipByteOrderMark() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(DocumentError) -> DocumentValue {
        guard depth < Self.maximumDepth else { throw error("nested more than \(Self.maximumDepth) levels deep") }
        skipBlanks()
        guard let first = current else { throw error("the text ends too early") }
        switch first {
        case UInt8(ascii: "{"): return try .map(map(depth: depth))
        case UInt8(ascii: "["): return try .list(list(depth: depth))
        case UInt8(ascii: "\""): return try .string(string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("expected a value")
        }
    }

    private mutating func map(depth: Int) throws(DocumentError) -> DocumentMap {
        position += 1
        var entries: [DocumentMap.Entry] = []
        var seen: Set<String> = []
        skipBlanks()
        if take(UInt8(ascii: "}")) { return DocumentMap() }
        while true {
            skipBlanks()
            guard current == UInt8(ascii: "\"") else { throw error("expected a key in double quotes") }
            let start = position
            let key = try string()
            guard seen.insert(key).inserted else {
                position = start
                throw error("the key \"\(key)\" is given twice in one map")
            }
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw error("expected a colon after the key \"\(key)\"") }
            entries.append(.init(key: key, value: try value(depth: depth + 1)))
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw error("expected a comma or a closing brace") }
            return DocumentMap(entries)
        }
    }

    private mutating func list(depth: Int) throws(DocumentError) -> [DocumentValue] {
        position += 1
        var elements: [DocumentValue] = []
        skipBlanks()
        if take(UInt8(ascii: "]")) { return [] }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw error("expected a comma or a closing bracket") }
            return elements
        }
    }

    private mutating func word(_ word: String, _ value: DocumentValue) throws(DocumentError) -> DocumentValue {
        guard bytes[position...].starts(with: word.utf8) else { throw error("expected a value") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(DocumentError) -> DocumentValue {
        let start = position
        while let byte = current, NumberText.isCharacter(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard NumberText.isJSON(text), let value = NumberText.value(of: text) else {
            position = start
            throw error("\(text.prefix(40)) is not a number that fits", hint: "Integers have 64 bits.")
        }
        return value
    }

    private mutating func string() throws(DocumentError) -> String {
        position += 1
        var scalars = String.UnicodeScalarView()
        var run = position
        func flushed(_ reader: Self) -> Substring.UnicodeScalarView {
            // The bytes come from a Swift string and the cuts fall on ASCII, so this never repairs anything.
            Substring(String(decoding: reader.bytes[run..<reader.position], as: UTF8.self)).unicodeScalars
        }
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                scalars.append(contentsOf: flushed(self))
                position += 1
                return String(scalars)
            case UInt8(ascii: "\\"):
                scalars.append(contentsOf: flushed(self))
                position += 1
                scalars.append(try escape())
                run = position
            case 0..<0x20:
                throw error("a control character inside a string", hint: "Write line breaks as \\n.")
            default:
                position += 1
            }
        }
        throw error("a string is not closed")
    }

    private mutating func escape() throws(DocumentError) -> Unicode.Scalar {
        guard let byte = current else { throw error("a string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw error("unknown escape in a string")
        }
    }

    private mutating func unicodeEscape() throws(DocumentError) -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A high surrogate needs its low one.
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw error("half of a surrogate pair")
        }
        let second = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00))
        else { throw error("half of a surrogate pair") }
        return scalar
    }

    private mutating func fourHexDigits() throws(DocumentError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error("a string is not closed") }
        var value: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("\\u needs four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
        }
        position += 4
        return value
    }
}
