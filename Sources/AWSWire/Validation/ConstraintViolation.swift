/// One value that breaks one rule of its shape, in the words that AWS's services use.
struct ConstraintViolation: Equatable {
    enum Subject: Equatable {
        /// A required member is absent or null.
        case missing
        /// The value may not be repeated.
        case hidden
        case shown(String)
    }

    let subject: Subject
    /// Such as `targets.1.member.key`.
    let path: String
    /// Such as `Member must have length greater than or equal to 1`.
    let constraint: String

    var sentence: String {
        let value =
            switch subject {
            case .missing: " null"
            case .hidden: ""
            case .shown(let text): " '\(text)'"
            }
        return "Value\(value) at '\(path)' failed to satisfy constraint: \(constraint)"
    }

    /// The message of a `ValidationException` for one violation or several.
    static func message(_ violations: [Self]) -> String {
        let noun = violations.count == 1 ? "error" : "errors"
        return "\(violations.count) validation \(noun) detected: "
            + violations.map(\.sentence).joined(separator: "; ")
    }
}

extension ConstraintViolation.Subject {
    /// How much of a refused value a message repeats.
    private static let longestEcho = 256

    /// The value as messages write it: lists as `[a, b]`, objects as `{a=b}`.
    static func echo(_ value: JSONValue) -> Self {
        var text = ""
        write(value, to: &text)
        return .shown(text.shortened(to: longestEcho))
    }

    private static func write(_ value: JSONValue, to text: inout String) {
        // A huge list costs no more than the part of it that is shown.
        guard text.utf8.count <= longestEcho * 4 else { return }
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.description
        case .string(let value): text += value.prefix(longestEcho + 1)
        case .array(let elements):
            text += "["
            for (index, element) in elements.prefix(longestEcho).enumerated() {
                if index > 0 { text += ", " }
                write(element, to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).prefix(longestEcho).enumerated() {
                if index > 0 { text += ", " }
                text += member.key.prefix(longestEcho) + "="
                write(member.value, to: &text)
            }
            text += "}"
        }
    }
}
