import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let listCommandInvocations = Operation(ListCommandInvocationsRequest.self, for: .reader) { request, call in
        var filter = try CommandFilter(request.filters, keys: CommandFilter.invocationKeys)
        filter.nodeID = request.instanceId.map(NodeID.init(rawValue:))
        if let id = request.commandId {
            filter.commandID = CommandID(rawValue: id.lowercased())
            _ = try await call.control.store.command(CommandID(rawValue: id.lowercased()))
        }
        let page = try await call.control.store.invocations(
            filter, page: call.page(request.maxResults, request.nextToken))
        var invocations: [Wire.CommandInvocation] = []
        for listing in page.items {
            let steps =
                request.details == true ? try await call.control.store.steps(of: listing.invocation.key) : []
            let run = listing.progress.command.run
            invocations.append(.init(listing, plugins: steps.map { .init($0, run: run) }))
        }
        return ListCommandInvocationsResult(commandInvocations: invocations, nextToken: call.token(page.next))
    }
}
