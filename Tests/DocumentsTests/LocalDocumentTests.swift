import Foundation
import Testing

@testable import Documents

/// Documents that are files on the node.
@Suite struct LocalDocumentTests {
    static func content(_ inputs: String = "", path: String = "/srv/night.yaml") throws -> DocumentContent {
        try document(
            """
            schemaVersion: '2.2'
            mainSteps:
            - action: aws:runDocument
              name: local
              inputs: {documentType: LocalPath, documentPath: '\(path)'\(inputs)}
            - {action: 'aws:runShellScript', name: after, inputs: {runCommand: [after]}}
            """)
    }

    static let text = """
        schemaVersion: '2.2'
        parameters: {word: {type: String, allowedPattern: '^[a-z]+$', default: none}}
        mainSteps:
        - {action: 'aws:runShellScript', name: first, inputs: {runCommand: ['echo {{ word }}'], timeoutSeconds: 60}}
        """

    private func flow(_ inputs: String = "", documents: [String: DocumentContent] = [:]) throws -> StepFlow {
        let content = try Self.content(inputs)
        return StepFlow(
            try content.plan(with: content.bind([:]), documents: documents), documents: documents)
    }

    @Test func `it is read first and then runs as any other`() throws {
        var flow = try flow(", documentParameters: {word: moon}")
        guard case .read(step: 0, let script) = flow.next else { return #expect(Bool(false), "\(flow.next)") }
        #expect(script.text.contains("'/srv/night.yaml'"))
        #expect(flow.plan.executionTimeoutSeconds == 60 + 3_600 + 3_600)
        flow.expand(Self.text, at: 0)
        #expect(flow.plan.executionTimeoutSeconds == 60 + 3_600)
        let place = StepPlace(0, inner: 0)
        #expect(flow.next == .run(step: place, RunScript(text: "echo moon\n", timeoutSeconds: 60)))
        #expect(flow.step(at: place).name == "first")
        let resumed = StepFlow(
            try roundTrip(try self.flow(", documentParameters: {word: moon}").plan),
            resuming: try roundTrip(flow.progress))
        #expect(resumed.next == flow.next)
        flow.record(.exited(code: 2), ofStep: place)
        #expect(flow.progress.results[0] == StepResult(.failed, code: 2))
        #expect(flow.next == .run(step: 1, RunScript(text: "after\n")))
    }

    @Test(arguments: [
        ("", "empty"), ("hello", "map"), ("{\"schemaVersion\": \"0.3\"}", "0.3"),
        ("schemaVersion: '2.2'\nmainSteps: []", "at least one step"),
        (text.replacingOccurrences(of: "default: none", with: "minChars: 1"), "required"),
        (String(repeating: " ", count: 65_537), "65536"),
        (
            "schemaVersion: '2.2'\nmainSteps: [{action: 'aws:runDocument', name: more, inputs: {documentType: SSMDocument, documentPath: Other}}]",
            "\"Other\""
        ),
        (
            "schemaVersion: '2.2'\nmainSteps: [{action: 'aws:runShellScript', name: more, inputs: {runCommand: ['{{ssm:a}}']}}]",
            "parameter store"
        ),
    ])
    func `a text that cannot be run is a refused step that says why`(_ text: String, _ reason: String) throws {
        var flow = try flow()
        flow.expand(text, at: 0)
        guard case .settle(step: 0, .refused, let message) = flow.next else {
            return #expect(Bool(false), "\(flow.next)")
        }
        #expect(message.contains(reason), "\(message)")
        #expect(message.contains("/srv/night.yaml"))
        flow.record(.refused, ofStep: 0)
        #expect(flow.progress.results[0] == StepResult(.failed, code: 1))
        #expect(flow.next == .run(step: 1, RunScript(text: "after\n")))
    }

    @Test func `a parameter its document refuses is a refused step`() throws {
        var flow = try flow(", documentParameters: {word: '; reboot'}")
        flow.expand(Self.text, at: 0)
        guard case .settle(step: 0, .refused, _) = flow.next else { return #expect(Bool(false)) }
    }

    @Test func `it may run documents that the command knows`() throws {
        let text =
            "schemaVersion: '2.2'\nmainSteps: [{action: 'aws:runDocument', name: more, inputs: {documentType: SSMDocument, documentPath: Other}}]"
        let other = try script("[other]")
        var flow = try flow(documents: ["Other": other])
        flow.expand(text, at: 0)
        #expect(flow.next == .run(step: StepPlace(0, inner: StepPlace(0, inner: 0)), RunScript(text: "other\n")))
    }

    @Test func `one that runs itself ends at the third level`() throws {
        let path = "{documentType: LocalPath, documentPath: /srv/night.yaml}"
        let text = "schemaVersion: '2.2'\nmainSteps: [{action: 'aws:runDocument', name: again, inputs: \(path)}]"
        var flow = try flow()
        var reads = 0
        while case .read(let place, _) = flow.next {
            reads += 1
            flow.expand(text, at: place)
        }
        #expect(reads == 3)
        guard case .settle(let place, .refused, let message) = flow.next else { return #expect(Bool(false)) }
        #expect(place.numbers == [0, 0, 0])
        #expect(message.contains("nested too deeply"))
    }

    @Test func `a file that cannot be read is the step's own failure`() throws {
        var flow = try flow()
        flow.record(.exited(code: 1), ofStep: 0)
        #expect(flow.progress.results[0] == StepResult(.failed, code: 1))
        #expect(flow.next == .run(step: 1, RunScript(text: "after\n")))
    }

    @Test func `a document that was read and not taken is no success`() throws {
        var flow = try flow()
        flow.record(.exited(code: 0), ofStep: 0)
        #expect(flow.progress.results[0] == StepResult(.failed, code: 1))
    }

    @Test func `only a step that waits for its document takes one`() throws {
        var flow = try flow()
        let before = flow
        flow.expand(Self.text, at: 1)
        #expect(flow == before)
        flow.expand(Self.text, at: 0)
        let expanded = flow
        flow.expand("another", at: 0)
        #expect(flow == expanded)
    }

    @Test func `AWS-RunDocument fetches a document and runs it with what it is given`() throws {
        let content = try #require(ShippedDocument.named("AWS-RunDocument")).content
        let bound = try content.bind([
            "sourceType": ["HTTP"], "sourceInfo": [#"{"url": "https://docs.example.com/night.yaml"}"#],
            "documentParameters": [#"{"word": "moon"}"#],
        ])
        var flow = StepFlow(try content.plan(with: bound))
        guard case .run(step: 0, let download) = flow.next else { return #expect(Bool(false), "\(flow.next)") }
        #expect(download.text.contains("https://docs.example.com/night.yaml"))
        #expect(download.text.contains("mwd_destination='document-to-run'"))
        flow.record(.exited(code: 0), ofStep: 0)
        guard case .read(step: 1, let read) = flow.next else { return #expect(Bool(false), "\(flow.next)") }
        #expect(read.text.contains("mwd_path='document-to-run'"))
        flow.expand(Self.text, at: 1)
        #expect(
            flow.next
                == .run(step: StepPlace(1, inner: 0), RunScript(text: "echo moon\n", timeoutSeconds: 60)))
        var failed = StepFlow(try content.plan(with: bound))
        failed.record(.exited(code: 1), ofStep: 0)
        guard case .settle(step: 1, .skipped, _) = failed.next else { return #expect(Bool(false)) }
    }
}
