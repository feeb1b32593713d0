extension DocumentContent {
    func scriptWarnings(_ step: DocumentStep) -> [LintWarning] {
        let known: Set<String> = [
            "id", "runCommand", "timeoutSeconds", "workingDirectory", "onFailure", "onSuccess", "finallyStep",
        ]
        var warnings = step.inputs.entries.filter { !known.contains($0.key) }.map { entry in
            LintWarning(
                .unknownKey, at: "\(step.inputsPath).\(entry.key)", "aws:runShellScript does not read this input.",
                hint: "Remove it, or correct its spelling.")
        }
        if let value = step.inputs["timeoutSeconds"], !hasToken(value), !isTimeout(value) {
            warnings.append(
                LintWarning(
                    .timeoutOutOfRange, at: "\(step.inputsPath).timeoutSeconds",
                    "\(value.textForm) is not within 5-172800 and silently becomes 3600.", hint: "Write 5 to 172800."))
        }
        return warnings + lineWarnings(step)
    }

    private func hasToken(_ value: DocumentValue) -> Bool { !TemplateText(value.textForm).names.isEmpty }

    private func isTimeout(_ value: DocumentValue) -> Bool {
        // 3600 is also what a bad value becomes, so look for the value itself.
        ScriptTimeout.seconds(value) != ScriptTimeout.defaultSeconds || value.textForm.hasPrefix("3600")
    }

    private func lineWarnings(_ step: DocumentStep) -> [LintWarning] {
        guard case .list(let lines)? = step.inputs["runCommand"] else { return [] }
        var warnings: [LintWarning] = []
        var quoting = ShellQuoting()
        for (index, line) in lines.enumerated() {
            let path = "\(step.inputsPath).runCommand[\(index)]"
            for segment in TemplateText(line.textForm).segments {
                switch segment {
                case .literal(let text): quoting.read(text)
                case .token(let name, _):
                    if let warning = warning(about: String(name), at: path, isInSingleQuotes: quoting.isInSingleQuotes)
                    {
                        warnings.append(warning)
                    }
                }
            }
            quoting.read("\n")
        }
        return warnings
    }

    private func warning(about name: String, at path: String, isInSingleQuotes: Bool) -> LintWarning? {
        guard let parameter = parameter(named: name) else {
            guard !name.hasPrefix("ssm:"), !name.hasPrefix("ssm-secure:") else {
                return LintWarning(
                    .undeclaredToken, at: path, "There is no parameter store; {{\(name)}} fails the command.",
                    hint: "Declare a parameter.")
            }
            return LintWarning(
                .undeclaredToken, at: path, "{{\(name)}} is not a parameter and stays in the text as it is.",
                hint: "Declare the parameter, or correct the name.")
        }
        if parameter.isPassedInEnvironment {
            guard isInSingleQuotes else { return nil }
            return LintWarning(
                .quotedVariable, at: path,
                "{{\(name)}} becomes ${\(parameter.environmentName)}, which the shell does not expand in single quotes.",
                hint: "Use double quotes.")
        }
        guard parameter.kind == .string, parameter.allowedPattern == nil, parameter.allowedValues == nil else {
            return nil
        }
        return LintWarning(
            .pastedText, at: path, "{{\(name)}} is pasted into the script, so its value can be a command.",
            hint: "Add interpolationType ENV_VAR, an anchored allowedPattern, or allowedValues.")
    }
}

/// Follows single quotes through a script, well enough for a warning: here-documents are not understood.
struct ShellQuoting {
    private enum State { case plain, singleQuotes, doubleQuotes, comment }

    private var state = State.plain
    private var isEscaped = false
    private var isAtWordStart = true

    var isInSingleQuotes: Bool { state == .singleQuotes }

    mutating func read(_ text: some StringProtocol) {
        for scalar in text.unicodeScalars { read(scalar) }
    }

    private mutating func read(_ scalar: Unicode.Scalar) {
        defer { isAtWordStart = [" ", "\t", "\n", ";", "&", "|", "("].contains(scalar) }
        if isEscaped {
            isEscaped = false
            return
        }
        switch (state, scalar) {
        case (.plain, "'"): state = .singleQuotes
        case (.plain, "\""): state = .doubleQuotes
        case (.plain, "#") where isAtWordStart: state = .comment
        case (.plain, "\\"), (.doubleQuotes, "\\"): isEscaped = true
        case (.singleQuotes, "'"), (.doubleQuotes, "\""), (.comment, "\n"): state = .plain
        default: break
        }
    }
}
