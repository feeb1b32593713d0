/// The secret that proves that whoever answers got the question: 256 random bits as 64 hexadecimal digits.
package struct ConfirmationToken: Codable, Hashable, Sendable {
    package let text: String

    /// How long a token is good for (botocore: two days).
    package static let validSeconds = 172_800

    package static func random(using generator: inout some RandomNumberGenerator) -> Self {
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Self(text: bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
    }

    package static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    private init(text: String) {
        self.text = text
    }

    /// Reads what somebody sent.
    package init(parsing text: String) throws(InvalidParameter) {
        let isHex = text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
        guard text.utf8.count == 64, isHex else { throw InvalidParameter("Token") }
        self.text = text
    }

    /// Takes the same time however much of it is right.
    package func matches(_ other: Self) -> Bool {
        let (left, right) = (Array(text.utf8), Array(other.text.utf8))
        return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
