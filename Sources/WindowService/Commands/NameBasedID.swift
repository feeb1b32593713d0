import Crypto
import Foundation

/// IDs that are made of a name, so that whoever makes one twice makes the same.
enum NameBasedID {
    /// RFC 9562 §5.5: SHA-1 over the namespace's 16 bytes and the name, cut to 16 bytes, version and variant set.
    static func version5(of name: String, in namespace: UUID) -> String {
        var digest = Array(
            Insecure.SHA1.hash(data: withUnsafeBytes(of: namespace.uuid) { Array($0) } + Array(name.utf8)).prefix(16))
        digest[6] = digest[6] & 0x0F | 0x50
        digest[8] = digest[8] & 0x3F | 0x80
        let hex = digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        var rest = hex[...]
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }
}
