import Testing

@testable import Documents

@Suite struct LintTests {
    struct Row: CustomTestStringConvertible {
        let rule: LintWarning.Rule
        let path: String
        let yaml: String
        var testDescription: String { "\(rule.rawValue) at \(path)" }
        init(_ rule: LintWarning.Rule, at path: String, _ yaml: String) {
            self.rule = rule
            self.path = path
            self.yaml = yaml
        }
    }

    static func step(_ line: String, parameters: String = "{}", extra: String = "", inputs: String = "") -> String {
        """
        schemaVersion: '2.2'
        parameters: \(parameters)
        mainSteps:
        - action: aws:runShellScript
          name: work
          \(extra)
          inputs:
            runCommand: ["\(line)"]
            \(inputs)
        """
    }

    static let line = "mainSteps[0].inputs.runCommand[0]"
    static let environment = "{m: {type: String, interpolationType: ENV_VAR}}"

    static func plugin(_ action: String, _ inputs: String) -> String {
        "schemaVersion: '2.2'\nmainSteps: [{action: '\(action)', name: work, inputs: {\(inputs)}}]"
    }

    static let rows: [Row] = [
        Row(.pastedText, at: line, step("echo {{ m }}", parameters: "{m: {type: String}}")),
        Row(.quotedVariable, at: line, step("echo 'a {{ m }}'", parameters: environment)),
        Row(.modifierOutsideInputs, at: "mainSteps[0].onFailure", step("x", extra: "onFailure: exit")),
        Row(.modifierOutsideInputs, at: "mainSteps[0].timeoutSeconds", step("x", extra: "timeoutSeconds: 60")),
        Row(.unknownKey, at: "mainSteps[0].maxAttempts", step("x", extra: "maxAttempts: 2")),
        Row(.unknownKey, at: "mainSteps[0].isEnd", step("x", extra: "isEnd: true")),
        Row(.unknownKey, at: "mainSteps[0].Inputs", step("x", extra: "Inputs: {}")),
        Row(.unknownKey, at: "outputs", "outputs: []\n" + step("x")),
        Row(.unknownKey, at: "mainSteps[0].inputs.timeout", step("x", inputs: "timeout: 5")),
        Row(
            .unknownKey, at: "parameters.m.pattern",
            step("$SSM_m", parameters: "{m: {type: String, interpolationType: ENV_VAR, pattern: x}}")),
        Row(.modifierValue, at: "mainSteps[0].inputs.onFailure", step("x", inputs: "onFailure: Abort")),
        Row(.modifierValue, at: "mainSteps[0].inputs.onSuccess", step("x", inputs: "onSuccess: true")),
        Row(.modifierValue, at: "mainSteps[0].inputs.finallyStep", step("x", inputs: "finallyStep: 'yes'")),
        Row(
            .finallyNotLast, at: "mainSteps[0].inputs.finallyStep",
            step("x", inputs: "finallyStep: true")
                + "\n- {action: 'aws:runShellScript', name: last, inputs: {runCommand: [x]}}"),
        Row(
            .unknownPlugin, at: "mainSteps[0].action",
            "schemaVersion: '2.2'\nmainSteps: [{action: runShell, name: work}]"),
        Row(
            .unsupportedPlugin, at: "mainSteps[0].action",
            "schemaVersion: '2.2'\nmainSteps: [{action: 'aws:softwareInventory', name: work}]"),
        Row(
            .inputValue, at: "mainSteps[0].inputs.sourceType",
            plugin("aws:downloadContent", "sourceType: S3, sourceInfo: {path: x}")),
        Row(.inputValue, at: "mainSteps[0].inputs", plugin("aws:downloadContent", "sourceType: HTTP")),
        Row(
            .inputValue, at: "mainSteps[0].inputs.documentType",
            plugin("aws:runDocument", "documentType: Stored, documentPath: Other")),
        Row(.inputValue, at: "mainSteps[0].inputs", plugin("aws:runDocument", "documentType: LocalPath")),
        Row(.inputValue, at: "mainSteps[0].inputs.operation", plugin("mw:patchBaseline", "operation: Instal")),
        Row(.inputValue, at: "mainSteps[0].inputs", plugin("mw:patchDecision", "operation: Install, step: Patch")),
        Row(
            .unknownKey, at: "mainSteps[0].inputs.documentVersion",
            plugin("aws:runDocument", "documentType: SSMDocument, documentPath: Other, documentVersion: '1'")),
        Row(
            .undeclaredToken, at: "mainSteps[0].inputs.documentPath",
            plugin("aws:runDocument", "documentType: SSMDocument, documentPath: '{{ hook }}'")),
        Row(
            .undeclaredToken, at: "mainSteps[0].inputs.sourceInfo",
            plugin("aws:downloadContent", "sourceType: HTTP, sourceInfo: {url: 'https://x/{{ssm:y}}'}")),
        Row(
            .timeoutOutOfRange, at: "mainSteps[0].inputs.timeoutSeconds",
            plugin("mw:patchBaseline", "operation: Scan, timeoutSeconds: 0")),
        Row(.precondition, at: "mainSteps[0].precondition", step("x", extra: "precondition: {Equals: [a, b]}")),
        Row(
            .precondition, at: "mainSteps[0].precondition",
            step("x", extra: "precondition: {StringEquals: [platformType, Unix]}")),
        Row(.undeclaredToken, at: line, step("echo {{ n }}")),
        Row(.undeclaredToken, at: line, step("echo {{ssm:n}}")),
        Row(.unusedParameter, at: "parameters.m", step("x", parameters: "{m: {type: String}}")),
        Row(
            .defaultBreaksRule, at: "parameters.m.default",
            step("{{ m }}", parameters: "{m: {type: String, default: c, allowedValues: [a, b]}}")),
        Row(
            .unanchoredPattern, at: "parameters.m.allowedPattern",
            step("{{ m }}", parameters: "{m: {type: String, allowedPattern: '[a-z]+'}}")),
        Row(.timeoutOutOfRange, at: "mainSteps[0].inputs.timeoutSeconds", step("x", inputs: "timeoutSeconds: 4")),
        Row(
            .shortStepName, at: "mainSteps[0].name",
            "schemaVersion: '2.2'\nmainSteps: [{action: 'aws:runShellScript', name: abc, inputs: {runCommand: [x]}}]"),
    ]

    @Test(arguments: rows)
    func `each mistake gives exactly its warning`(_ row: Row) throws {
        let warnings = try document(row.yaml).lintWarnings
        #expect(warnings.map(\.rule) == [row.rule], "\(warnings)")
        #expect(warnings.map(\.path) == [row.path])
    }

    @Test func `every rule has a mistake that shows it`() {
        #expect(Set(Self.rows.map(\.rule)) == Set(LintWarning.Rule.allCases))
    }

    @Test(arguments: [
        step("echo \\\"{{ m }}\\\" 'quoted' {{ m }} # don't {{ m }}", parameters: environment),
        step("echo {{ m }}", parameters: "{m: {type: String, allowedPattern: '^[a-z]+$'}}"),
        step("echo {{ m }}", parameters: "{m: {type: String, allowedValues: [a, b]}}"),
        step("echo ${SSM_m}", parameters: environment),
        step("x", inputs: "timeoutSeconds: 3600"),
        plugin("aws:runDocument", "documentPath: AWS-Noop, onFailure: exit"),
        plugin("aws:runDocument", "documentType: LocalPath, documentPath: a.yaml, documentParameters: {a: b}"),
        plugin("aws:downloadContent", "sourceType: Git, sourceInfo: '{}', destinationPath: a/, finallyStep: true"),
        plugin("mw:patchBaseline", "operation: Scan, snapshotId: '', timeoutSeconds: 7200"),
        plugin("mw:patchDecision", "after: Scan, step: Patch, operation: Install, rebootOption: NoReboot"),
        step("x", inputs: "timeoutSeconds: '3600'"),
        step("x", inputs: "onFailure: exit\n    onSuccess: exit\n    finallyStep: true"),
        step("x", extra: "precondition: {StringEquals: [platformType, Linux]}"),
        "schemaVersion: '2.2'\nparameters: {c: {type: StringList}}\nmainSteps: [{action: 'aws:runShellScript', name: work, inputs: {runCommand: '{{ c }}'}}]",
    ])
    func `a careful document gives no warning`(_ yaml: String) throws {
        #expect(try document(yaml).lintWarnings == [])
    }

    @Test func `a quote that opened on an earlier line still counts`() throws {
        let content = try script(
            "[\"awk '\", \"{{ m }}\", \"' x\", \"{{ m }}\"]",
            parameters: "  m: {type: String, interpolationType: ENV_VAR}")
        #expect(content.lintWarnings.map(\.path) == ["mainSteps[0].inputs.runCommand[1]"])
    }
}
