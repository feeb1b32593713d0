/// The names that a window fills into a task's parameters (reference: windows 6).
///
/// One pass over the text; what a value brings in is not looked at again, and any other `{{…}}` is left alone.
package struct PseudoParameters: Hashable, Sendable {
    package let values: [String: String]

    package init(
        windowID: WindowID, taskID: WindowTaskID, targetID: WindowTargetID?, executionID: ExecutionID,
        taskExecutionID: TaskExecutionID, invocationID: TaskInvocationID, targetType: ResourceType
    ) {
        values = [
            "WINDOW_ID": windowID.rawValue, "WINDOW_TASK_ID": taskID.rawValue,
            "WINDOW_TARGET_ID": targetID?.rawValue ?? "", "WINDOW_EXECUTION_ID": executionID.rawValue,
            "TASK_EXECUTION_ID": taskExecutionID.rawValue, "INVOCATION_ID": invocationID.rawValue,
            "TARGET_TYPE": targetType.rawValue,
        ]
    }

    /// Names that a command cannot have, since it addresses its nodes already.
    package static let unsupportedForCommands = ["TARGET_ID", "RESOURCE_ID"]

    /// The text with its tokens replaced; spaces inside the braces are tolerated.
    package func filled(into text: String) -> String { Self.replaceTokens(in: text) { values[$0] } }

    package func filled(into parameters: [String: [String]]) -> [String: [String]] {
        parameters.mapValues { $0.map { filled(into: $0) } }
    }

    /// The names of all `{{ NAME }}` tokens in a text.
    package static func tokens(in text: String) -> [String] {
        var names: [String] = []
        _ = replaceTokens(in: text) { name in
            names.append(name)
            return nil
        }
        return names
    }

    /// The longest text between braces that may still be a name; it bounds the work on hostile text.
    private static let longestName = 64

    private static func replaceTokens(in text: String, _ value: (String) -> String?) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            result += rest[..<open.lowerBound]
            let window = rest[open.upperBound...].prefix(longestName)
            if let close = window.firstRange(of: "}}"),
                let replacement = value(window[..<close.lowerBound].filter { $0 != " " })
            {
                result += replacement
                rest = rest[close.upperBound...]
            } else {
                // Not ours: keep one brace and look again behind it, so that `{{{WINDOW_ID}}` still finds its token.
                result += "{"
                rest = rest[rest.index(after: open.lowerBound)...]
            }
        }
        return result + rest
    }
}
