import Foundation

/// A pattern of the model, matched the way the service that the model comes from matches: against the whole value.
///
/// The model's patterns are Java's. ICU, which `NSRegularExpression` stands on, reads the same language with two
/// differences that are settled here: Java's `\w`, `\d` and `\s` are ASCII, and a hyphen after a range or class in
/// brackets is a hyphen. ICU bounds its own backtracking stack; a value that exhausts it does not match.
struct ShapePattern: Sendable {
    /// As the model writes it, for messages.
    let source: String
    private let expression: NSRegularExpression

    init(_ source: String) throws {
        self.source = source
        expression = try NSRegularExpression(pattern: "\\A(?:\(Self.translated(source)))\\z")
    }

    func matches(_ value: String) -> Bool {
        let whole = NSRange(location: 0, length: value.utf16.count)
        return expression.firstMatch(in: value, options: .anchored, range: whole) != nil
    }

    /// The pattern in ICU's dialect.
    static func translated(_ source: String) -> String {
        let asciiClasses: [Character: String] = ["w": "a-zA-Z0-9_", "d": "0-9", "s": " \\t\\n\\x0B\\f\\r"]
        var result = ""
        var characters = Array(source)[...]
        var isInBrackets = false
        // In brackets: what precedes is complete, so that a hyphen cannot begin a range.
        var isComplete = true
        var isUpperBoundNext = false
        while let character = characters.popFirst() {
            if character == "\\", let escaped = characters.popFirst() {
                if let content = asciiClasses[escaped] {
                    result += isInBrackets ? content : "[\(content)]"
                    isComplete = true
                } else {
                    result += "\\\(escaped)"
                    isComplete = isUpperBoundNext
                    if escaped == "p" || escaped == "P" {
                        while let next = characters.popFirst() {
                            result.append(next)
                            if next == "}" { break }
                        }
                        isComplete = true
                    }
                }
                isUpperBoundNext = false
            } else if !isInBrackets {
                result.append(character)
                isInBrackets = character == "["
                isComplete = true
            } else if character == "]" {
                result.append(character)
                isInBrackets = false
            } else if character == "-" {
                let isLiteral = isComplete || characters.first == "]"
                result += isLiteral ? "\\-" : "-"
                isUpperBoundNext = !isLiteral
            } else if character == "^", result.hasSuffix("[") {
                result.append(character)
            } else {
                result.append(character)
                isComplete = isUpperBoundNext
                isUpperBoundNext = false
            }
        }
        return result
    }
}
