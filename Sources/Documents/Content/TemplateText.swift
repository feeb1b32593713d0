/// Text with tokens `{{ name }}` in it, taken apart once, left to right (reference: documents 2.4).
struct TemplateText: Hashable {
    enum Segment: Hashable {
        case literal(Substring)
        /// What stands between the braces without the blanks around it, and the whole token as written.
        case token(name: Substring, source: Substring)
    }

    let segments: [Segment]

    init(_ text: String) {
        var segments: [Segment] = []
        var literalStart = text.startIndex
        var position = text.startIndex
        while let opening = text.utf8[position...].firstIndex(of: UInt8(ascii: "{")) {
            if let token = Self.token(in: text, at: opening) {
                if literalStart < opening { segments.append(.literal(text[literalStart..<opening])) }
                segments.append(.token(name: token.name, source: token.source))
                literalStart = token.source.endIndex
                position = literalStart
            } else {
                position = text.utf8.index(after: opening)
            }
        }
        if literalStart < text.endIndex { segments.append(.literal(text[literalStart...])) }
        self.segments = segments
    }

    /// The name when one token is the whole text.
    var wholeName: String? {
        guard segments.count == 1, case .token(let name, _) = segments[0] else { return nil }
        return String(name)
    }

    /// The names of all tokens, references to the parameter store among them.
    var names: [String] {
        segments.compactMap { segment in
            guard case .token(let name, _) = segment else { return nil }
            return String(name)
        }
    }

    /// Whether one `{{ssm:name}}` is the whole text.
    var isStoreReference: Bool { wholeName.map(Self.isStoreName) ?? false }

    /// The first `{{ssm:name}}` or `{{ssm-secure:name}}` in the text.
    var firstStoreReference: String? { names.first(where: Self.isStoreName) }

    private static func isStoreName(_ name: String) -> Bool { name.hasPrefix("ssm:") || name.hasPrefix("ssm-secure:") }

    static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    /// A token that begins exactly at `opening`: two braces, blanks, a name, blanks, two braces.
    ///
    /// The bytes it reads are ASCII, so every index it makes is a character boundary for them.
    private static func token(in text: String, at opening: String.Index) -> (name: Substring, source: Substring)? {
        let bytes = text.utf8
        func skip(_ index: inout String.Index, while isWanted: (UInt8) -> Bool) {
            while index < bytes.endIndex, isWanted(bytes[index]) { index = bytes.index(after: index) }
        }
        func skipTwo(_ byte: UInt8, _ index: inout String.Index) -> Bool {
            for _ in 0..<2 {
                guard index < bytes.endIndex, bytes[index] == byte else { return false }
                index = bytes.index(after: index)
            }
            return true
        }
        var index = opening
        guard skipTwo(UInt8(ascii: "{"), &index) else { return nil }
        skip(&index) { $0 == UInt8(ascii: " ") }
        let nameStart = index
        skip(&index) { isNameScalar(Unicode.Scalar($0)) }
        let isStore = ["ssm:", "ssm-secure:"].contains { bytes[nameStart...].starts(with: $0.utf8) }
        if isStore {
            skip(&index) { isNameScalar(Unicode.Scalar($0)) || "_.-/:".utf8.contains($0) }
        }
        let nameEnd = index
        skip(&index) { $0 == UInt8(ascii: " ") }
        guard nameStart < nameEnd, skipTwo(UInt8(ascii: "}"), &index) else { return nil }
        return (text[nameStart..<nameEnd], text[opening..<index])
    }
}
