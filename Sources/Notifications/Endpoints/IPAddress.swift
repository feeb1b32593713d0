/// An IPv4 or IPv6 address by its bits.
package struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes, most significant first.
    package let networkBytes: [UInt8]

    /// - Parameter networkBytes: as in a socket address.
    package init?(networkBytes: [UInt8]) {
        guard networkBytes.count == 4 || networkBytes.count == 16 else { return nil }
        self.networkBytes = networkBytes
    }

    /// Reads the usual spellings: four decimal parts without leading zeros, or IPv6 with or without brackets and zone.
    package init?(_ text: String) {
        guard let bytes = Self.plainIPv4(text[...]) ?? Self.ipv6(text) else { return nil }
        networkBytes = bytes
    }

    var isIPv4: Bool { networkBytes.count == 4 }

    private static func plainIPv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part -> UInt8? in
            let isCanonical = part == "0" || (part.first != "0" && part.utf8.allSatisfy(\.isDigit))
            return isCanonical && !part.isEmpty ? UInt8(part) : nil
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: String) -> [UInt8]? {
        var text = text[...]
        if text.first == "[", text.last == "]" { text = text.dropFirst().dropLast() }
        // A zone says on which interface, not which address.
        if let zone = text.firstIndex(of: "%") { text = text[..<zone] }
        guard text.utf8.count <= 45, text.contains(":") else { return nil }
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0], isLast: halves.count == 1) else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1], isLast: true), head.count + tail.count <= 14 else { return nil }
        return head + Array(repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Groups of up to four hexadecimal digits; the last may be an IPv4 address.
    private static func groups(_ text: Substring, isLast: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.contains(".") {
                guard let embedded = plainIPv4(part) else { return nil }
                bytes += embedded
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes.count <= 16 ? bytes : nil
    }
}

extension IPAddress {
    /// Reads an IPv4 address as the system's resolver does: one to four parts, each decimal, octal (`0177`) or hexadecimal
    /// (`0x7f`), the last one filling what is left. Whoever wants to hide an address writes it so.
    init?(looseIPv4 text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var numbers: [UInt64] = []
        for part in parts {
            guard let number = Self.looseNumber(part) else { return nil }
            numbers.append(number)
        }
        let tailBytes = 5 - numbers.count
        guard let last = numbers.popLast(), last < 1 << (8 * tailBytes), numbers.allSatisfy({ $0 < 256 }) else {
            return nil
        }
        let tail = (0..<tailBytes).reversed().map { UInt8(truncatingIfNeeded: last >> (8 * UInt64($0))) }
        networkBytes = numbers.map { UInt8($0) } + tail
    }

    private static func looseNumber(_ part: Substring) -> UInt64? {
        let lower = part.lowercased()
        guard lower.utf8.count <= 24 else { return nil }
        if lower.hasPrefix("0x") {
            let digits = lower.dropFirst(2)
            return digits.isEmpty ? 0 : digits.utf8.allSatisfy(\.isHexDigit) ? UInt64(digits, radix: 16) : nil
        }
        guard !lower.isEmpty, lower.utf8.allSatisfy(\.isDigit) else { return nil }
        return lower.hasPrefix("0") && lower.utf8.count > 1 ? UInt64(lower, radix: 8) : UInt64(lower)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
    }
}
