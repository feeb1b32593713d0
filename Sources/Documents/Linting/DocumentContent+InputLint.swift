extension DocumentContent {
    func inputWarnings(_ step: DocumentStep) -> [LintWarning] {
        guard let plugin = step.plugin, let known = plugin.inputNames else { return [] }
        let modifiers: Set<String> = ["onFailure", "onSuccess", "finallyStep"]
        var warnings = step.inputs.entries.filter { !known.contains($0.key) && !modifiers.contains($0.key) }.map {
            LintWarning(
                .unknownKey, at: "\(step.inputsPath).\($0.key)", "\(step.action) does not read this input.",
                hint: "Remove it, or correct its spelling.")
        }
        if known.contains("timeoutSeconds"), let value = step.inputs["timeoutSeconds"], !hasToken(value),
            !isTimeout(value, atLeast: plugin.leastTimeoutSeconds)
        {
            let least = plugin.leastTimeoutSeconds
            warnings.append(
                LintWarning(
                    .timeoutOutOfRange, at: "\(step.inputsPath).timeoutSeconds",
                    "\(value.textForm) is not within \(least)-172800 and silently becomes 3600.",
                    hint: "Write \(least) to 172800."))
        }
        for (name, values) in plugin.inputValues {
            if let warning = valueWarning(step, name, values) { warnings.append(warning) }
        }
        return warnings + (plugin == .runShellScript ? [] : tokenWarnings(step))
    }

    /// A token that names no parameter.
    func undeclaredToken(_ name: String, at path: String) -> LintWarning {
        guard !name.hasPrefix("ssm:"), !name.hasPrefix("ssm-secure:") else {
            return LintWarning(
                .undeclaredToken, at: path, "There is no parameter store; {{\(name)}} fails the command.",
                hint: "Declare a parameter.")
        }
        return LintWarning(
            .undeclaredToken, at: path, "{{\(name)}} is not a parameter and stays in the text as it is.",
            hint: "Declare the parameter, or correct the name.")
    }

    /// - Parameter values: those that mean something; empty when any text does.
    private func valueWarning(_ step: DocumentStep, _ name: String, _ values: [String]) -> LintWarning? {
        let accepted = values.isEmpty ? "" : " Write \(values.joined(separator: ", "))."
        guard let value = step.inputs[name] else {
            // A step that runs the document which does nothing needs nothing else.
            let isNoOperation = step.inputs["documentPath"] == .string(ShippedDocument.noOperationName)
            guard step.plugin != .patchBaseline, !isNoOperation else { return nil }
            return LintWarning(
                .inputValue, at: step.inputsPath, "The input \(name) is missing; the step will fail.",
                hint: "Add it.\(accepted)")
        }
        guard !hasToken(value), !values.isEmpty, !values.contains(value.textForm) else { return nil }
        return LintWarning(
            .inputValue, at: "\(step.inputsPath).\(name)",
            "\(name) is \(JSONWriter.compact(value)); the step will fail.",
            hint: accepted.isEmpty ? "" : String(accepted.dropFirst()))
    }

    private func tokenWarnings(_ step: DocumentStep) -> [LintWarning] {
        step.inputs.entries.flatMap { entry in
            entry.value.texts.flatMap { TemplateText($0).names }.filter { parameter(named: $0) == nil }.map {
                undeclaredToken($0, at: "\(step.inputsPath).\(entry.key)")
            }
        }
    }

    private func hasToken(_ value: DocumentValue) -> Bool { !TemplateText(value.textForm).names.isEmpty }

    private func isTimeout(_ value: DocumentValue, atLeast least: Int) -> Bool {
        // 3600 is also what a bad value becomes, so look for the value itself.
        ScriptTimeout.seconds(value, atLeast: least) != ScriptTimeout.defaultSeconds || value.textForm.hasPrefix("3600")
    }
}

extension Plugin {
    /// What the plugin reads beside the modifiers of the flow; `nil` for one that this service cannot run.
    fileprivate var inputNames: Set<String>? {
        switch self {
        case .runShellScript: ["id", "runCommand", "timeoutSeconds", "workingDirectory"]
        case .runDocument: ["id", "documentType", "documentPath", "documentParameters"]
        case .downloadContent: ["id", "sourceType", "sourceInfo", "destinationPath", "timeoutSeconds"]
        case .patchBaseline:
            [
                "operation", "snapshotId", "installOverrideList", "baselineOverride", "rebootOption", "timeoutSeconds",
            ]
        case .patchDecision: ["after", "step", "operation", "rebootOption"]
        default: nil
        }
    }

    /// Inputs that a step cannot do without, and what they may be; an empty list is any text.
    fileprivate var inputValues: [(name: String, values: [String])] {
        switch self {
        case .runDocument: [("documentType", ["SSMDocument", "LocalPath"]), ("documentPath", [])]
        case .downloadContent: [("sourceType", DownloadScript.sourceTypes), ("sourceInfo", [])]
        case .patchBaseline:
            [("operation", ["Scan", "Install"]), ("rebootOption", ["RebootIfNeeded", "NoReboot"])]
        case .patchDecision:
            [
                ("after", ["Scan", "Install"]), ("step", []), ("operation", ["Scan", "Install"]),
            ]
        default: []
        }
    }
}
