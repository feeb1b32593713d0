/// Reads JSON (RFC 8259) from bytes that nobody vouches for.
///
/// Own code, because Foundation's readers neither bound the depth below 512, nor tell `5` from `5.0` and `true` alike on
/// every platform, nor refuse a member that stands twice: of two `WindowId`s a proxy may read the first and we the last.
/// Everything is refused that RFC 8259 leaves to taste: duplicate names, lone surrogates, a byte order mark, numbers
/// beyond `Double`. Recursion is bounded by `maximumDepth`, so no input can exhaust the stack.
struct JSONParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var position = 0
    private var depth = 0

    /// No honest number is longer; the conversion of longer ones is not linear.
    private static let longestNumber = 256

    static func parse(
        _ bytes: [UInt8], maximumBytes: Int, maximumDepth: Int
    ) throws(JSONSyntaxError) -> JSONValue {
        guard bytes.count <= maximumBytes else {
            throw JSONSyntaxError(offset: maximumBytes, reason: .tooLarge(limitBytes: maximumBytes))
        }
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        parser.skipBlanks()
        let value = try parser.value()
        parser.skipBlanks()
        guard parser.position == bytes.count else { throw parser.error(.trailingBytes) }
        return value
    }

    private init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    private func error(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }

    /// What stands here, or `nil` at the end.
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var surprise: JSONSyntaxError { error(next.map { .unexpected($0) } ?? .endOfInput) }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        guard let next else { throw surprise }
        return switch next {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): .string(try string())
        case UInt8(ascii: "t"): try word("true", .bool(true))
        case UInt8(ascii: "f"): try word("false", .bool(false))
        case UInt8(ascii: "n"): try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw surprise
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[offset]) else { throw surprise }
        }
        return value
    }

    private mutating func enter() throws(JSONSyntaxError) {
        guard depth < maximumDepth else { throw error(.tooDeep(limit: maximumDepth)) }
        depth += 1
        position += 1
        skipBlanks()
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            elements.append(try value())
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw surprise }
            skipBlanks()
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var members: [String: JSONValue] = [:]
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            guard next == UInt8(ascii: "\"") else { throw surprise }
            let name = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw surprise }
            skipBlanks()
            let member = try value()
            guard members.updateValue(member, forKey: name) == nil else { throw error(.duplicateName(name)) }
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw surprise }
            skipBlanks()
        }
    }

    // MARK: Numbers

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        guard position - start <= Self.longestNumber else { throw error(.invalidNumber) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .int(whole) }
        guard let value = Double(text), value.isFinite else { throw error(.invalidNumber) }
        return .double(value)
    }

    // MARK: Strings

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        // Most strings hold no escape and are taken in one piece.
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if next == UInt8(ascii: "\"") { return try closedString(bytes[start..<position]) }
        var unescaped = Array(bytes[start..<position])
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""): return try closedString(unescaped[...])
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw error(.controlCharacter)
            default:
                unescaped.append(byte)
                position += 1
            }
        }
        throw error(.endOfInput)
    }

    private mutating func closedString(_ content: ArraySlice<UInt8>) throws(JSONSyntaxError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else { throw error(.invalidUTF8) }
        position += 1
        return text
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONSyntaxError) {
        position += 1
        guard let byte = next else { throw error(.endOfInput) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: UTF8.encode(try escapedScalar()) ?? .init())
        default: throw error(.invalidEscape)
        }
    }

    /// The scalar of `\uXXXX`, or of two of them that form a surrogate pair.
    private mutating func escapedScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw error(.loneSurrogate)
        }
        let second = try fourHexDigits()
        guard UTF16.isTrailSurrogate(second) else { throw error(.loneSurrogate) }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func fourHexDigits() throws(JSONSyntaxError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw error(.endOfInput) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw error(.invalidEscape)
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}

extension JSONValue {
    /// Reads one JSON value.
    /// - Parameters:
    ///   - bytes: UTF-8, blanks around the value allowed, nothing else.
    ///   - maximumBytes: longer input is refused unread.
    ///   - maximumDepth: how deep arrays and objects may be nested.
    package init(
        parsing bytes: [UInt8], maximumBytes: Int = .max, maximumDepth: Int = 64
    ) throws(JSONSyntaxError) {
        self = try JSONParser.parse(bytes, maximumBytes: maximumBytes, maximumDepth: maximumDepth)
    }
}
