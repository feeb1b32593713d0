import AWSWire
import WindowCore
import WindowStore

extension Operation {
    static let describeMaintenanceWindowsForTarget = Operation(
        DescribeMaintenanceWindowsForTargetRequest.self, for: .reader
    ) { request, call in
        let search = try await WindowSearch(request.targets, resourceType: request.resourceType, call: call)
        let found = try await search.windows(call).map(\.window)
        let page = try call.page(of: found, request.maxResults, request.nextToken) { $0.id.rawValue }
        return DescribeMaintenanceWindowsForTargetResult(
            windowIdentities: page.items.map { .init(windowId: $0.id.rawValue, name: $0.name) }, nextToken: page.token)
    }
}
