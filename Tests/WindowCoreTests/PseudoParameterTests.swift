import Testing
import WindowCore

@Suite struct PseudoParameterTests {
    let pseudo = PseudoParameters(
        windowID: WindowID(rawValue: "mw-1"), taskID: WindowTaskID(rawValue: "task"), targetID: nil,
        executionID: ExecutionID(rawValue: "{{WINDOW_ID}}"), taskExecutionID: TaskExecutionID(rawValue: "te"),
        invocationID: TaskInvocationID(rawValue: "inv"), targetType: .instance)

    @Test(arguments: [
        ("{{WINDOW_ID}}.Task-{{ WINDOW_TASK_ID }}", "mw-1.Task-task"), ("{{window_id}}", "{{window_id}}"),
        ("{{ssm:name}}", "{{ssm:name}}"), ("{{TARGET_ID}}", "{{TARGET_ID}}"), ("{{{WINDOW_ID}}}", "{mw-1}"),
        ("x{{WINDOW_TARGET_ID}}y", "xy"), ("{{", "{{"), ("{{WINDOW_ID", "{{WINDOW_ID"), ("", ""), ("}}{{", "}}{{"),
        // One pass: what a value brings in is not looked at again.
        ("{{WINDOW_EXECUTION_ID}}", "{{WINDOW_ID}}"),
    ])
    func `tokens are filled in once and others left alone`(_ text: String, expected: String) {
        #expect(pseudo.filled(into: text) == expected)
    }

    @Test func `hostile braces cost little`() {
        let braces = String(repeating: "{", count: 65_536)
        #expect(pseudo.filled(into: braces) == braces)
    }

    @Test func `tokens are found by name`() {
        #expect(PseudoParameters.tokens(in: "a {{TARGET_ID}} b {{ X }}") == ["TARGET_ID", "X"])
    }
}
