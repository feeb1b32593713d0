import AWSWire
import Foundation

/// Sends a patch command, follows it, and shows what the nodes report at the end.
struct PatchRun {
    /// What is shown when the command has ended.
    enum Ending {
        /// How many patches are in which state, node by node.
        case counts
        /// Which patches are missing; whether an install would reboot, `nil` when nobody asked.
        case missing(isRebooting: Bool?)
    }

    let session: Session
    let format: OutputFormat

    /// - Throws: ``SilentFailure`` when the command did not succeed, after all has been shown.
    func start(_ request: SendCommandRequest, watch: Bool, ending: Ending) async throws {
        let reply = try await session.call(request)
        let id = reply.value.command?.commandId ?? ""
        if reply.value.command?.targetCount == 0 {
            session.console.remark("warning: No node matched; check the tags: mwctl node list.")
        }
        guard watch else { return session.console.print(reply.json, as: format) { id + "\n" } }
        var failure: SilentFailure?
        do {
            try await session.watchCommand(id, beside: format)
        } catch let end as SilentFailure {
            failure = end
        }
        let result = try await result(of: id, withMissing: { if case .missing = ending { true } else { false } }())
        let colours = session.console.terminal.showsColours
        session.console.print(result.json, as: format) {
            guard !result.nodes.isEmpty else { return "" }
            return switch ending {
            case .counts: "\n" + result.table.rendered(colours: colours)
            case .missing(let isRebooting): "\n" + result.plan(isRebooting: isRebooting, colours: colours)
            }
        }
        if let failure { throw failure }
    }

    private func result(of id: String, withMissing: Bool) async throws(Complaint) -> PatchResult {
        let command = try await session.command(id)
        let invocations =
            try await session.list(ListCommandInvocationsRequest(commandId: id), "CommandInvocations")
            .value.commandInvocations ?? []
        let states = try await session.patchStates(of: invocations.compactMap(\.instanceId))
        var nodes: [PatchResult.Node] = []
        for invocation in invocations {
            let nodeID = invocation.instanceId ?? ""
            let state = states.first { $0.value.instanceId == nodeID }
            // Whole seconds: the two moments are rounded by different hands.
            let since = command.value.requestedDateTime?.timeIntervalSince1970.rounded(.down) ?? 0
            let isFresh = (state?.value.operationEndTime.timeIntervalSince1970 ?? 0) >= since
            var node = PatchResult.Node(
                progress: NodeProgress(invocation, work: command.value.documentName ?? ""), state: state,
                isFresh: isFresh && state != nil)
            if withMissing, node.isFresh {
                let missing = Wire.PatchOrchestratorFilter(key: "State", values: ["Missing"])
                node.missing = try await session.list(
                    DescribeInstancePatchesRequest(instanceId: nodeID, filters: [missing]), "Patches")
            }
            nodes.append(node)
        }
        return PatchResult(command: command.json, nodes: nodes, withMissing: withMissing)
    }
}

extension Session {
    /// The most nodes that one call may ask about.
    private static let mostStates = 50

    /// The last patch reports of nodes; those that never reported are left out.
    func patchStates(of nodes: [String]) async throws(Complaint) -> [Reply<Wire.InstancePatchState>] {
        var states: [Reply<Wire.InstancePatchState>] = []
        var waiting = nodes[...]
        while !waiting.isEmpty {
            let some = Array(waiting.prefix(Self.mostStates))
            waiting = waiting.dropFirst(Self.mostStates)
            let reply = try await list(DescribeInstancePatchStatesRequest(instanceIds: some), "InstancePatchStates")
            states += zip(reply.value.instancePatchStates ?? [], reply.json["InstancePatchStates"]?.arrayValue ?? [])
                .map { Reply(value: $0, json: $1) }
        }
        return states
    }
}
