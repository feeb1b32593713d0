import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let listCommands = Operation(ListCommandsRequest.self, for: .reader) { request, call in
        var filter = try CommandFilter(request.filters, keys: CommandFilter.commandKeys)
        filter.nodeID = request.instanceId.map(NodeID.init(rawValue:))
        if let id = request.commandId {
            filter.commandID = CommandID(rawValue: id.lowercased())
            _ = try await call.control.store.command(CommandID(rawValue: id.lowercased()))
        }
        let page = try await call.control.store.commands(filter, page: call.page(request.maxResults, request.nextToken))
        return ListCommandsResult(commands: page.items.map(Wire.Command.init), nextToken: call.token(page.next))
    }
}

extension CommandFilter {
    static let commandKeys = ["InvokedAfter", "InvokedBefore", "Status", "DocumentName", "ExecutionStage"]
    static let invocationKeys = ["InvokedAfter", "InvokedBefore", "Status", "DocumentName"]

    /// Reads the filters of commands, whose members are in lower case (reference: run command 6.8).
    /// - Throws: `InvalidFilterKey` for a key that is not among `keys`, `ValidationException` for a value.
    init(_ filters: [Wire.CommandFilter]?, keys: [String]) throws(WireError) {
        self.init()
        for filter in filters ?? [] {
            guard keys.contains(filter.key) else {
                throw WireError(
                    .invalidFilterKey,
                    "“\(filter.key)” is not a filter of this operation. It has \(keys.joined(separator: ", ")).")
            }
            switch filter.key {
            case "InvokedAfter": requestedAfter = try FilterReader.moment(filter.value, filter.key)
            case "InvokedBefore": requestedBefore = try FilterReader.moment(filter.value, filter.key)
            case "DocumentName": documentName = filter.value
            case "ExecutionStage":
                guard let stage = ["Executing": false, "Complete": true][filter.value] else {
                    throw FilterReader.unreadable(filter.value, filter.key)
                }
                isComplete = stage
            default:
                guard Self.statusWords.contains(filter.value) else {
                    throw FilterReader.unreadable(filter.value, filter.key)
                }
                statuses.append(filter.value)
            }
        }
    }

    /// The coarse and the fine words of commands and invocations; `LimitExceeded` is never reached here.
    private static let statusWords: Set<String> = Set(
        CommandState.allCases.flatMap { [$0.rawValue, $0.status] }
            + InvocationState.allCases.flatMap { [$0.rawValue, $0.status] } + ["LimitExceeded"])
}
