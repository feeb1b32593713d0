/// Text for mail bodies: readable where it is ASCII, and no line too long for any agent (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let longestLine = 76

    static func encode(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false).map(line).joined(separator: "\n")
    }

    private static func line(_ text: Substring) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = Array(text.utf8)
        var line: [UInt8] = []
        var width = 0
        for (index, byte) in bytes.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            let isLast = index == bytes.count - 1
            // A lone dot ends a mail for some agents, and “From ” begins another one in some mailboxes.
            let isRisky = index == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
            let isPlain = (0x21..<0x7F).contains(byte) && byte != UInt8(ascii: "=") && !isRisky
            let encoded =
                isPlain || (isBlank && !isLast)
                ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            if width + encoded.count > longestLine - 1 {
                line.append(contentsOf: "=\n".utf8)
                width = 0
            }
            line.append(contentsOf: encoded)
            width += encoded.count
        }
        return String(decoding: line, as: UTF8.self)
    }
}
