/// A short name for a long value, the same in every process: FNV-1a, 64 bits, 16 hexadecimal digits. No secret rests on it.
enum Fingerprint {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var text: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            text += hexadecimal(UInt8(truncatingIfNeeded: hash >> UInt64(shift)))
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
