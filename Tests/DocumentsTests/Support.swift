@testable import Documents

/// A 2.2 document of shell steps, written in YAML.
func document(_ yaml: String) throws -> DocumentContent {
    try DocumentContent(parsing: yaml, format: .yaml)
}

/// A 2.2 document with one script of these lines (YAML, indented by six) and these parameters (YAML, indented by two).
func script(_ lines: String, parameters: String = "") throws -> DocumentContent {
    try document(
        """
        schemaVersion: "2.2"
        parameters: \(parameters.isEmpty ? "{}" : "\n" + parameters)
        mainSteps:
        - action: aws:runShellScript
          name: work
          inputs:
            runCommand: \(lines)
        """)
}

extension DocumentContent {
    /// The script of the only step.
    func onlyScript(_ given: [String: [String]] = [:]) throws -> RunScript? {
        guard case .run(let script)? = try plan(with: bind(given)).steps.first?.work else { return nil }
        return script
    }
}

/// The error that `body` throws, or `nil`.
func documentError(_ body: () throws -> Void) -> DocumentError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DocumentError
    }
}
