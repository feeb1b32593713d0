/// The name of one start of one step on a node: the directory of its claim.
///
/// Two different things must never share one; the same thing must get the same one after a restart of the service.
package struct SpoolID: Hashable, Sendable, CustomStringConvertible {
    /// 1 to 200 of the characters `A-Z a-z 0-9 . _ -`, beginning with a letter, a digit or `_`.
    package let rawValue: String

    /// - Returns: `nil` when `rawValue` would not be safe as a file name.
    package init?(_ rawValue: String) {
        let bytes = rawValue.utf8
        guard let first = bytes.first, bytes.count <= Self.longest, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-"),
            bytes.allSatisfy(Self.isPlain)
        else { return nil }
        self.rawValue = rawValue
    }

    /// Joins names of any characters into one ID; different lists of names give different IDs.
    ///
    /// What is not a letter, a digit or `-` becomes `_` and two hexadecimal digits per byte; parts are joined by `.`. A
    /// result that is too long for a file name ends in a 128-bit fingerprint instead.
    package init(joining parts: [String]) {
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ".")) }
            for byte in part.utf8 {
                if Self.isPlain(byte), byte != UInt8(ascii: "."), byte != UInt8(ascii: "_"),
                    !bytes.isEmpty || byte != UInt8(ascii: "-")
                {
                    bytes.append(byte)
                } else {
                    bytes.append(UInt8(ascii: "_"))
                    bytes.append(contentsOf: Fingerprint.hexadecimal(byte))
                }
            }
        }
        if bytes.isEmpty || bytes.first == UInt8(ascii: ".") { bytes.insert(UInt8(ascii: "_"), at: 0) }
        if bytes.count > Self.longest {
            let print = Fingerprint.of(bytes) + Fingerprint.of(bytes.reversed())
            bytes = bytes.prefix(Self.longest - print.count - 1) + [UInt8(ascii: ".")] + Array(print.utf8)
        }
        rawValue = String(decoding: bytes, as: UTF8.self)
    }

    package var description: String { rawValue }

    private static let longest = 200

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
