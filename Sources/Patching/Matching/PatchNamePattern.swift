/// One entry of a rejected or approved list: a shell glob over the whole of a package's spelling, ignoring ASCII case.
///
/// `*` any bytes, `?` one byte, `[…]` one byte of a set with ranges (`[a-z]`), `[!…]` or `[^…]` one byte not in it; `]`
/// first in a set and `-` at either end are themselves. A `[` that is never closed is itself. There is no escape: no
/// package name needs one. Bytes are characters here, since both families keep to ASCII in names and versions.
///
/// Matching takes at most length of pattern × length of text steps, whatever the entry: after a mismatch only the latest
/// `*` is stretched, since what an earlier one could give, that one can too.
package struct PatchNamePattern: Sendable {
    /// The entry as the operator wrote it.
    package let text: String
    private let tokens: [Token]
    /// What every match starts with, in lower case; the whole entry if that has no wildcard.
    private let literalPrefix: [UInt8]
    /// The ASCII bytes that every match holds, in lower case.
    let requiredBytes: ASCIISet

    fileprivate enum Token: Sendable {
        case byte(UInt8)
        case anyByte
        case anyRun
        case set(ByteSet)
    }

    package init(_ text: String) {
        self.text = text
        var tokens: [Token] = []
        let bytes = text.utf8.span
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "*"):
                if case .anyRun? = tokens.last {} else { tokens.append(.anyRun) }
            case UInt8(ascii: "?"): tokens.append(.anyByte)
            case UInt8(ascii: "["):
                if let (set, end) = ByteSet.parse(bytes, after: index) {
                    tokens.append(.set(set))
                    index = end
                } else {
                    tokens.append(.byte(UInt8(ascii: "[")))
                }
            case let byte: tokens.append(.byte(byte.lowercased))
            }
            index += 1
        }
        self.tokens = tokens
        var requiredBytes = ASCIISet()
        for case .byte(let byte) in tokens { requiredBytes.insert(byte) }
        self.requiredBytes = requiredBytes
        literalPrefix = tokens.prefix { if case .byte = $0 { true } else { false } }.map {
            if case .byte(let byte) = $0 { byte } else { 0 }
        }
    }

    /// Whether the entry means only itself.
    package var isLiteral: Bool { literalPrefix.count == tokens.count }

    /// Whether the glob matches all of `spelling`.
    package func matches(_ spelling: String) -> Bool { matches(spelling.utf8.span) }

    func matches(_ spelling: Span<UInt8>) -> Bool {
        if isLiteral {
            return spelling.count == literalPrefix.count && agrees(withStart: spelling)
        }
        var token = 0
        var index = 0
        var latestRun: (token: Int, index: Int)?
        while index < spelling.count {
            if token < tokens.count {
                if case .anyRun = tokens[token] {
                    token += 1
                    latestRun = (token, index)
                    continue
                }
                if tokens[token].matches(spelling[index].lowercased) {
                    token += 1
                    index += 1
                    continue
                }
            }
            guard let run = latestRun else { return false }
            token = run.token
            index = run.index + 1
            // Most of the time goes here: on to the next place where what follows the `*` can begin.
            if token < tokens.count, case .byte(let byte) = tokens[token] {
                while index < spelling.count, spelling[index].lowercased != byte { index += 1 }
            }
            latestRun = (token, index)
        }
        if case .anyRun? = tokens.dropFirst(token).first { token += 1 }
        return token == tokens.count
    }

    /// Whether a spelling that begins with `start` can still match: the cheap question before spellings are written.
    func agrees(withStart start: Span<UInt8>) -> Bool {
        for index in 0..<min(start.count, literalPrefix.count) where start[index].lowercased != literalPrefix[index] {
            return false
        }
        return true
    }
}

extension PatchNamePattern.Token {
    /// - Parameter byte: in lower case.
    fileprivate func matches(_ byte: UInt8) -> Bool {
        switch self {
        case .byte(let own): own == byte
        case .anyByte: true
        case .anyRun: false
        case .set(let set): set.contains(byte)
        }
    }
}

extension UInt8 {
    /// ASCII only.
    var lowercased: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}
