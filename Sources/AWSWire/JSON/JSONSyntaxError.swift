import WindowCore

/// Why some bytes are not the JSON we read.
package struct JSONSyntaxError: UserFacingError, Equatable {
    /// Where reading stopped: bytes from the start.
    package let offset: Int
    package let reason: Reason

    package enum Reason: Equatable, Sendable {
        case tooLarge(limitBytes: Int)
        case tooDeep(limit: Int)
        case endOfInput
        case unexpected(UInt8)
        case trailingBytes
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case invalidUTF8
        case invalidNumber
        case duplicateName(String)
    }

    package var code: String { "InvalidJSON" }
    package var hint: String? { nil }

    package var message: String {
        let what =
            switch reason {
            case .tooLarge(let limit): "it is longer than \(limit) bytes"
            case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit)"
            case .endOfInput: "it ends in the middle of a value"
            case .unexpected(let byte): "byte 0x\(String(byte, radix: 16)) is not expected here"
            case .trailingBytes: "something follows the value"
            case .controlCharacter: "a control character in a string must be escaped"
            case .invalidEscape: "a backslash is followed by something that JSON does not know"
            case .loneSurrogate: "a \\u escape is half of a surrogate pair"
            case .invalidUTF8: "a string is not UTF-8"
            case .invalidNumber: "a number is malformed or out of range"
            case .duplicateName(let name): "the member “\(name.shortened(to: 100))” stands twice in one object"
            }
        return "The text is not JSON that can be read, at byte \(offset): \(what)."
    }
}
