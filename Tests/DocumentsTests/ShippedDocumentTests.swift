import Testing

@testable import Documents

@Suite struct ShippedDocumentTests {
    @Test(arguments: ShippedDocument.all.map(\.name))
    func `a shipped document is valid, clean and unchanged by its own rendering`(_ name: String) throws {
        let document = try #require(ShippedDocument.named(name))
        #expect(document.content.lintWarnings == [])
        #expect(document.content.rendered(as: .json) == document.text)
        #expect(try DocumentContent(parsing: document.content.rendered(as: .yaml)).steps == document.content.steps)
    }

    @Test func `AWS-Noop succeeds without a script`() throws {
        let content = try #require(ShippedDocument.named("AWS-Noop")).content
        for platform in PlatformType.allCases {
            let plan = try content.plan(with: content.bind([:]), on: platform)
            #expect(plan.steps.map(\.work) == [.succeed])
            #expect(plan.executionTimeoutSeconds == 3_600)
        }
        #expect(content.platformTypes == PlatformType.allCases)
    }

    @Test func `AWS-RunShellScript runs its commands as one script`() throws {
        let content = try #require(ShippedDocument.named("AWS-RunShellScript")).content
        #expect(content.platformTypes == [.linux, .macOS])
        let plan = try content.plan(
            with: content.bind([
                "commands": ["cd /tmp", "pwd"], "executionTimeout": ["60"], "workingDirectory": ["/opt"],
            ]))
        #expect(
            plan.steps == [
                StepPlan(
                    name: "aws:runShellScript", action: "aws:runShellScript",
                    work: .run(RunScript(text: "cd /tmp\npwd\n", timeoutSeconds: 60, workingDirectory: "/opt")))
            ])
        #expect(plan.executionTimeoutSeconds == 60)
        #expect(
            try content.onlyScript(["commands": ["true"]]) == RunScript(text: "true\n", timeoutSeconds: 3_600))
    }

    @Test(arguments: [
        ("1", 3_600), ("4", 3_600), ("5", 5), ("99999", 99_999), ("169999", 169_999), ("172800", 172_800),
    ])
    func `its execution timeout is taken by the rule for scripts`(_ given: String, _ seconds: Int) throws {
        let content = try #require(ShippedDocument.named("AWS-RunShellScript")).content
        #expect(
            try content.onlyScript(["commands": ["true"], "executionTimeout": [given]])?.timeoutSeconds == seconds)
    }

    @Test(arguments: ["0", "172801", "200000", "-1", "1h", "", "3600\n", "03"])
    func `its execution timeout is refused outside 1 to 172800`(_ given: String) throws {
        let content = try #require(ShippedDocument.named("AWS-RunShellScript")).content
        let error = documentError { _ = try content.bind(["commands": ["true"], "executionTimeout": [given]]) }
        #expect(error?.code == "InvalidParameters")
    }

    @Test func `its commands are required and at least one`() throws {
        let content = try #require(ShippedDocument.named("AWS-RunShellScript")).content
        #expect(documentError { _ = try content.bind([:]) }?.message.contains("commands is required") == true)
        #expect(documentError { _ = try content.bind(["commands": []]) }?.message.contains("at least 1") == true)
    }
}
