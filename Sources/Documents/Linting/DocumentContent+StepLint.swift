extension DocumentContent {
    func warnings(about step: DocumentStep, isLast: Bool) -> [LintWarning] {
        nameWarnings(step) + keyWarnings(step) + pluginWarnings(step) + preconditionWarnings(step)
            + (schemaVersion.hasMainSteps ? modifierWarnings(step, isLast: isLast) : [])
            + inputWarnings(step) + (step.plugin == .runShellScript ? lineWarnings(step) : [])
    }

    private func nameWarnings(_ step: DocumentStep) -> [LintWarning] {
        guard step.name.unicodeScalars.count < 4 else { return [] }
        return [
            LintWarning(
                .shortStepName, at: "\(step.path).name", "GetCommandInvocation takes names of 4 and more characters.",
                hint: "Choose a longer name, or nobody can ask for this step's output.")
        ]
    }

    private func keyWarnings(_ step: DocumentStep) -> [LintWarning] {
        let modifiers: Set<String> = ["onFailure", "onSuccess", "finallyStep", "timeoutSeconds", "maxAttempts"]
        let automation: Set<String> = ["isCritical", "isEnd", "nextStep"]
        return step.otherKeys.map { key in
            if modifiers.contains(key), key != "maxAttempts" {
                LintWarning(
                    .modifierOutsideInputs, at: "\(step.path).\(key)", "At this level \(key) is ignored.",
                    hint: "Move it into inputs.")
            } else {
                LintWarning(
                    .unknownKey, at: "\(step.path).\(key)",
                    modifiers.union(automation).contains(key)
                        ? "Command documents ignore \(key)." : "Nothing reads this key.",
                    hint: "Remove it, or correct its spelling.")
            }
        }
    }

    private func pluginWarnings(_ step: DocumentStep) -> [LintWarning] {
        guard let plugin = step.plugin else {
            return [
                LintWarning(
                    .unknownPlugin, at: "\(step.path).action", "\"\(step.action)\" is no plugin; the step will fail.",
                    hint: "For a script write aws:runShellScript.")
            ]
        }
        guard !plugin.isSupported else { return [] }
        return [
            LintWarning(
                .unsupportedPlugin, at: "\(step.path).action", "This service cannot run \(plugin.rawValue) yet.",
                hint: plugin.platforms.contains(.linux)
                    ? "The step will fail." : "On Linux the step is passed over or fails.")
        ]
    }

    private func preconditionWarnings(_ step: DocumentStep) -> [LintWarning] {
        guard let value = step.precondition else { return [] }
        let path = "\(step.path).precondition"
        guard schemaVersion.hasPreconditions else {
            return [
                LintWarning(
                    .precondition, at: path, "Before schemaVersion 2.2 a step with a precondition fails.",
                    hint: "Raise schemaVersion to 2.2.")
            ]
        }
        switch Precondition(reading: value, parameters: parameters) {
        case .equal: return []
        case .malformed(let reason):
            return [
                LintWarning(
                    .precondition, at: path, "The step will fail: \(reason).",
                    hint: "Write {StringEquals: [platformType, Linux]}.")
            ]
        case .platform(let name):
            guard PlatformType(named: name) == nil else { return [] }
            return [
                LintWarning(
                    .precondition, at: path,
                    "No node has the platform \"\(name)\"; the step will be skipped everywhere.",
                    hint: "Platforms are Linux, MacOS and Windows.")
            ]
        }
    }

    private func modifierWarnings(_ step: DocumentStep, isLast: Bool) -> [LintWarning] {
        var warnings: [LintWarning] = []
        func expect(_ key: String, _ accepted: [DocumentValue], hint: String) {
            guard let value = step.inputs[key], !accepted.contains(value) else { return }
            if case .string(let text) = value, !TemplateText(text).names.isEmpty { return }
            warnings.append(
                LintWarning(
                    .modifierValue, at: "\(step.inputsPath).\(key)",
                    "\(key) is \(JSONWriter.compact(value)), which means nothing.",
                    hint: hint))
        }
        expect(
            "onFailure", [.string("exit"), .string("successAndExit")], hint: "Write exit or successAndExit.")
        expect("onSuccess", [.string("exit")], hint: "Write exit.")
        expect(
            "finallyStep", [.boolean(true), .boolean(false), .string("true"), .string("false")], hint: "Write true.")
        if !isLast, FlowModifiers(reading: step.inputs).isFinally {
            warnings.append(
                LintWarning(
                    .finallyNotLast, at: "\(step.inputsPath).finallyStep", "Only the last step can be a finally step.",
                    hint: "Make it the last step, or remove the key."))
        }
        return warnings
    }
}
