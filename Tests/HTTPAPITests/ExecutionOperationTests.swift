import AWSWire
import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct ExecutionOperationTests {
    /// Four nodes of which the first two to run fail: the lab.
    private static let failing = ScriptedTransport { _, _ in .success(.exit(1, output: "no\n")) }

    @Test func `a whole window can be read back after the lab`() async throws {
        try await API.run(transport: Self.failing) { api async throws in
            for index in 0..<4 { _ = try await api.addNode("node-\(index)") }
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            _ = try await api.registerTask(window, targets: [target])
            let execution = try await api.harness.running {
                let id = try await api.send(OpenMaintenanceWindowRequest(windowId: window)).windowExecutionId!
                try await api.harness.eventually {
                    try await api.send(GetMaintenanceWindowExecutionRequest(windowExecutionId: id)).endTime != nil
                }
                return id
            }
            let got = try await api.send(GetMaintenanceWindowExecutionRequest(windowExecutionId: execution))
            #expect(got.status == "FAILED")
            #expect(got.statusDetails == "One or more tasks in the orchestration failed.")
            #expect(got.taskIds?.count == 1)

            let executions = try await api.send(DescribeMaintenanceWindowExecutionsRequest(windowId: window))
            #expect(executions.windowExecutions?.map(\.windowExecutionId) == [execution])
            let none = try await api.send(
                DescribeMaintenanceWindowExecutionsRequest(
                    windowId: window, filters: [.init(key: "ExecutedBefore", values: ["2026-11-22T12:00:00Z"])]))
            #expect(none.windowExecutions == [])

            let tasks = try await api.send(
                DescribeMaintenanceWindowExecutionTasksRequest(
                    windowExecutionId: execution, filters: [.init(key: "STATUS", values: ["FAILED"])]))
            let task = try #require(tasks.windowExecutionTaskIdentities?.first?.taskExecutionId)
            let whole = try await api.send(
                GetMaintenanceWindowExecutionTaskRequest(windowExecutionId: execution.uppercased(), taskId: task))
            #expect(whole.type == "RUN_COMMAND")
            #expect(whole.taskParameters?.first?["aws:InstanceId"]?.values?.count == 4)
            #expect(whole.taskParameters?.first?["commands"]?.values == ["true"])

            let invocations = try await api.send(
                DescribeMaintenanceWindowExecutionTaskInvocationsRequest(windowExecutionId: execution, taskId: task))
            let one = try #require(invocations.windowExecutionTaskInvocationIdentities?.first)
            #expect(one.windowTargetId == target)
            #expect(one.status == "FAILED")
            let invocation = try await api.send(
                GetMaintenanceWindowExecutionTaskInvocationRequest(
                    windowExecutionId: execution, taskId: task, invocationId: one.invocationId!))
            let parameters = try JSONValue(
                parsing: Array((invocation.parameters ?? "").utf8), maximumBytes: 1 << 16)
            #expect(parameters["documentName"] == "AWS-RunShellScript")
            #expect(parameters["instanceIds"]?.arrayValue?.count == 4)
            #expect(parameters["maxErrors"] == "1")

            // The task's invocation is a command; its nodes are below it.
            let commandID = try #require(invocation.executionId)
            let command = try await api.send(ListCommandsRequest(commandId: commandID)).commands?.first
            #expect(command?.status == "Failed")
            #expect(command?.targetCount == 4)
            #expect(command?.completedCount == 4)
            #expect(command?.errorCount == 2)
            let nodes = try await api.send(ListCommandInvocationsRequest(commandId: commandID, details: true))
            let details = (nodes.commandInvocations ?? []).compactMap(\.statusDetails)
            #expect(details == ["Failed", "Failed", "Terminated", "Terminated"])
            #expect(nodes.commandInvocations?.first?.commandPlugins?.first?.output == "no\n")
            #expect(nodes.commandInvocations?.last?.commandPlugins == [])
        }
    }

    @Test func `what does not exist is said to be so`() async throws {
        try await API.run { api async throws in
            let guid: JSONValue = "0cb4b0a8-5a5a-4d6c-8f3a-1b1f8a2e9d10"
            for operation in [
                "GetMaintenanceWindowExecution", "GetMaintenanceWindowExecutionTask",
                "GetMaintenanceWindowExecutionTaskInvocation", "DescribeMaintenanceWindowExecutionTasks",
                "DescribeMaintenanceWindowExecutionTaskInvocations", "CancelMaintenanceWindowExecution",
            ] {
                let body: JSONValue = ["WindowExecutionId": guid, "TaskId": guid, "InvocationId": guid]
                #expect(try await api.refusal(operation, body) == "DoesNotExistException", "\(operation)")
            }
        }
    }

    @Test func `an execution can be cancelled, more than once`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let id = try await api.send(OpenMaintenanceWindowRequest(windowId: window)).windowExecutionId!
            for _ in 0..<2 {
                #expect(
                    try await api.send(CancelMaintenanceWindowExecutionRequest(windowExecutionId: id))
                        .windowExecutionId == id)
            }
            try await api.harness.running {
                try await api.harness.eventually {
                    try await api.send(GetMaintenanceWindowExecutionRequest(windowExecutionId: id)).status
                        == "CANCELLED"
                }
            }
            #expect(
                try await api.send(CancelMaintenanceWindowExecutionRequest(windowExecutionId: id)).windowExecutionId
                    == id)
        }
    }

    @Test func `an unknown status is no filter value`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let id = try await api.send(OpenMaintenanceWindowRequest(windowId: window)).windowExecutionId!
            let body: JSONValue = [
                "WindowExecutionId": .string(id), "Filters": [["Key": "STATUS", "Values": ["DONE"]]],
            ]
            #expect(
                try await api.refusal("DescribeMaintenanceWindowExecutionTasks", body) == "ValidationException")
        }
    }
}
