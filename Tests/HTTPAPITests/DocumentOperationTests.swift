import AWSWire
import Foundation
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct DocumentOperationTests {
    static let twoSteps = #"""
        {"schemaVersion": "2.2", "description": "two steps", "parameters": {"greeting": {"type": "String",
        "description": "what to say", "default": "hello"}}, "mainSteps": [
        {"action": "aws:runShellScript", "name": "first", "inputs": {"runCommand": ["echo {{ greeting }}"]}},
        {"action": "aws:runShellScript", "name": "second", "inputs": {"runCommand": ["true"]}}]}
        """#
    private static let yaml = """
        schemaVersion: "2.2"
        mainSteps:
          - action: aws:runShellScript
            name: only
            inputs:
              runCommand:
                - |
                  echo one
                  echo two

        """
    private static let old = #"""
        {"schemaVersion": "1.2", "runtimeConfig": {"aws:runShellScript": {"properties": [{"runCommand": ["true"]}]}}}
        """#

    @Test func `a document is described as it was created`() async throws {
        try await API.run { api async throws in
            let created = try await api.send(
                CreateDocumentRequest(
                    content: Self.twoSteps, name: "Two-Steps", displayName: "Two steps", versionName: "first",
                    tags: [.init(key: "Team", value: "ops")])
            ).documentDescription
            #expect(created?.hash?.count == 64)
            #expect(created?.hashType == "Sha256")
            #expect(created?.owner == "000000000000")
            #expect(created?.status == "Active")
            #expect(created?.documentVersion == "1")
            #expect(created?.latestVersion == "1")
            #expect(created?.defaultVersion == "1")
            #expect(created?.documentType == "Command")
            #expect(created?.documentFormat == "JSON")
            #expect(created?.schemaVersion == "2.2")
            #expect(created?.platformTypes == ["Linux", "MacOS"])
            #expect(
                created?.parameters == [
                    .init(name: "greeting", type: "String", description: "what to say", defaultValue: "hello")
                ])
            #expect(created?.tags == [.init(key: "Team", value: "ops")])
            let described = try await api.send(DescribeDocumentRequest(name: "two-steps")).document
            #expect(described == created)
        }
    }

    struct Bad: CustomTestStringConvertible {
        let member: String
        let value: JSONValue?
        let code: String
        var testDescription: String { "\(code): \(member)" }
    }

    @Test(arguments: [
        Bad(member: "Content", value: "{", code: "InvalidDocumentContent"),
        Bad(member: "Content", value: "", code: "ValidationException"),
        Bad(member: "Content", value: "schemaVersion: '2.2'", code: "InvalidDocumentContent"),
        Bad(
            member: "Content", value: #"{"schemaVersion": "0.3", "mainSteps": []}"#,
            code: "InvalidDocumentSchemaVersion"
        ),
        Bad(
            member: "Content", value: .string(String(repeating: " ", count: 65_537)), code: "MaxDocumentSizeExceeded"),
        Bad(member: "Name", value: "aws-mine", code: "ValidationException"),
        Bad(member: "Name", value: "Amazon-mine", code: "ValidationException"),
        Bad(member: "Name", value: "no", code: "ValidationException"),
        Bad(member: "DocumentType", value: "Automation", code: "ValidationException"),
        Bad(member: "DocumentFormat", value: "TEXT", code: "ValidationException"),
        Bad(member: "DocumentFormat", value: "TOML", code: "ValidationException"),
        Bad(
            member: "Attachments", value: [["Key": "SourceUrl", "Values": ["s3://x"]]], code: "ValidationException"),
    ])
    func `a bad document is refused`(_ bad: Bad) async throws {
        try await API.run { api async throws in
            let body: JSONValue = ["Name": "Two-Steps", "Content": .string(Self.twoSteps)]
            #expect(try await api.refusal("CreateDocument", body.with(bad.member, bad.value)) == bad.code)
            #expect(try await api.refusal("GetDocument", ["Name": "Two-Steps"]) == "InvalidDocument")
        }
    }

    @Test func `a name is taken once, whatever its case`() async throws {
        try await API.run { api async throws in
            try await api.send(CreateDocumentRequest(content: Self.twoSteps, name: "Two-Steps"))
            let body: JSONValue = ["Name": "two-STEPS", "Content": .string(Self.twoSteps)]
            #expect(try await api.refusal("CreateDocument", body) == "DocumentAlreadyExists")
        }
    }

    @Test func `more documents than the quota are refused`() async throws {
        // Those that come with the service do not count.
        try await API.run(settings: ControlSettings(quotas: Quotas(documents: 1))) { api async throws in
            let body: JSONValue = ["Name": "Two-Steps", "Content": .string(Self.twoSteps)]
            #expect(try await api.refusal("CreateDocument", body) == nil)
            #expect(try await api.refusal("CreateDocument", body.with("Name", "More")) == "DocumentLimitExceeded")
        }
    }

    @Test func `versions follow one another and the default stays until it is moved`() async throws {
        try await API.run { api async throws in
            try await api.send(CreateDocumentRequest(content: Self.twoSteps, name: "Doc-One", versionName: "first"))
            let update: JSONValue = [
                "Name": "Doc-One", "Content": .string(Self.yaml), "DocumentFormat": "YAML", "VersionName": "second",
                "DocumentVersion": "$LATEST",
            ]
            let updated = try await api.call("UpdateDocument", update)
            #expect(updated.json["DocumentDescription"]?["DocumentVersion"] == "2")
            #expect(updated.json["DocumentDescription"]?["LatestVersion"] == "2")
            #expect(updated.json["DocumentDescription"]?["DefaultVersion"] == "1")
            #expect(try await api.send(GetDocumentRequest(name: "Doc-One")).documentVersion == "1")
            #expect(
                try await api.send(GetDocumentRequest(name: "Doc-One", versionName: "second")).documentVersion == "2")

            for (member, value, code) in [
                ("Content", JSONValue.string(Self.twoSteps + " "), "DuplicateDocumentVersionName"),
                ("DocumentVersion", "1", "InvalidDocumentVersion"), ("DocumentVersion", "9", "InvalidDocumentVersion"),
                ("VersionName", "third", "DuplicateDocumentContent"), ("Name", "Nothing", "InvalidDocument"),
                ("Name", "AWS-RunShellScript", "InvalidDocumentOperation"),
            ] {
                #expect(
                    try await api.refusal(
                        "UpdateDocument",
                        update.with(member, value).with(
                            "DocumentFormat", member == "Content" ? "JSON" : "YAML")) == code, "\(member)")
            }

            let moved = try await api.send(
                UpdateDocumentDefaultVersionRequest(name: "Doc-One", documentVersion: "2")
            ).description
            #expect(moved?.defaultVersion == "2")
            #expect(moved?.defaultVersionName == "second")
            let versions = try await api.send(ListDocumentVersionsRequest(name: "Doc-One")).documentVersions
            #expect(versions?.map(\.documentVersion) == ["1", "2"])
            #expect(versions?.map(\.isDefaultVersion) == [false, true])

            let wrong: JSONValue = ["Name": "Doc-One", "DocumentVersion": "7"]
            #expect(try await api.refusal("UpdateDocumentDefaultVersion", wrong) == "InvalidDocumentVersion")
            #expect(try await api.refusal("GetDocument", wrong) == "InvalidDocumentVersion")
            let disagreeing: JSONValue = ["Name": "Doc-One", "DocumentVersion": "1", "VersionName": "second"]
            #expect(try await api.refusal("GetDocument", disagreeing) == "InvalidDocumentVersion")
        }
    }

    @Test func `a document of the old schema has no versions`() async throws {
        try await API.run { api async throws in
            try await api.send(CreateDocumentRequest(content: Self.old, name: "Old-One"))
            let update: JSONValue = ["Name": "Old-One", "Content": .string(Self.twoSteps)]
            #expect(try await api.refusal("UpdateDocument", update) == "InvalidDocumentSchemaVersion")
        }
    }

    @Test func `the text comes back as it was, or in the other format`() async throws {
        try await API.run { api async throws in
            try await api.send(
                CreateDocumentRequest(content: Self.yaml, name: "In-Yaml", documentFormat: "YAML"))
            let same = try await api.send(GetDocumentRequest(name: "In-Yaml", documentFormat: "YAML"))
            #expect(same.content == Self.yaml)
            // JSON unless asked otherwise.
            let json = try await api.send(GetDocumentRequest(name: "In-Yaml"))
            #expect(json.documentFormat == "JSON")
            let parsed = try JSONValue(parsing: Array((json.content ?? "").utf8), maximumBytes: 1 << 16)
            #expect(parsed["mainSteps"]?[0]?["inputs"]?["runCommand"] == ["echo one\necho two\n"])
        }
    }

    @Test func `versions and documents are deleted, but not the default version alone`() async throws {
        try await API.run { api async throws in
            try await api.send(CreateDocumentRequest(content: Self.twoSteps, name: "Doc-One"))
            try await api.send(
                UpdateDocumentRequest(content: Self.yaml, name: "Doc-One", documentFormat: "YAML"))
            #expect(
                try await api.refusal("DeleteDocument", ["Name": "Doc-One", "DocumentVersion": "1"])
                    == "InvalidDocumentOperation")
            try await api.send(DeleteDocumentRequest(name: "Doc-One", documentVersion: "2"))
            #expect(try await api.send(ListDocumentVersionsRequest(name: "Doc-One")).documentVersions?.count == 1)
            try await api.send(DeleteDocumentRequest(name: "Doc-One"))
            #expect(try await api.refusal("DescribeDocument", ["Name": "Doc-One"]) == "InvalidDocument")
            #expect(try await api.refusal("DeleteDocument", ["Name": "Doc-One"]) == "InvalidDocument")
            #expect(
                try await api.refusal("DeleteDocument", ["Name": "AWS-Noop"]) == "InvalidDocumentOperation")
        }
    }

    @Test func `documents are listed by prefix, owner, platform and tag`() async throws {
        try await API.run { api async throws in
            try await api.send(
                CreateDocumentRequest(
                    content: Self.twoSteps, name: "Mine-One", tags: [.init(key: "Team", value: "ops")]))
            func names(_ filters: [(String, String)]) async throws -> [String] {
                let list = try await api.send(
                    ListDocumentsRequest(filters: filters.map { .init(key: $0.0, values: [$0.1]) }))
                return (list.documentIdentifiers ?? []).compactMap(\.name)
            }
            let shipped = [
                "AWS-Noop", "AWS-RunDocument", "AWS-RunPatchBaseline", "AWS-RunPatchBaselineWithHooks",
                "AWS-RunShellScript",
            ]
            #expect(try await names([]) == shipped + ["Mine-One"])
            #expect(try await names([("Name", "AWS-RunS")]) == ["AWS-RunShellScript"])
            #expect(try await names([("Owner", "Self")]) == ["Mine-One"])
            #expect(try await names([("Owner", "Amazon"), ("PlatformTypes", "Linux")]).contains("AWS-RunShellScript"))
            #expect(try await names([("tag:Team", "ops")]) == ["Mine-One"])
            #expect(try await names([("tag:Team", "dev")]) == [])
            let old = try await api.send(
                ListDocumentsRequest(documentFilterList: [.init(key: "Owner", value: "Self")]))
            #expect(old.documentIdentifiers?.map(\.name) == ["Mine-One"])
            let unknown: JSONValue = ["Filters": [["Key": "Colour", "Values": ["red"]]]]
            #expect(try await api.refusal("ListDocuments", unknown) == "InvalidFilterKey")
            let page = try await api.send(ListDocumentsRequest(maxResults: 5))
            #expect(page.documentIdentifiers?.count == 5)
            let last = try await api.send(ListDocumentsRequest(maxResults: 5, nextToken: page.nextToken))
            #expect(last.documentIdentifiers?.map(\.name) == ["Mine-One"])
            #expect(last.nextToken == nil)
        }
    }
}
