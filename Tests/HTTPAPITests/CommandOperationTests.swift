import AWSWire
import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct CommandOperationTests {
    private static func command(_ nodes: [String], _ more: [String: JSONValue] = [:]) -> JSONValue {
        var body: JSONValue = [
            "DocumentName": "AWS-RunShellScript", "Parameters": ["commands": ["true"]],
            "InstanceIds": .array(nodes.map(JSONValue.string)),
        ]
        for (name, value) in more { body[name] = value }
        return body
    }

    @Test func `the answer to a command shows it pending, with nothing counted`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            let answer = try await api.call("SendCommand", Self.command([node]))
            let command = try #require(answer.json["Command"])
            #expect(command["Status"] == "Pending")
            #expect(command["StatusDetails"] == "Pending")
            #expect(command["InstanceIds"] == [.string(node)])
            #expect(command["Targets"] == [])
            #expect(command["CompletedCount"] == 0)
            #expect(command["ErrorCount"] == 0)
            #expect(command["MaxConcurrency"] == "50")
            #expect(command["MaxErrors"] == "0")
            #expect(command["Comment"] == "")
            #expect(command["OutputS3BucketName"] == "")
            #expect(
                command["NotificationConfig"]
                    == ["NotificationArn": "", "NotificationEvents": [], "NotificationType": ""])
            #expect(command["RequestedDateTime"] == 1_795_348_800)
            // 3600 seconds to be delivered and 3600 to run.
            #expect(command["ExpiresAfter"] == 1_795_356_000)
            #expect(command["DocumentVersion"] == "1")
        }
    }

    struct Bad: CustomTestStringConvertible {
        let members: [String: JSONValue]
        let code: String
        var testDescription: String { "\(code): \(JSONValue.object(members).text())" }
    }

    @Test(arguments: [
        Bad(members: ["InstanceIds": []], code: "InvalidInstanceId"),
        Bad(members: ["InstanceIds": ["mi-0123456789abcdef0"]], code: "InvalidInstanceId"),
        Bad(members: ["InstanceIds": ["web-1"]], code: "ValidationException"),
        Bad(members: ["Targets": [["Key": "tag:a", "Values": ["b"]]]], code: "ValidationException"),
        Bad(members: ["InstanceIds": [], "Targets": [["Key": "Role", "Values": ["b"]]]], code: "ValidationException"),
        Bad(members: ["DocumentName": "Not-There"], code: "InvalidDocument"),
        Bad(members: ["DocumentVersion": "7"], code: "InvalidDocumentVersion"),
        Bad(members: ["DocumentHash": "00"], code: "InvalidDocument"),
        Bad(members: ["Parameters": [:]], code: "InvalidParameters"),
        Bad(members: ["Parameters": ["commands": ["true"], "colour": ["red"]]], code: "InvalidParameters"),
        Bad(
            members: [
                "Parameters": [
                    "commands": .array(Array(repeating: .string(String(repeating: "x", count: 1000)), count: 70))
                ]
            ],
            code: "MaxDocumentSizeExceeded"),
        Bad(members: ["NotificationConfig": ["NotificationArn": "somewhere"]], code: "InvalidNotificationConfig"),
        Bad(members: ["NotificationConfig": ["NotificationEvents": ["All"]]], code: "InvalidNotificationConfig"),
        Bad(members: ["ServiceRoleArn": "root"], code: "InvalidRole"),
        Bad(members: ["TimeoutSeconds": 29], code: "ValidationException"),
        Bad(members: ["MaxConcurrency": "0"], code: "ValidationException"),
        Bad(members: ["MaxErrors": "101%"], code: "ValidationException"),
    ])
    func `a bad command is refused and sent to nobody`(_ bad: Bad) async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            #expect(try await api.refusal("SendCommand", Self.command([node], bad.members)) == bad.code)
            #expect(try await api.send(ListCommandsRequest()).commands == [])
        }
    }

    @Test func `a node named twice, and one too many unknown, stop the whole command`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            #expect(try await api.refusal("SendCommand", Self.command([node, node])) == "DuplicateInstanceId")
            #expect(
                try await api.refusal("SendCommand", Self.command([node, "mi-0123456789abcdef0"]))
                    == "InvalidInstanceId")
        }
    }

    @Test func `a platform the document cannot run on is refused for named nodes`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            let facts = NodeFacts(
                platformType: "Windows", platformName: "Windows", platformVersion: "11", architecture: "x86_64",
                hostname: "web-1", kernel: "10", bootID: "b")
            try await api.harness.store.recordContact(with: NodeID(rawValue: node), facts: facts, at: .noon)
            #expect(try await api.refusal("SendCommand", Self.command([node])) == "UnsupportedPlatformType")
            let targets: JSONValue = [["Key": "tag:Workload", "Values": ["Test"]]]
            #expect(
                try await api.refusal("SendCommand", Self.command([], ["InstanceIds": nil, "Targets": targets])) == nil)
        }
    }

    @Test func `targets that match nothing are a success`() async throws {
        try await API.run { api async throws in
            let sent = try await api.send(
                SendCommandRequest(
                    targets: [.init(key: "tag:Nobody", values: ["x"])], documentName: "AWS-RunShellScript",
                    parameters: ["commands": ["true"]]))
            #expect(sent.command?.status == "Pending")
            #expect(sent.command?.targetCount == 0)
            #expect(sent.command?.instanceIds == [])
            try await api.harness.running {
                try await api.harness.eventually {
                    try await api.send(ListCommandsRequest()).commands?.first?.statusDetails == "NoInstancesInTag"
                }
            }
            #expect(try await api.send(ListCommandsRequest()).commands?.first?.status == "Success")
        }
    }

    @Test func `a result is read back, cut where the field cuts it`() async throws {
        let long = String(repeating: "ä", count: 30_000)
        let transport = ScriptedTransport { _, _ in
            .success(
                NodeWorkReport(
                    outcome: .exited(7), standardOutput: long, standardError: "oh no\n", bootID: "boot-1",
                    startedAt: .noon, endedAt: .noon.addingTimeInterval(0.09)))
        }
        try await API.run(transport: transport) { api async throws in
            let node = try await api.addNode("web-1")
            let id = try await api.send(
                SendCommandRequest(
                    instanceIds: [node], documentName: "AWS-RunShellScript", comment: "try",
                    parameters: ["commands": ["true"]])
            ).command!.commandId!
            let request = GetCommandInvocationRequest(commandId: id, instanceId: node)

            let pending = try await api.send(request)
            #expect(pending.status == "Pending")
            #expect(pending.responseCode == -1)
            #expect(pending.executionStartDateTime == "")
            #expect(pending.executionElapsedTime == "")
            #expect(pending.standardOutputContent == "")

            try await api.harness.running {
                try await api.harness.eventually { try await api.send(request).status == "Failed" }
            }
            let result = try await api.send(request)
            #expect(result.responseCode == 7)
            #expect(result.comment == "try")
            #expect(result.executionStartDateTime == "2026-11-22T12:00:00Z")
            #expect(result.executionEndDateTime == "2026-11-22T12:00:00.090Z")
            #expect(result.executionElapsedTime == "PT0.09S")
            #expect(result.standardOutputContent?.count == 24_000)
            #expect(result.standardOutputContent?.hasSuffix("ä\n--output truncated--") == true)
            #expect(result.standardErrorContent == "oh no\n")
            #expect(result.pluginName?.isEmpty == false)

            let plugin = try await api.send(ListCommandInvocationsRequest(commandId: id, details: true))
                .commandInvocations?.first?.commandPlugins?.first
            #expect(plugin?.output?.count == 2_500)
            #expect(plugin?.responseCode == 7)
        }
    }

    @Test func `a document of several steps shows output by plugin name`() async throws {
        let transport = ScriptedTransport { work, _ in .success(.exit(0, output: "out\n")) }
        try await API.run(transport: transport) { api async throws in
            let node = try await api.addNode("web-1")
            try await api.send(CreateDocumentRequest(content: DocumentOperationTests.twoSteps, name: "Two-Steps"))
            let id = try await api.send(SendCommandRequest(instanceIds: [node], documentName: "Two-Steps"))
                .command!.commandId!
            try await api.harness.running {
                try await api.harness.eventually {
                    try await api.send(ListCommandsRequest(commandId: id)).commands?.first?.status == "Success"
                }
            }
            let whole = try await api.send(GetCommandInvocationRequest(commandId: id, instanceId: node))
            #expect(whole.status == "Success")
            #expect(whole.standardOutputContent == "")
            let second = try await api.send(
                GetCommandInvocationRequest(commandId: id, instanceId: node, pluginName: "second"))
            #expect(second.standardOutputContent == "out\n")
            #expect(second.pluginName == "second")
            let unknown: JSONValue = [
                "CommandId": .string(id), "InstanceId": .string(node), "PluginName": "third",
            ]
            #expect(try await api.refusal("GetCommandInvocation", unknown) == "InvalidPluginName")
        }
    }

    @Test func `unknown commands and nodes have their own names`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            let guid = "0cb4b0a8-5a5a-4d6c-8f3a-1b1f8a2e9d10"
            let body: JSONValue = ["CommandId": .string(guid), "InstanceId": .string(node)]
            #expect(try await api.refusal("GetCommandInvocation", body) == "InvalidCommandId")
            #expect(try await api.refusal("ListCommands", body) == "InvalidCommandId")
            #expect(try await api.refusal("ListCommandInvocations", body) == "InvalidCommandId")
            #expect(try await api.refusal("CancelCommand", ["CommandId": .string(guid)]) == "InvalidCommandId")
            #expect(try await api.refusal("CancelCommand", ["CommandId": "x"]) == "ValidationException")

            let id = try await api.call("SendCommand", Self.command([node])).json["Command"]?["CommandId"]
            let other: JSONValue = ["CommandId": id ?? .null, "InstanceId": "mi-0123456789abcdef0"]
            #expect(try await api.refusal("GetCommandInvocation", other) == "InvocationDoesNotExist")
            let cancel: JSONValue = ["CommandId": id ?? .null, "InstanceIds": ["mi-0123456789abcdef0"]]
            #expect(try await api.refusal("CancelCommand", cancel) == "InvalidInstanceId")
        }
    }

    @Test func `a cancelled command ends, and cancelling it again changes nothing`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            let id = try await api.call("SendCommand", Self.command([node])).json["Command"]?["CommandId"]
            let cancel: JSONValue = ["CommandId": id ?? .null]
            #expect(try await api.call("CancelCommand", cancel).json == [:])
            try await api.harness.running {
                try await api.harness.eventually {
                    try await api.send(ListCommandsRequest()).commands?.first?.status == "Cancelled"
                }
            }
            #expect(try await api.refusal("CancelCommand", cancel) == nil)
        }
    }

    @Test func `commands are found by their filters`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            _ = try await api.call("SendCommand", Self.command([node]))
            func count(_ key: String, _ value: String) async throws -> Int? {
                try await api.send(ListCommandsRequest(filters: [.init(key: key, value: value)])).commands?.count
            }
            #expect(try await count("Status", "Pending") == 1)
            #expect(try await count("Status", "Success") == 0)
            #expect(try await count("ExecutionStage", "Executing") == 1)
            #expect(try await count("ExecutionStage", "Complete") == 0)
            #expect(try await count("DocumentName", "AWS-RunShellScript") == 1)
            #expect(try await count("InvokedAfter", "2026-11-22T11:59:59Z") == 1)
            #expect(try await count("InvokedBefore", "2026-11-22T11:59:59Z") == 0)
            let stage: JSONValue = ["Filters": [["key": "ExecutionStage", "value": "Complete"]]]
            #expect(try await api.refusal("ListCommandInvocations", stage) == "InvalidFilterKey")
            let status: JSONValue = ["Filters": [["key": "Status", "value": "Splendid"]]]
            #expect(try await api.refusal("ListCommands", status) == "ValidationException")
        }
    }

    @Test func `commands come newest first, in pages`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            var sent: [JSONValue] = []
            for _ in 0..<5 {
                sent.insert(
                    try await api.call("SendCommand", Self.command([node])).json["Command"]?["CommandId"] ?? .null,
                    at: 0)
                api.clock.advance(by: 1)
            }
            var seen: [JSONValue] = []
            var token: String?
            repeat {
                let page = try await api.send(ListCommandsRequest(maxResults: 2, nextToken: token))
                seen += (page.commands ?? []).map { .string($0.commandId ?? "") }
                token = page.nextToken
            } while token != nil
            #expect(seen == sent)
        }
    }
}
