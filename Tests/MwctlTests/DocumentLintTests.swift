import Testing

@testable import mwctl

@Suite struct DocumentLintTests {
    @Test func `a document that cannot be read is an error with its place`() {
        let findings = DocumentLint.findings(in: "schemaVersion: '9.9'\nmainSteps: []\n", file: "d.yaml")
        #expect(findings.count == 1)
        #expect(findings.first?.isError == true)
        #expect(findings.first?.file == "d.yaml")
    }

    @Test func `what is unwise is a warning`() {
        let text = """
            schemaVersion: '2.2'
            parameters:
              message: {type: String, default: hello}
            mainSteps:
              - name: sayIt
                action: aws:runShellScript
                inputs:
                  runCommand: ['echo {{ message }}']
            """
        let findings = DocumentLint.findings(in: text, file: "d.yaml")
        #expect(findings.map(\.rule) == ["pasted-text"])
        #expect(findings.allSatisfy { !$0.isError })
    }

    @Test func `exit statuses follow findings and strictness`() async throws {
        #expect(await Mwctl.run(["document", "lint", "/nonexistent.yaml"]) == 2)
    }
}
