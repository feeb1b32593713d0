import AWSWire
import Documents
import Foundation
import ScheduleEngine
import WindowCore
import WindowService
import WindowStore

extension Operation {
    /// `PluginName` is the name of a step. A document with several steps shows its outcome as a whole without it, and no
    /// output (reference: run command 6.8).
    static let getCommandInvocation = Operation(GetCommandInvocationRequest.self, for: .reader) { request, call in
        let store = call.control.store
        let key = Invocation.Key(
            commandID: CommandID(rawValue: request.commandId.lowercased()),
            nodeID: NodeID(rawValue: request.instanceId))
        _ = try await store.command(key.commandID)
        let listing = try await store.invocation(key)
        let steps = try await store.steps(of: key)
        let names = try await stepNames(of: listing.progress.command, call)
        if let wanted = request.pluginName, !names.contains(wanted) {
            throw WireError(
                .invalidPluginName, "The document has no step “\(wanted)”; it has \(names.joined(separator: ", ")).")
        }
        let name = request.pluginName ?? (names.count == 1 ? names[0] : nil)
        return GetCommandInvocationResult(listing, step: steps.first { $0.name == name }, of: steps, name: name)
    }

    /// The steps of the document as it was when the command was made.
    private static func stepNames(of command: Command, _ call: CallContext) async throws -> [String] {
        let text = try await call.control.store.content(hash: command.documentHash)
        return (try? DocumentContent(parsing: text))?.steps.map(\.name) ?? []
    }
}

extension GetCommandInvocationResult {
    /// - Parameters:
    ///   - step: the one asked for, when it has been reached.
    ///   - name: the one asked for.
    fileprivate init(_ listing: InvocationListing, step: StepRecord?, of steps: [StepRecord], name: String?) {
        let (invocation, command) = (listing.invocation, listing.progress.command)
        let finished = step.flatMap { $0.isFinished ? $0 : nil }
        // One step of several has a result of its own; a document of one step has the invocation's.
        let stands = name != nil && steps.count > 1 ? step : nil
        // The first step's own times come with its result; until then it runs since the node was given it.
        let runsSince = steps.isEmpty && invocation.state == .inProgress ? invocation.claimedAt : nil
        let startedAt = (name == nil ? steps.first?.startedAt : step?.startedAt) ?? runsSince
        let endedAt = name == nil ? invocation.endedAt : finished?.endedAt
        self.init(
            commandId: command.id.rawValue, instanceId: invocation.key.nodeID.rawValue,
            comment: command.run.comment ?? "", documentName: command.documentName,
            documentVersion: command.documentVersion, pluginName: name ?? "",
            responseCode: stands?.wireCode ?? invocation.responseCode,
            executionStartDateTime: startedAt.map { Moment($0).rfc3339() } ?? "",
            executionElapsedTime: Self.elapsed(from: startedAt, to: endedAt),
            executionEndDateTime: startedAt == nil ? "" : endedAt.map { Moment($0).rfc3339() } ?? "",
            status: stands?.wireStatus ?? invocation.state.status,
            statusDetails: stands?.wireStatus ?? invocation.state.rawValue,
            standardOutputContent: StepOutput.cut(finished?.standardOutput ?? "", to: StepOutput.outputLimit),
            standardOutputUrl: "",
            standardErrorContent: StepOutput.cut(finished?.standardError ?? "", to: StepOutput.errorLimit),
            standardErrorUrl: "", cloudWatchOutputConfig: command.run.wireOutput ?? .init())
    }

    /// ISO 8601, such as `PT0.009S`; empty unless both ends are known.
    private static func elapsed(from start: Date?, to end: Date?) -> String {
        guard let start, let end else { return "" }
        let milliseconds = max(0, Int((end.timeIntervalSince(start) * 1000).rounded()))
        let fraction = milliseconds % 1000
        guard fraction != 0 else { return "PT\(milliseconds / 1000)S" }
        let digits = String(1000 + fraction).dropFirst().reversed().drop { $0 == "0" }.reversed()
        return "PT\(milliseconds / 1000).\(String(digits))S"
    }
}
