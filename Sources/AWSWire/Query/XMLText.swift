/// XML that is written element by element. Names are ours; text may be anybody's.
struct XMLText {
    private(set) var bytes: [UInt8] = []

    mutating func element(_ name: String, attributes: String = "", _ content: (inout XMLText) -> Void) {
        bytes += "<\(name)\(attributes)>".utf8
        let start = bytes.count
        content(&self)
        if bytes.count == start {
            bytes.replaceSubrange((start - 1)..., with: "/>".utf8)
        } else {
            bytes += "</\(name)>".utf8
        }
    }

    mutating func element(_ name: String, text: String) {
        element(name) { $0.append(text) }
    }

    /// A carriage return is escaped, or readers would make a line feed of it. What XML 1.0 cannot hold at all, not even
    /// escaped, becomes U+FFFD: the other characters of the text still arrive.
    mutating func append(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += "&amp;".utf8
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "\"": bytes += "&quot;".utf8
            case "'": bytes += "&#39;".utf8
            case "\r": bytes += "&#13;".utf8
            case "\t", "\n", "\u{20}"..."\u{FFFD}", "\u{10000}"...:
                if let encoded = UTF8.encode(scalar) { bytes += encoded }
            default: bytes += "\u{FFFD}".utf8
            }
        }
    }
}
