extension DocumentContent {
    func warnings(about parameter: ParameterDefinition) -> [LintWarning] {
        let path = "parameters.\(parameter.name)"
        var warnings: [LintWarning] = []
        if case .map(let all)? = root["parameters"], case .map(let map)? = all[parameter.name] {
            for entry in map.entries where !ParameterDefinition.knownKeys.contains(entry.key) {
                warnings.append(
                    LintWarning(
                        .unknownKey, at: "\(path).\(entry.key)", "Nothing reads this key.",
                        hint: "Remove it, or correct its spelling."))
            }
        }
        if let pattern = parameter.allowedPattern,
            !(pattern.hasPrefix("^") || pattern.hasPrefix("(^")) || !(pattern.hasSuffix("$") || pattern.hasSuffix("$)"))
        {
            warnings.append(
                LintWarning(
                    .unanchoredPattern, at: "\(path).allowedPattern",
                    "The pattern is searched for anywhere in the value, so [a-z] accepts A1b.",
                    hint: "Begin it with ^ and end it with $."))
        }
        if let value = parameter.defaultValue {
            var budget = AllowedPattern.Budget()
            do {
                try parameter.check(value, &budget)
            } catch {
                warnings.append(
                    LintWarning(
                        .defaultBreaksRule, at: "\(path).default", error.message,
                        hint: "Nobody could give this value; change it or the rule."))
            }
        }
        if !isUsed(parameter) {
            warnings.append(
                LintWarning(
                    .unusedParameter, at: path, "No step uses this parameter.",
                    hint: parameter.isPassedInEnvironment
                        ? "Use $\(parameter.environmentName) in a script, or remove it."
                        : "Write {{ \(parameter.name) }} where it belongs, or remove it."))
        }
        return warnings
    }

    private func isUsed(_ parameter: ParameterDefinition) -> Bool {
        steps.contains { step in
            step.inputs.entries.contains { uses(parameter, in: $0.value) }
                || step.precondition.map { uses(parameter, in: $0) } ?? false
        }
    }

    private func uses(_ parameter: ParameterDefinition, in value: DocumentValue) -> Bool {
        switch value {
        case .null, .boolean, .integer, .decimal: false
        case .string(let text):
            TemplateText(text).names.contains(parameter.name)
                || parameter.isPassedInEnvironment && text.contains(parameter.environmentName)
        case .list(let elements): elements.contains { uses(parameter, in: $0) }
        case .map(let map): map.entries.contains { uses(parameter, in: $0.value) }
        }
    }
}
