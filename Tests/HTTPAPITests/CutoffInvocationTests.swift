import AWSWire
import Foundation
import NodeAccess
import Testing
import WindowCore
import WindowTestSupport

@testable import HTTPAPI

/// What the API says of the invocations of a task that its window's cutoff stopped.
@Suite(.timeLimit(.minutes(5))) struct CutoffInvocationTests {
    private typealias Listing = DescribeMaintenanceWindowExecutionTaskInvocationsRequest

    @Test func `the invocations of a task stopped at its cutoff are TIMED_OUT`() async throws {
        // Each work runs until it is killed.
        let (killed, isKilled) = AsyncStream.makeStream(of: Void.self)
        let transport = ScriptedTransport { _, _ in
            for await _ in killed { break }
            return .success(NodeWorkReport(outcome: .cancelled, bootID: "b"))
        }
        try await API.run(transport: transport) { api async throws in
            for index in 0..<2 { _ = try await api.addNode("node-\(index)") }
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            _ = try await api.send(
                RegisterTaskWithMaintenanceWindowRequest(
                    windowId: window, targets: [.init(key: "WindowTargetIds", values: [target])],
                    taskArn: "AWS-RunShellScript", taskType: "RUN_COMMAND",
                    taskInvocationParameters: .init(runCommand: .init(parameters: ["commands": ["sleep 9999"]])),
                    maxConcurrency: "1", maxErrors: "1", cutoffBehavior: "CANCEL_TASK"))
            let execution = try await api.harness.running {
                let id = try await api.send(OpenMaintenanceWindowRequest(windowId: window)).windowExecutionId!
                try await api.harness.eventually { transport.runs.count == 1 }
                // Three hours with a cutoff of one: the task is stopped when two have passed.
                api.clock.advance(by: 2 * 3600 + 1)
                try await api.harness.eventually { !transport.cancelled.isEmpty }
                isKilled.finish()
                try await api.harness.eventually {
                    try await api.send(GetMaintenanceWindowExecutionRequest(windowExecutionId: id)).endTime != nil
                }
                return id
            }
            let tasks = try await api.send(
                DescribeMaintenanceWindowExecutionTasksRequest(windowExecutionId: execution))
            let task = try #require(tasks.windowExecutionTaskIdentities?.first)
            #expect(task.status == "TIMED_OUT")
            let taskID = try #require(task.taskExecutionId)

            let all = try await api.send(Listing(windowExecutionId: execution, taskId: taskID))
            let invocation = try #require(all.windowExecutionTaskInvocationIdentities?.first)
            #expect(all.windowExecutionTaskInvocationIdentities?.count == 1)
            #expect(invocation.status == "TIMED_OUT")
            #expect(invocation.statusDetails == "Cancelled")
            let one = try await api.send(
                GetMaintenanceWindowExecutionTaskInvocationRequest(
                    windowExecutionId: execution, taskId: taskID, invocationId: invocation.invocationId!))
            #expect(one.status == "TIMED_OUT")

            // The filter goes by the same word.
            for (status, count) in [("TIMED_OUT", 1), ("CANCELLED", 0)] {
                let found = try await api.send(
                    Listing(
                        windowExecutionId: execution, taskId: taskID,
                        filters: [.init(key: "STATUS", values: [status])]))
                #expect(found.windowExecutionTaskInvocationIdentities?.count == count, "\(status)")
            }
        }
    }
}
