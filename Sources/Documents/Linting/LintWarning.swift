/// Something in a valid document that its author probably did not mean.
package struct LintWarning: Hashable, Sendable {
    package enum Rule: String, CaseIterable, Sendable {
        /// A String is pasted into a script with nothing to stop it from being a command.
        case pastedText = "pasted-text"
        /// `{{name}}` of an environment parameter inside single quotes, where the shell expands nothing.
        case quotedVariable = "quoted-variable"
        /// `onFailure` and its like beside `inputs` instead of inside, where they are ignored.
        case modifierOutsideInputs = "modifier-outside-inputs"
        /// A modifier with a value that means nothing.
        case modifierValue = "modifier-value"
        /// `finallyStep` on a step that is not the last.
        case finallyNotLast = "finally-not-last"
        /// A key that nothing reads.
        case unknownKey = "unknown-key"
        /// An input with a value that fails the step, or one that is missing.
        case inputValue = "input-value"
        /// A plugin the field does not know; the step fails.
        case unknownPlugin = "unknown-plugin"
        /// A plugin the field knows and this service cannot run.
        case unsupportedPlugin = "unsupported-plugin"
        /// A precondition that fails its step, or can never hold.
        case precondition
        /// A token whose name is not a parameter; it stays in the text.
        case undeclaredToken = "undeclared-token"
        /// A parameter that no step uses.
        case unusedParameter = "unused-parameter"
        /// A default that its own rules would refuse.
        case defaultBreaksRule = "default-breaks-rule"
        /// A pattern that is found in the middle of a value too.
        case unanchoredPattern = "unanchored-pattern"
        /// A time limit outside 5-172800, which silently becomes 3600.
        case timeoutOutOfRange = "timeout-out-of-range"
        /// A step name too short for the API to ask for.
        case shortStepName = "short-step-name"
    }

    package let rule: Rule
    /// Where, such as `mainSteps[0].inputs.runCommand[1]`.
    package let path: String
    package let message: String
    package let hint: String

    init(_ rule: Rule, at path: String, _ message: String, hint: String) {
        self.rule = rule
        self.path = path
        self.message = message
        self.hint = hint
    }
}

extension DocumentContent {
    /// What an author should look at, in the document's order.
    package var lintWarnings: [LintWarning] {
        topLevelWarnings + parameters.flatMap(warnings(about:))
            + steps.enumerated().flatMap { warnings(about: $0.element, isLast: $0.offset == steps.count - 1) }
    }

    private var topLevelWarnings: [LintWarning] {
        let stepsKey = schemaVersion.hasMainSteps ? "mainSteps" : "runtimeConfig"
        let known: Set<String> = ["schemaVersion", "description", "parameters", stepsKey]
        return root.entries.filter { !known.contains($0.key) }.map { entry in
            LintWarning(
                .unknownKey, at: entry.key, "Nothing reads this key in schemaVersion \(schemaVersion.rawValue).",
                hint: "Remove it, or correct its spelling.")
        }
    }
}
