/// The rules of topic names (botocore: 1 to 256 ASCII letters, digits, hyphens and underscores).
package enum TopicName {
    package static func isValid(_ name: String) -> Bool {
        (1...256).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    /// First-in-first-out topics, whose names end in `.fifo`, are refused as any other name with a dot.
    package static func check(_ name: String) throws(InvalidParameter) {
        guard isValid(name) else { throw InvalidParameter("Topic Name") }
    }
}
