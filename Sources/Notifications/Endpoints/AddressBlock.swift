/// A range of addresses that begin alike, such as `10.0.0.0/24`.
struct AddressBlock: Hashable, Sendable {
    private let base: IPAddress
    private let bits: Int

    /// Reads a filter's `cidr`; the texts of errors are those of the field's rule engine.
    init(reading text: String) throws(PatternError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw PatternError("Malformed CIDR, one '/' required") }
        guard let bits = Int(parts[1]) else { throw PatternError("Malformed CIDR, mask bits must be an integer") }
        guard let base = IPAddress(String(parts[0])) else {
            throw PatternError("Nonstandard IP address: \(parts[0])")
        }
        guard (0...base.networkBytes.count * 8).contains(bits) else {
            throw PatternError("Malformed CIDR, mask bits must be between 0 and \(base.networkBytes.count * 8)")
        }
        self.base = base
        self.bits = bits
    }

    /// For blocks written in code.
    init(_ bytes: [UInt8], of size: Int, bits: Int) {
        base = IPAddress(padding: bytes, to: size)
        self.bits = bits
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.networkBytes.count == base.networkBytes.count else { return false }
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard address.networkBytes.prefix(whole) == base.networkBytes.prefix(whole) else { return false }
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
        return address.networkBytes[whole] & mask == base.networkBytes[whole] & mask
    }
}

extension IPAddress {
    fileprivate init(padding bytes: [UInt8], to size: Int) {
        networkBytes = bytes.prefix(size) + Array(repeating: 0, count: max(0, size - bytes.count))
    }
}
