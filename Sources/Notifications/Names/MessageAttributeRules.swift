/// The rules of a published message's attributes (user guide, “message attributes”).
package enum MessageAttributeRules {
    /// Why an attribute is refused; the code is `ParameterValueInvalid`.
    package struct Refusal: Error, Hashable, Sendable {
        package let message: String

        package static let code = "ParameterValueInvalid"
    }

    private static let longestName = 256

    package static func check(_ attributes: [String: MessageAttribute]) throws(Refusal) {
        for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
            try checkName(name)
            try checkType(attribute, of: name)
        }
    }

    private static func checkName(_ name: String) throws(Refusal) {
        guard name.utf8.count <= longestName else {
            throw Refusal(message: "Length of message attribute name must be less than 256 bytes.")
        }
        guard let first = name.first, let last = name.last, first != "." else {
            throw Refusal(message: "Invalid message attribute name starting with character '.' was found.")
        }
        guard last != "." else {
            throw Refusal(message: "Invalid message attribute name ending with character '.' was found.")
        }
        for scalar in name.unicodeScalars where !(scalar.isASCII && isNameByte(UInt8(truncatingIfNeeded: scalar.value)))
        {
            let hex = String(scalar.value, radix: 16, uppercase: true)
            throw Refusal(
                message: """
                    Invalid non-alphanumeric character '#x\(hex)' was found in the message attribute name. Can only include \
                    alphanumeric characters, hyphens, underscores, or dots.
                    """)
        }
        guard !name.contains("..") else {
            throw Refusal(message: "Message attribute name can not have successive '.' character.")
        }
    }

    /// What JSON would take for one, roughly: neither hexadecimal nor “nan”.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.eE".utf8.contains($0) }
            && Double(text)?.isFinite == true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || "-_.".utf8.contains(byte) }

    private static func checkType(_ attribute: MessageAttribute, of name: String) throws(Refusal) {
        let kind = attribute.type.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard ["String", "Number", "Binary"].contains(kind), attribute.type.utf8.count <= longestName else {
            throw Refusal(
                message: """
                    The message attribute '\(name)' has an invalid message attribute type, the set of supported type \
                    prefixes is Binary, Number, and String.
                    """)
        }
        guard !attribute.value.isEmpty else {
            throw Refusal(
                message: """
                    The message attribute '\(name)' must contain non-empty message attribute value for message attribute \
                    type '\(attribute.type)'.
                    """)
        }
        if kind == "Number", !isNumber(attribute.value) {
            throw Refusal(message: "Could not cast message attribute '\(name)' value to number.")
        }
    }
}
