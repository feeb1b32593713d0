import Foundation
import Testing

@testable import Documents

/// Plans of documents that run documents (reference: documents 4.2).
@Suite struct NestingTests {
    static func running(_ inputs: String, parameters: String = "{}", extra: String = "") throws -> DocumentContent {
        try document(
            """
            schemaVersion: '2.2'
            parameters: \(parameters)
            mainSteps: [{action: 'aws:runDocument', name: work, inputs: {documentType: SSMDocument, \(inputs)}\(extra)}]
            """)
    }

    static let listing = """
        schemaVersion: '2.2'
        parameters:
          text: {type: String, default: none}
          lines: {type: StringList, default: []}
          number: {type: Integer, default: 1}
          pairs: {type: StringMap, default: {}}
          maps: {type: MapList, default: []}
        mainSteps:
        - {action: 'aws:runShellScript', name: show, inputs: {runCommand: ['{{ text }}|{{ lines }}|{{ number }}|{{ pairs }}|{{ maps }}']}}
        """

    private func shown(_ documentParameters: String, parameters: String = "{}") throws -> String? {
        let content = try Self.running(
            "documentPath: Inner, documentParameters: \(documentParameters)", parameters: parameters)
        let plan = try content.plan(with: content.bind([:]), documents: ["Inner": document(Self.listing)])
        guard case .document(let inner) = plan.steps[0].work, case .run(let script) = inner.steps[0].work else {
            return nil
        }
        return script.text.trimmingCharacters(in: .newlines)
    }

    static let defaults = "none|[]|1|{}|[]"

    @Test(arguments: [
        ("{}", defaults), ("null", defaults), ("''", defaults), ("'{}'", defaults), ("' '", defaults),
        ("{text: null, lines: null, number: null}", defaults), ("'{\"text\": null}'", defaults),
        ("{text: a, number: 2}", "a|[]|2|{}|[]"), ("{text: [a], number: ['2']}", "a|[]|2|{}|[]"),
        ("'{\"text\": \"a\", \"number\": 2}'", "a|[]|2|{}|[]"), ("\"text: a\\nnumber: 2\"", "a|[]|2|{}|[]"),
        ("{lines: [a, b]}", "none|[\"a\",\"b\"]|1|{}|[]"), ("{lines: [a, 2]}", "none|[\"a\",\"2\"]|1|{}|[]"),
        ("{lines: []}", defaults), ("{lines: a}", "none|[\"a\"]|1|{}|[]"),
        ("{pairs: {a: b}}", "none|[]|1|{\"a\":\"b\"}|[]"), ("{pairs: '{\"a\": \"b\"}'}", "none|[]|1|{\"a\":\"b\"}|[]"),
        ("{maps: [{a: b}]}", "none|[]|1|{}|[{\"a\":\"b\"}]"), ("{maps: []}", defaults),
        ("{maps: ['[{\"a\": \"b\"}]']}", "none|[]|1|{}|[{\"a\":\"b\"}]"),
        ("{lines: ['{{ outer }}', c]}", "none|[\"a\",\"b\",\"c\"]|1|{}|[]"),
        ("'{{ map }}'", "a|[]|1|{}|[]"), ("'{{ yaml }}'", "a|[]|1|{}|[]"),
    ])
    func `an inner document gets what the step gives it, and its defaults for null`(
        _ written: String, _ expected: String
    ) throws {
        let parameters =
            "{outer: {type: StringList, default: [a, b]}, map: {type: StringMap, default: {text: a}}, yaml: {type: String, default: 'text: a'}}"
        #expect(try shown(written, parameters: parameters) == expected)
    }

    @Test(arguments: ["[a]", "7", "'[1]'", "word", "'{'", "{unknown: a}", "{number: many}", "{text: [a, b]}"])
    func `what an inner document does not take is refused before anything runs`(_ written: String) throws {
        #expect(documentError { _ = try shown(written) }?.code == "InvalidParameters")
    }

    @Test func `a step whose precondition does not hold looks up no document`() throws {
        let content = try Self.running(
            "documentPath: '{{ hook }}'",
            parameters: "{hook: {type: String, default: Nobody}, when: {type: String, default: never}}",
            extra: ", precondition: {StringEquals: ['{{ when }}', always]}")
        let never = try content.bind([:])
        #expect(try content.missingDocuments(with: never, on: .linux, documents: [:]) == [])
        guard case .skip = try content.plan(with: never).steps[0].work else { return #expect(Bool(false)) }
        let always = try content.bind(["when": ["always"]])
        #expect(try content.missingDocuments(with: always, on: .linux, documents: [:]) == ["Nobody"])
        #expect(documentError { _ = try content.plan(with: always) }?.code == "InvalidDocument")
    }

    @Test func `missing documents come out level by level, each once`() throws {
        let top = try document(
            """
            schemaVersion: '2.2'
            mainSteps:
            - {action: 'aws:runDocument', name: one, inputs: {documentType: SSMDocument, documentPath: 'Middle:2'}}
            - {action: 'aws:runDocument', name: two, inputs: {documentType: SSMDocument, documentPath: Leaf}}
            - {action: 'aws:downloadContent', name: three, inputs: {sourceType: SSMDocument, sourceInfo: {name: Leaf}}}
            - {action: 'aws:downloadContent', name: four, inputs: {sourceType: SSMDocument, sourceInfo: {name: Other}}}
            """)
        let bound = try top.bind([:])
        #expect(
            try top.missingDocuments(with: bound, on: .linux, documents: [:]) == ["Middle:2", "Leaf", "Other"])
        let leaf = try script("[leaf]")
        var known = ["Middle:2": try Self.running("documentPath: Deepest"), "Leaf": leaf, "Other": leaf]
        #expect(try top.missingDocuments(with: bound, on: .linux, documents: known) == ["Deepest"])
        known["Deepest"] = leaf
        #expect(try top.missingDocuments(with: bound, on: .linux, documents: known) == [])
        #expect(try top.plan(with: bound, documents: known).executionTimeoutSeconds == 4 * 3_600)
    }

    @Test(arguments: 1...5)
    func `three documents may run one another below the command's own`(_ levels: Int) throws {
        var documents: [String: DocumentContent] = [:]
        for level in 1...levels {
            documents["Level\(level)"] =
                level == levels ? try script("[deepest]") : try Self.running("documentPath: Level\(level + 1)")
        }
        let top = try Self.running("documentPath: Level1")
        let error = documentError { _ = try top.plan(with: top.bind([:]), documents: documents) }
        #expect((error == nil) == (levels <= 3))
        #expect(error.map { $0.message.contains("nested too deeply") } ?? true)
    }

    @Test func `a document that runs itself ends in a refusal, and soon`() throws {
        let step = "{action: 'aws:runDocument', name: step%, inputs: {documentType: SSMDocument, documentPath: Self}}"
        let steps = (0..<400).map { step.replacing("%", with: "\($0)") }.joined(separator: ", ")
        let content = try document("schemaVersion: '2.2'\nmainSteps: [\(steps)]")
        let error = documentError { _ = try content.plan(with: content.bind([:]), documents: ["Self": content]) }
        #expect(error?.code == "InvalidDocument")
    }

    @Test func `a plan that runs very many documents is refused`() throws {
        func wide(_ path: String, _ count: Int) throws -> DocumentContent {
            let step =
                "{action: 'aws:runDocument', name: step%, inputs: {documentType: SSMDocument, documentPath: \(path)}}"
            return try document(
                "schemaVersion: '2.2'\nmainSteps: [\((0..<count).map { step.replacing("%", with: "\($0)") }.joined(separator: ", "))]"
            )
        }
        let leaf = try script("[leaf]")
        let fits = try wide("Leaf", 64)
        #expect(try fits.plan(with: fits.bind([:]), documents: ["Leaf": leaf]).steps.count == 64)
        let many = try wide("Wide", 8)
        let error = documentError {
            _ = try many.plan(with: many.bind([:]), documents: ["Wide": try wide("Leaf", 8), "Leaf": leaf])
        }
        #expect(error?.message.contains("too many") == true)
    }

    @Test(
        arguments: [
            ("Name", "Name", nil), ("Name:3", "Name", "3"), ("Name:$LATEST", "Name", "$LATEST"),
            ("Name:$DEFAULT", "Name", "$DEFAULT"), ("arn:aws:ssm:eu-central-1:123456789012:document/Name", "Name", nil),
            ("arn:aws:ssm:eu-central-1::document/AWS-Noop", "AWS-Noop", nil),
            ("arn:aws:ssm:eu-central-1:123456789012:document/Name:7", "Name", "7"),
        ] as [(String, String, String?)])
    func `a reference names a document and perhaps a version`(
        _ path: String, _ name: String, _ version: String?
    ) throws {
        let reference = try DocumentReference(path)
        #expect(reference.name.rawValue == name)
        #expect(reference.version == version)
    }

    @Test(arguments: [
        "", "ab", "Name:", "Name:0", "Name:03", "Name:latest", "Name:1;ls", "Name:1:2", ":Name", "a b c",
        "aws:arn:ssm:eu-central-1::document/Name", "arn:aws:ssm:eu-central-1::document/Name:x", "Name:٣",
        "Name:99999999999999999999",
    ])
    func `a text that names no document is refused`(_ path: String) {
        #expect(documentError { _ = try DocumentReference(path) } != nil)
    }
}
