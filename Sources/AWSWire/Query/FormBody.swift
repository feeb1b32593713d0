import WindowCore

/// The names and values of a body, or of an address's query, in `application/x-www-form-urlencoded`.
///
/// Strict where browsers are lenient: half an escape, bytes that are no UTF-8 and a name that stands twice are refused. Of
/// two `TopicArn`s a proxy may read the first and we the last.
package struct FormBody: Equatable, Sendable {
    package let values: [String: String]

    /// A message of 256 KB is three times that long when every byte is escaped.
    package static let maximumBytes = 1 << 20
    /// Ten messages with a hundred attributes each, three names to an attribute, are well below.
    package static let maximumPairs = 4096

    /// - Throws: ``FormSyntaxError``.
    package init(parsing bytes: [UInt8]) throws(FormSyntaxError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(limitBytes: Self.maximumBytes) }
        var values: [String: String] = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try Self.text(pair[..<(equals ?? pair.endIndex)])
            let value = try Self.text(equals.map { pair[($0 + 1)...] } ?? [])
            guard values.updateValue(value, forKey: name) == nil else { throw .duplicateName(name) }
            guard values.count <= Self.maximumPairs else { throw .tooManyPairs(limit: Self.maximumPairs) }
        }
        self.values = values
    }

    private static func text(_ escaped: ArraySlice<UInt8>) throws(FormSyntaxError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(escaped.count)
        var rest = escaped
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    throw .invalidEscape
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Why some bytes are not a form we read.
package enum FormSyntaxError: UserFacingError, Equatable {
    case tooLarge(limitBytes: Int)
    case tooManyPairs(limit: Int)
    case invalidEscape
    case invalidUTF8
    case duplicateName(String)

    package var code: String { "InvalidForm" }
    package var hint: String? { nil }

    package var message: String {
        let what =
            switch self {
            case .tooLarge(let limit): "it is longer than \(limit) bytes"
            case .tooManyPairs(let limit): "it has more than \(limit) names"
            case .invalidEscape: "a percent sign is not followed by two hexadecimal digits"
            case .invalidUTF8: "a name or value is not UTF-8"
            case .duplicateName(let name): "the name “\(name.shortened(to: 100))” stands twice in it"
            }
        return "The request is not a form that can be read: \(what)."
    }
}
