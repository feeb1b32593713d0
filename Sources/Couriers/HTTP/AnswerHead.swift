/// Status line and headers of an answer, as far as they matter.
struct AnswerHead: Sendable {
    enum Framing: Hashable, Sendable {
        case nothing
        /// 1...``AnswerReader/mostBodyBytes`` bytes.
        case length(Int)
        case chunks
        /// Longer than is read, as long as the connection, or contradictory.
        case unreadable
    }

    private(set) var status = 0
    private(set) var retryAfter: String?
    private var length: Int?
    private var isChunked = false
    /// Whether where the answer ends, or what follows it, is in doubt.
    private var isOdd = false

    init() {}

    /// “HTTP/1.1 200 OK”; the words may be missing.
    init?(statusLine line: [UInt8]) {
        let start = Array("HTTP/1.".utf8)
        guard line.count >= 12, line.starts(with: start), line[8] == UInt8(ascii: " "),
            line.count == 12 || line[12] == UInt8(ascii: " "), let minor = Self.number(line[7..<8]),
            let status = Self.number(line[9..<12]), status >= 100
        else { return nil }
        self.status = status
        // Older servers close after every answer, or mean something else by keeping the connection.
        isOdd = minor == 0
    }

    /// Another answer follows this one. Not so after 101: that speaks another protocol, for which nobody asked.
    var isInterim: Bool { (100..<200).contains(status) && status != 101 }

    mutating func take(_ line: [UInt8]) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy({ (0x21..<0x7F).contains($0) })
        else {
            isOdd = true
            return
        }
        let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            .filter { $0 != "\r" }.trimming { $0 == " " || $0 == "\t" }
        switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
        case "retry-after": retryAfter = retryAfter ?? value
        case "content-length":
            let bytes = Array(value.utf8)
            let known = Self.number(bytes[...])
            if known == nil || (length != nil && length != known) { isOdd = true }
            length = known
        case "transfer-encoding":
            if isChunked || value.lowercased() != "chunked" { isOdd = true }
            isChunked = true
        case "connection":
            if value.lowercased().split(separator: ",").contains(where: { $0.trimming { $0 == " " } != "keep-alive" }) {
                isOdd = true
            }
        default: break
        }
    }

    var framing: Framing {
        if isOdd || status == 101 || (isChunked && length != nil) { return .unreadable }
        if status == 204 || status == 304 { return length ?? 0 == 0 && !isChunked ? .nothing : .unreadable }
        if isChunked { return .chunks }
        switch length {
        case 0: return .nothing
        case .some(let length) where length <= AnswerReader.mostBodyBytes: return .length(length)
        case .some, nil: return .unreadable
        }
    }

    /// Decimal digits and nothing else; `nil` as well for more than anybody reads.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(digits.count) else { return nil }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}

extension StringProtocol {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> String {
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[start...end])
    }
}
