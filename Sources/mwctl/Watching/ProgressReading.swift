import AWSWire
import Foundation

extension Session {
    /// More nodes than this are read without their steps: every look would fetch every node's output.
    private static let mostNodesWithSteps = 100

    private static let finalCommands: Set<String> = ["Success", "Cancelled", "Failed", "TimedOut"]
    private static let finalExecutions: Set<String> = [
        "SUCCESS", "FAILED", "TIMED_OUT", "CANCELLED", "SKIPPED_OVERLAPPING",
    ]

    func command(_ id: String) async throws(Complaint) -> Reply<Wire.Command> {
        let reply = try await list(ListCommandsRequest(commandId: id), "Commands", limit: 1)
        guard let command = reply.value.commands?.first, let json = reply.json["Commands"]?[0] else {
            throw Complaint(.notFound, "There is no command \(id).", hint: "See `mwctl command list`.")
        }
        return Reply(value: command, json: json)
    }

    func commandProgress(_ id: String) async throws(Complaint) -> RunProgress {
        let command = try await command(id).value
        let status = command.status ?? ""
        let isFinal = Self.finalCommands.contains(status)
        let nodes = try await nodeProgress(of: command)
        return RunProgress(
            title: "Command \(id)", status: status, details: command.statusDetails,
            startedAt: command.requestedDateTime, endedAt: isFinal ? nodes.compactMap(\.endedAt).max() : nil,
            endsAt: isFinal ? nil : command.expiresAfter, endLabel: "expires", nodes: nodes, isFinal: isFinal,
            isSuccess: status == "Success")
    }

    /// Where a window execution stands, with the nodes of all its commands.
    /// - Parameter opening: its deadlines, from ``opening(of:)``.
    func executionProgress(_ id: String, opening: Wire.OpenWindow?) async throws(Complaint) -> RunProgress {
        let execution = try await call(GetMaintenanceWindowExecutionRequest(windowExecutionId: id)).value
        var nodes: [NodeProgress] = []
        for command in try await commandIDs(ofExecution: id) {
            nodes += try await nodeProgress(of: self.command(command).value)
        }
        let status = execution.status ?? ""
        let name = opening?.name.map { " of \($0)" } ?? ""
        return RunProgress(
            title: "Execution \(id)\(name)", status: status, details: execution.statusDetails,
            startedAt: execution.startTime, endedAt: execution.endTime, cutoffAt: opening?.cutoffAt,
            endsAt: opening?.endsAt, nodes: nodes, isFinal: Self.finalExecutions.contains(status),
            isSuccess: status == "SUCCESS")
    }

    /// The deadlines of an execution that is open; `nil` when it is not, or when the caller may not know.
    func opening(of id: String) async -> Wire.OpenWindow? {
        try? await call(GetServiceStatusRequest()).value.openWindows?.first { $0.windowExecutionId == id }
    }

    /// The commands that an execution's tasks sent, in the tasks' order.
    func commandIDs(ofExecution id: String) async throws(Complaint) -> [String] {
        var ids: [String] = []
        for task in try await tasks(ofExecution: id) {
            ids += try await invocations(ofExecution: id, task: task.taskExecutionId ?? "").compactMap(\.executionId)
        }
        return ids.filter { !$0.isEmpty }
    }

    func tasks(ofExecution id: String) async throws(Complaint) -> [Wire.MaintenanceWindowExecutionTaskIdentity] {
        try await list(
            DescribeMaintenanceWindowExecutionTasksRequest(windowExecutionId: id), "WindowExecutionTaskIdentities"
        ).value.windowExecutionTaskIdentities ?? []
    }

    func invocations(
        ofExecution id: String, task: String
    ) async throws(Complaint) -> [Wire.MaintenanceWindowExecutionTaskInvocationIdentity] {
        try await list(
            DescribeMaintenanceWindowExecutionTaskInvocationsRequest(windowExecutionId: id, taskId: task),
            "WindowExecutionTaskInvocationIdentities"
        ).value.windowExecutionTaskInvocationIdentities ?? []
    }

    private func nodeProgress(of command: Wire.Command) async throws(Complaint) -> [NodeProgress] {
        let withSteps = (command.targetCount ?? 0) <= Self.mostNodesWithSteps
        let invocations =
            try await list(
                ListCommandInvocationsRequest(commandId: command.commandId, details: withSteps), "CommandInvocations"
            ).value.commandInvocations ?? []
        return invocations.map { NodeProgress($0, work: command.documentName ?? "") }
    }
}

extension NodeProgress {
    init(_ invocation: Wire.CommandInvocation, work: String) {
        let steps = invocation.commandPlugins ?? []
        let isOver = !["Pending", "InProgress", "Delayed", "Cancelling"].contains(invocation.status ?? "")
        self.init(
            key: "\(invocation.commandId ?? "")/\(invocation.instanceId ?? "")", work: work,
            node: invocation.instanceName.flatMap { $0.isEmpty ? nil : $0 } ?? invocation.instanceId ?? "",
            status: invocation.status ?? "", details: invocation.statusDetails,
            startedAt: steps.compactMap(\.responseStartDateTime).min(),
            endedAt: isOver ? steps.compactMap(\.responseFinishDateTime).max() : nil)
    }
}
