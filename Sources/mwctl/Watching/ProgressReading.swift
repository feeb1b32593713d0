import AWSWire
import Foundation
import ScheduleEngine

extension Session {
    /// More nodes than this are read without their steps: every look would fetch every node's output.
    private static let mostNodesWithSteps = 100

    /// Nodes at work whose beginning is asked for one by one.
    private static let mostStartsAsked = 50

    private static let finalCommands: Set<String> = ["Success", "Cancelled", "Failed", "TimedOut"]
    private static let finalExecutions: Set<String> = [
        "SUCCESS", "FAILED", "TIMED_OUT", "CANCELLED", "SKIPPED_OVERLAPPING",
    ]

    static func isFinal(commandStatus: String?) -> Bool { finalCommands.contains(commandStatus ?? "") }
    static func isFinal(executionStatus: String?) -> Bool { finalExecutions.contains(executionStatus ?? "") }

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

    /// A command's nodes, those at work with the moment they began: a listing knows it only of steps that have ended.
    func nodesWithStarts(of id: String) async throws(Complaint) -> RunProgress {
        var progress = try await commandProgress(id)
        let waiting = progress.nodes.indices.filter { place in
            progress.nodes[place].isAtWork && progress.nodes[place].startedAt == nil
        }
        for place in waiting.prefix(Self.mostStartsAsked) {
            let reply = try await call(
                GetCommandInvocationRequest(commandId: id, instanceId: progress.nodes[place].instanceID))
            let text = reply.value.executionStartDateTime ?? ""
            progress.nodes[place].startedAt = (try? Moment(parsing: text)).map {
                Date(timeIntervalSince1970: Double($0.millisecondsSince1970) / 1000)
            }
        }
        return progress
    }

    /// Where a window execution stands, with the nodes of all its commands.
    /// - Parameters:
    ///   - opening: its deadlines, from ``opening(of:)``.
    ///   - name: what its window is called.
    func executionProgress(
        _ id: String, opening: Wire.OpenWindow?, name: String?
    ) async throws(Complaint) -> RunProgress {
        let execution = try await call(GetMaintenanceWindowExecutionRequest(windowExecutionId: id)).value
        var nodes: [NodeProgress] = []
        for command in try await commandIDs(ofExecution: id) {
            nodes += try await nodeProgress(of: self.command(command).value)
        }
        let status = execution.status ?? ""
        return RunProgress(
            title: "Execution \(id)" + (name.map { " of \($0)" } ?? ""), status: status,
            details: execution.statusDetails,
            startedAt: execution.startTime, endedAt: execution.endTime, cutoffAt: opening?.cutoffAt,
            endsAt: opening?.endsAt, nodes: nodes, isFinal: Self.finalExecutions.contains(status),
            isSuccess: status == "SUCCESS")
    }

    /// The deadlines of an execution that is open; `nil` when it is not, or when the caller may not know.
    func opening(of id: String) async -> Wire.OpenWindow? {
        await openWindows().first { $0.windowExecutionId == id }
    }

    /// The windows that are open; none when the caller may not know.
    func openWindows() async -> [Wire.OpenWindow] {
        (try? await call(GetServiceStatusRequest()).value.openWindows) ?? []
    }

    /// The window that an execution belongs to. The API's answers for one execution do not name it, so one that is no
    /// longer open is looked for in every window's history; `nil` when its window was deleted since.
    func window(ofExecution id: String, startedAt: Date?) async throws(Complaint) -> (id: String, name: String?)? {
        // A minute is enough for all roundings, and keeps the pages short.
        let near = startedAt.map { start in
            [("ExecutedAfter", -60.0), ("ExecutedBefore", 60.0)].map { key, seconds in
                Wire.MaintenanceWindowFilter(key: key, values: [Wording.instant(start.addingTimeInterval(seconds))])
            }
        }
        let windows = try await list(DescribeMaintenanceWindowsRequest(), "WindowIdentities").value
        for window in windows.windowIdentities ?? [] {
            guard let windowID = window.windowId else { continue }
            let found = try await list(
                DescribeMaintenanceWindowExecutionsRequest(windowId: windowID, filters: near), "WindowExecutions")
            if found.value.windowExecutions?.contains(where: { $0.windowExecutionId == id }) == true {
                return (windowID, window.name)
            }
        }
        return nil
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
            instanceID: invocation.instanceId ?? "", status: invocation.status ?? "",
            details: invocation.statusDetails, reason: Self.reason(invocation),
            startedAt: steps.compactMap(\.responseStartDateTime).min(),
            endedAt: isOver ? steps.compactMap(\.responseFinishDateTime).max() : nil)
    }

    /// What the service noted of a node that waits or was given up; a node at work or done needs no reason.
    private static func reason(_ invocation: Wire.CommandInvocation) -> String? {
        guard let trace = invocation.traceOutput, !trace.isEmpty,
            !["Pending", "InProgress", "Success"].contains(invocation.status ?? "")
        else { return nil }
        return trace
    }
}
