/// Why a baseline cannot be: it breaks a rule that no single member's shape tells.
package struct BaselineProblem: Error, Hashable, Sendable {
    package let message: String
    package let hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
