import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeMaintenanceWindows = Operation(DescribeMaintenanceWindowsRequest.self, for: .reader) {
        request, call in
        let filters = try FilterReader(request.filters, keys: ["Name", "Enabled"])
        var filter = WindowFilter(namePrefixes: filters["Name"] ?? [])
        if let texts = filters["Enabled"] {
            var wanted: Set<Bool> = []
            for text in texts {
                guard let value = Bool(text.lowercased()) else { throw FilterReader.unreadable(text, "Enabled") }
                wanted.insert(value)
            }
            // Both values together are no condition.
            filter.isEnabled = wanted.count == 1 ? wanted.first : nil
        }
        let page = try await call.control.store.windows(filter, page: call.page(request.maxResults, request.nextToken))
        return DescribeMaintenanceWindowsResult(
            windowIdentities: page.items.map(Wire.MaintenanceWindowIdentity.init), nextToken: call.token(page.next))
    }
}
