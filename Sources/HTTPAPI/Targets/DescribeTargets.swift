import AWSWire
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeTargets = Operation(DescribeMaintenanceWindowTargetsRequest.self, for: .reader) {
        request, call in
        let filters = try FilterReader(request.filters, keys: ["Type", "WindowTargetId", "OwnerInformation"])
        let targets = try await call.control.store.targets(of: WindowID(rawValue: request.windowId)).filter { target in
            try filters.accepts("Type", target.resourceType) { ResourceType(rawValue: $0) }
                && filters.accepts("WindowTargetId", target.id) { WindowTargetID(rawValue: $0.lowercased()) }
                && filters.accepts("OwnerInformation", target.ownerInformation)
        }
        let page = try call.page(of: targets, request.maxResults, request.nextToken) { $0.id.rawValue }
        return DescribeMaintenanceWindowTargetsResult(
            targets: page.items.map(Wire.MaintenanceWindowTarget.init), nextToken: page.token)
    }
}

extension Wire.MaintenanceWindowTarget {
    fileprivate init(_ target: WindowTarget) {
        self.init(
            windowId: target.windowID.rawValue, windowTargetId: target.id.rawValue,
            resourceType: target.resourceType.rawValue, targets: target.criteria.map(Wire.Target.init),
            ownerInformation: target.ownerInformation, name: target.name, description: target.description)
    }
}
