extension DocumentContent {
    func lineWarnings(_ step: DocumentStep) -> [LintWarning] {
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
        guard let parameter = parameter(named: name) else { return undeclaredToken(name, at: path) }
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
