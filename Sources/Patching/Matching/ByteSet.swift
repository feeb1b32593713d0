/// What stands between the brackets of a glob. Ignores ASCII case in both directions: `[A-F]` holds `c`, `[!A]` not `a`.
struct ByteSet: Sendable {
    private var low: UInt128 = 0
    private var high: UInt128 = 0
    private var isNegated = false

    /// - Parameter byte: in lower case.
    func contains(_ byte: UInt8) -> Bool {
        let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
        return (has(byte) || isLetter && has(byte & ~0x20)) != isNegated
    }

    /// Reads a set whose `[` is at `open`.
    /// - Returns: the set and the index of its `]`; `nil` if there is none.
    static func parse(_ text: Span<UInt8>, after open: Int) -> (set: ByteSet, close: Int)? {
        var set = ByteSet()
        var index = open + 1
        if index < text.count, text[index] == UInt8(ascii: "!") || text[index] == UInt8(ascii: "^") {
            set.isNegated = true
            index += 1
        }
        let first = index
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "]"), index > first { return (set, index) }
            if index + 2 < text.count, text[index + 1] == UInt8(ascii: "-"), text[index + 2] != UInt8(ascii: "]") {
                let last = text[index + 2]
                // A range that runs backwards holds nothing.
                if byte <= last { for member in byte...last { set.insert(member) } }
                index += 3
            } else {
                set.insert(byte)
                index += 1
            }
        }
        return nil
    }

    private func has(_ byte: UInt8) -> Bool {
        (byte < 128 ? low >> byte : high >> (byte - 128)) & 1 == 1
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 128 { low |= 1 << byte } else { high |= 1 << (byte - 128) }
    }
}

/// Which ASCII bytes a text holds, case ignored: most globs that begin with `*` ask for a letter that no spelling of the
/// package has. Other bytes are left out, which only makes the answer "perhaps" more often.
struct ASCIISet: Sendable {
    private var bits: UInt128 = 0

    mutating func insert(_ byte: UInt8) {
        if byte < 128 { bits |= 1 << byte.lowercased }
    }

    func isSubset(of other: ASCIISet) -> Bool { bits & ~other.bits == 0 }
}
