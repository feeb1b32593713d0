import Documents
import Patching
import Testing

/// Which documents can be hooks (reference: patching 2.5, 2.6).
@Suite struct HookPlanningTests {
    private func refusal(
        _ hook: String?, _ content: String? = nil, operation: PatchOrder.Operation = .install
    ) -> DocumentError? {
        do {
            var documents = HookWalk.documents
            documents["Before"] = try content.map { try DocumentContent(parsing: $0) } ?? documents["Before"]
            let wrapper = try #require(ShippedDocument.named("AWS-RunPatchBaselineWithHooks")?.content)
            var given = ["Operation": [operation.rawValue]]
            given["PreInstallHookDocName"] = hook.map { [$0] }
            _ = try wrapper.plan(with: wrapper.bind(given), on: .linux, documents: documents)
            return nil
        } catch {
            return error as? DocumentError
        }
    }

    @Test(arguments: [
        "AWS-RunPatchBaselineWithHooks", "aws-runpatchbaselinewithhooks",
        "arn:aws:ssm:eu-central-1::document/AWS-RunPatchBaselineWithHooks", "AWS-RunPatchBaselineWithHooks:1",
    ])
    func `patching with hooks is no hook, however it is named`(_ name: String) {
        #expect(refusal(name)?.code == "InvalidDocument")
        #expect(refusal(name, operation: .scan) == nil)
    }

    @Test func `a hook that needs a parameter is refused before anything runs`() {
        let needy = """
            {"schemaVersion": "2.2", "parameters": {"which": {"type": "String"}}, "mainSteps": [
              {"action": "aws:runShellScript", "name": "hookWork", "inputs": {"runCommand": ["echo {{ which }}"]}}]}
            """
        #expect(refusal("Before", needy)?.code == "InvalidParameters")
        #expect(refusal("Before", needy)?.message.contains("PreInstallHook") == true)
        #expect(refusal("Before", needy, operation: .scan) == nil)
    }

    @Test func `a hook that is not there is refused on Install and not looked for on Scan`() {
        #expect(refusal("Nobody")?.code == "InvalidDocument")
        #expect(refusal("Nobody", operation: .scan) == nil)
    }

    @Test func `hooks that are not given do nothing`() throws {
        #expect(refusal(nil) == nil)
        let wrapper = try #require(ShippedDocument.named("AWS-RunPatchBaselineWithHooks")?.content)
        let plan = try wrapper.plan(
            with: wrapper.bind(["Operation": ["Install"]]), on: .linux, documents: HookWalk.documents)
        #expect([2, 4, 7].allSatisfy { plan.steps[$0].work == .succeed })
    }

    @Test func `planning asks for the patch document and the hooks, each once`() throws {
        let wrapper = try #require(ShippedDocument.named("AWS-RunPatchBaselineWithHooks")?.content)
        func missing(_ operation: String) throws -> [String] {
            try wrapper.missingDocuments(
                with: wrapper.bind([
                    "Operation": [operation], "PreInstallHookDocName": ["Before"],
                    "OnExitHookDocName": ["Before"],
                ]), on: .linux, documents: [:])
        }
        #expect(try missing("Scan") == ["AWS-RunPatchBaseline"])
        #expect(try missing("Install") == ["AWS-RunPatchBaseline", "Before"])
    }

    @Test func `the time limits of patch steps and hooks add up, and decisions take none`() throws {
        #expect(try HookWalk().plan().executionTimeoutSeconds == 3 * 7_200 + 3 * 3_600)
        #expect(try HookWalk(operation: .scan).plan().executionTimeoutSeconds == 7_200)
        let decision = try DocumentContent(
            parsing: """
                {"schemaVersion": "2.2", "mainSteps": [
                  {"action": "mw:patchDecision", "name": "only", "inputs": {"after": "Scan", "operation": "Scan"}}]}
                """)
        #expect(try decision.plan(with: decision.bind([:])).executionTimeoutSeconds == 3_600)
    }

    @Test func `the snapshot is the same for every patch step`() throws {
        let wrapper = try #require(ShippedDocument.named("AWS-RunPatchBaselineWithHooks")?.content)
        let snapshot = "0123abcd-9405-4f69-bc5e-9315aabbccdd"
        let plan = try wrapper.plan(
            with: wrapper.bind(["Operation": ["Install"], "SnapshotId": [snapshot]]), on: .linux,
            documents: HookWalk.documents)
        let works = plan.steps.flatMap { step -> [ServiceWork] in
            guard case .document(let inner) = step.work else { return [] }
            return inner.steps.compactMap { if case .serve(let work) = $0.work { work } else { nil } }
        }
        #expect(works.map { $0.inputs["operation"] } == ["Scan", "Install", "Install"])
        #expect(works.map { $0.inputs["rebootOption"] } == ["RebootIfNeeded", "NoReboot", "RebootIfNeeded"])
        #expect(works.allSatisfy { $0.inputs["snapshotId"] == snapshot })
    }
}
