import Testing

@testable import Documents

@Suite struct PlanningTests {
    enum Expected: Hashable { case runs, skipped, failed, succeeds }

    struct Row: CustomTestStringConvertible {
        let situation: String
        let version: String
        let action: String
        let precondition: String?
        let expected: Expected
        var testDescription: String { situation }
        init(_ situation: String, _ version: String, _ action: String, _ precondition: String?, _ expected: Expected) {
            self.situation = situation
            self.version = version
            self.action = action
            self.precondition = precondition
            self.expected = expected
        }
    }

    static let shell = "aws:runShellScript"
    static let rows: [Row] = [
        Row("precondition true, plugin known", "2.2", shell, "{StringEquals: [platformType, Linux]}", .runs),
        Row("platform in any case and order", "2.2", shell, "{StringEquals: [linux, platformType]}", .runs),
        Row("precondition true, plugin unknown", "2.2", "aws:new", "{StringEquals: [platformType, Linux]}", .failed),
        Row("precondition false", "2.2", shell, "{StringEquals: [platformType, Windows]}", .skipped),
        Row("precondition false, plugin unknown", "2.2", "aws:new", "{StringEquals: [platformType, MacOS]}", .skipped),
        Row("platform nobody has", "2.2", shell, "{StringEquals: [platformType, Solaris]}", .skipped),
        Row("parameter equal", "2.2", shell, "{StringEquals: ['{{ p }}', yes]}", .runs),
        Row("parameter unequal in case", "2.2", shell, "{StringEquals: ['{{ p }}', Yes]}", .skipped),
        Row("two parameters", "2.2", shell, "{StringEquals: ['{{ p }}', '{{ q }}']}", .skipped),
        Row("parameter inside text", "2.2", shell, "{StringEquals: [x-yes, 'x-{{ p }}']}", .runs),
        Row("environment parameter is compared by value", "2.2", shell, "{StringEquals: ['{{ e }}', word]}", .runs),
        Row("number is compared as text", "2.2", shell, "{StringEquals: ['{{ i }}', '7']}", .runs),
        Row("other operator", "2.2", shell, "{StringNotEquals: [platformType, Linux]}", .failed),
        Row("two operators", "2.2", shell, "{StringEquals: [platformType, Linux], x: [a, b]}", .failed),
        Row("no operator", "2.2", shell, "{}", .failed),
        Row("one argument", "2.2", shell, "{StringEquals: [platformType]}", .failed),
        Row("three arguments", "2.2", shell, "{StringEquals: [platformType, Linux, Linux]}", .failed),
        Row("argument not a string", "2.2", shell, "{StringEquals: [platformType, 5]}", .failed),
        Row("not a map", "2.2", shell, "[platformType, Linux]", .failed),
        Row("null", "2.2", shell, "null", .failed),
        Row("platform from a parameter", "2.2", shell, "{StringEquals: [platformType, '{{ p }}']}", .failed),
        Row("two literals", "2.2", shell, "{StringEquals: [a, a]}", .failed),
        Row("undeclared token", "2.2", shell, "{StringEquals: ['{{ z }}', a]}", .failed),
        Row("identical before substitution", "2.2", shell, "{StringEquals: ['{{ p }}', '{{ p }}']}", .failed),
        Row("parameter store", "2.2", shell, "{StringEquals: ['{{ssm:x}}', '{{ p }}']}", .failed),
        Row("none, plugin known", "2.2", shell, nil, .runs),
        Row("none, plugin unknown", "2.2", "aws:new", nil, .failed),
        Row("none, plugin of another platform", "2.2", "aws:runPowerShellScript", nil, .skipped),
        Row(
            "true, plugin of another platform", "2.2", "aws:psModule", "{StringEquals: [platformType, Linux]}", .failed),
        Row("none, plugin known but not ours", "2.2", "aws:configureDocker", nil, .failed),
        Row("below 2.2, precondition", "2.0", shell, "{StringEquals: [platformType, Linux]}", .failed),
        Row("below 2.2, plugin of another platform", "2.0", "aws:runPowerShellScript", nil, .failed),
        Row("below 2.2, plugin known", "2.0.3", shell, nil, .runs),
        Row("below 2.2, plugin unknown", "2.0", "aws:new", nil, .failed),
    ]

    @Test(arguments: rows)
    func `a step runs, is skipped or fails by the table`(_ row: Row) throws {
        let environment =
            row.version == "2.2" ? "{type: String, default: word, interpolationType: ENV_VAR}" : "{type: String}"
        let content = try document(
            """
            schemaVersion: '\(row.version)'
            parameters:
              p: {type: String, default: 'yes'}
              q: {type: String, default: no-thing}
              i: {type: Integer, default: 7}
              e: \(environment)
            mainSteps:
            - action: \(row.action)
              name: work
              inputs: {runCommand: [x]}
              \(row.precondition.map { "precondition: \($0)" } ?? "")
            """)
        let bound = try content.bind(row.version == "2.2" ? [:] : ["e": ["x"]])
        switch try content.plan(with: bound).steps[0].work {
        case .run: #expect(row.expected == .runs)
        case .skip(let reason):
            #expect(row.expected == .skipped)
            #expect(reason.hasPrefix("Step execution skipped due to "))
            #expect(reason.hasSuffix(". Step name: work"))
        case .fail(let reason):
            #expect(row.expected == .failed)
            #expect(reason.contains("Step name: work"))
        case .succeed: #expect(row.expected == .succeeds)
        case .serve, .document, .localDocument: #expect(Bool(false))
        }
    }

    @Test(arguments: Plugin.allCases, PlatformType.allCases)
    func `every known plugin is decided on every platform`(_ plugin: Plugin, on platform: PlatformType) throws {
        let content = try document(
            "schemaVersion: '2.2'\nmainSteps: [{action: '\(plugin.rawValue)', name: work, inputs: {runCommand: [x]}}]")
        let work = try content.plan(with: content.bind([:]), on: platform).steps[0].work
        switch work {
        case .run: #expect(plugin == .runShellScript && platform != .windows)
        case .skip: #expect(!plugin.platforms.contains(platform))
        case .fail: #expect(plugin.platforms.contains(platform) && plugin != .runShellScript)
        case .serve: #expect([.patchBaseline, .patchDecision].contains(plugin) && platform == .linux)
        case .document, .localDocument, .succeed: #expect(Bool(false))
        }
    }

    @Test(arguments: [
        "AWS-Noop", "{{ hook }}", "aws-noop", "AWS-Noop:1", "arn:aws:ssm:eu-central-1::document/AWS-Noop",
    ])
    func `a hook that names AWS-Noop succeeds without being fetched`(_ path: String) throws {
        let content = try document(
            """
            schemaVersion: '2.2'
            parameters: {hook: {type: String, default: AWS-Noop}}
            mainSteps: [{action: 'aws:runDocument', name: hook, inputs: {documentType: SSMDocument, documentPath: '\(path)'}}]
            """)
        #expect(try content.plan(with: content.bind([:])).steps[0].work == .succeed)
    }

    @Test(arguments: [
        ("60", 60), ("'60'", 60), ("60.9", 60), ("'60.9'", 60), ("5", 5), ("4", 3_600), ("4.99", 3_600), ("0", 3_600),
        ("-60", 3_600), ("172800", 172_800), ("172800.9", 172_800), ("172801", 3_600), ("'1h'", 3_600), ("''", 3_600),
        ("1e3", 1_000), ("1e300", 3_600), ("' 60'", 3_600), ("9223372036854775807", 3_600), ("'{{ t }}'", 77),
        ("'{{ t }}0'", 770), ("'{{ i }}'", 88), ("'{{ x }}'", 3_600),
    ])
    func `a time limit outside 5 to 172800 seconds or unreadable becomes 3600`(_ written: String, _ seconds: Int) throws
    {
        let content = try script(
            "[x]\n    timeoutSeconds: \(written)",
            parameters: "  t: {type: String, default: '77'}\n  i: {type: Integer, default: 88}")
        #expect(try content.onlyScript()?.timeoutSeconds == seconds)
    }

    @Test(arguments: [
        ("1", 1), ("'4'", 4), ("4.9", 4), ("36000", 36_000), ("0", 3_600), ("0.9", 3_600), ("172801", 3_600),
    ])
    func `a patch step's time limit may be one second`(_ written: String, _ seconds: Int) throws {
        let content = try document(
            """
            schemaVersion: '2.2'
            mainSteps:
            - {action: 'mw:patchBaseline', name: one, inputs: {operation: Scan, timeoutSeconds: \(written)}}
            """)
        guard case .serve(let work) = try content.plan(with: content.bind([:])).steps[0].work else {
            Issue.record("not a step that the service carries out")
            return
        }
        #expect(work.timeoutSeconds == seconds)
        #expect(content.lintWarnings.contains { $0.rule == .timeoutOutOfRange } == (seconds == 3_600))
    }

    @Test func `the execution budget is the sum of the scripts that run here`() throws {
        let content = try document(
            """
            schemaVersion: '2.2'
            mainSteps:
            - {action: 'aws:runShellScript', name: one, inputs: {runCommand: [x], timeoutSeconds: 60}}
            - {action: 'aws:runShellScript', name: two, inputs: {runCommand: [x]}}
            - {action: 'aws:runPowerShellScript', name: three, inputs: {timeoutSeconds: 9000}}
            """)
        #expect(try content.plan(with: content.bind([:])).executionTimeoutSeconds == 3_660)
        #expect(try content.plan(with: content.bind([:]), on: .windows).executionTimeoutSeconds == 3_600)
    }

    @Test func `a script carries lines, directory and environment`() throws {
        let content = try script(
            "['#!/bin/bash', 'echo \"{{ m }}\"', '']\n    workingDirectory: '/srv/{{ d }}'",
            parameters: "  m: {type: String, interpolationType: ENV_VAR}\n  d: {type: String, default: data}")
        #expect(
            try content.onlyScript(["m": ["hi"]])
                == RunScript(
                    text: "#!/bin/bash\necho \"${SSM_m}\"\n\n", workingDirectory: "/srv/data",
                    environment: ["SSM_m": "hi"]))
    }

    @Test func `modifiers are read from the inputs after substitution`() throws {
        let content = try script(
            "[x]\n    onFailure: '{{ f }}'\n    onSuccess: exit\n    finallyStep: true",
            parameters: "  f: {type: String, default: successAndExit}")
        #expect(
            try content.plan(with: content.bind([:])).steps[0].modifiers
                == FlowModifiers(onFailure: .successAndExit, exitsOnSuccess: true, isFinally: true))
        let odd = try script("[x]\n    onFailure: Abort\n    onSuccess: stop\n    finallyStep: 'true'")
        #expect(try odd.plan(with: odd.bind([:])).steps[0].modifiers == FlowModifiers(isFinally: true))
    }

    @Test func `an old document has no modifiers`() throws {
        let content = try document(
            "schemaVersion: '1.2'\nruntimeConfig: {'aws:runShellScript': {properties: {runCommand: [a], onFailure: exit}}}"
        )
        #expect(try content.plan(with: content.bind([:])).steps[0].modifiers == FlowModifiers())
    }

    @Test(arguments: ["echo {{ssm:name}}", "echo {{ p }}", "echo {{ e }}", "x {{ ssm-secure:a }}"])
    func `a reference to the parameter store refuses the plan`(_ line: String) throws {
        let content = try script(
            "['\(line)']",
            parameters: """
                  p: {type: String, default: "{{ssm:name}}"}
                  e: {type: String, default: "{{ssm:name}}", interpolationType: ENV_VAR}
                """)
        let error = documentError { _ = try content.plan(with: content.bind([:])) }
        #expect(error?.code == "InvalidParameters")
    }

    @Test func `a plan survives being stored`() throws {
        let plan = DocumentPlan(steps: [
            StepPlan(name: "a", action: "b", work: .run(RunScript(text: "x\n")), modifiers: .init(onFailure: .exit)),
            StepPlan(name: "c", action: "d", work: .skip(reason: "e")),
        ])
        #expect(try roundTrip(plan) == plan)
    }
}
