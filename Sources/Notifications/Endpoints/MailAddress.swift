/// A mail address that is safe to hand to a mail program: no quotes, no comments, nothing that reads as an option.
package struct MailAddress: Hashable, Sendable {
    package let text: String

    private static let mostCharacters = 254
    private static let mostLocalCharacters = 64

    /// - Throws: with SNS's word for any address it does not like.
    package init(_ text: String) throws(InvalidParameter) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        // Letters beyond ASCII may become others when their case is changed.
        guard text.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.count <= Self.mostCharacters, parts.count == 2,
            Self.isLocalPart(parts[0]),
            EndpointRules.isHostName(parts[1].lowercased())
        else { throw InvalidParameter("Email address") }
        self.text = text
    }

    /// What follows the `@`; a machine's own name will do, for mail that stays on it.
    package var domain: String { text.split(separator: "@").last.map(String.init) ?? "" }

    /// Atoms with dots between them (RFC 5322 §3.2.3). Never a minus first: a mail program would take it for an option.
    private static func isLocalPart(_ part: Substring) -> Bool {
        (1...mostLocalCharacters).contains(part.utf8.count) && part.first != "-"
            && part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty
                    && atom.allSatisfy {
                        ($0.isASCII && ($0.isLetter || $0.isNumber)) || "!#$%&'*+-/=?^_`{|}~".contains($0)
                    }
            }
    }
}
