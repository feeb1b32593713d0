import Foundation

/// A message's subject (botocore: UTF-8 text without line breaks or control characters, at most 100 characters).
package enum SubjectLine {
    package static let mostCharacters = 100

    /// Makes any text a subject: what is not printable ASCII becomes `?` or a blank, and what is too long ends in dots.
    package static func fitting(_ text: String) -> String {
        let folded = String(text.decomposed.map { $0.isNewline || $0 == "\t" ? " " : $0.isPrintableASCII ? $0 : "?" })
        let words = folded.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        return words.count <= mostCharacters ? words : words.prefix(mostCharacters - 3) + "..."
    }

    /// What a publisher may give as a subject: UTF-8 without control characters.
    package static func check(_ subject: String) throws(InvalidParameter) {
        let hasControls = subject.unicodeScalars.contains { $0.properties.generalCategory == .control }
        let breaksLine = subject.contains { $0.isNewline }
        guard !subject.isEmpty, subject.unicodeScalars.count <= mostCharacters, !hasControls, !breaksLine else {
            throw InvalidParameter("Subject")
        }
    }
}

extension Character {
    fileprivate var isPrintableASCII: Bool { asciiValue.map { (0x20..<0x7F).contains($0) } ?? false }
}

extension String {
    /// Letters without their accents, where they have any.
    fileprivate var decomposed: String { folding(options: .diacriticInsensitive, locale: nil) }
}
