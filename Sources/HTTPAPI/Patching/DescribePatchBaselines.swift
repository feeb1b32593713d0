import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let describePatchBaselines = Operation(DescribePatchBaselinesRequest.self, for: .reader) { request, call in
        let filters = try FilterReader(request.filters, keys: ["NAME_PREFIX", "OWNER", "OPERATING_SYSTEM"])
        let found = try await call.control.baselineListings().filter { listing in
            let isOurs =
                try filters.accepts("OWNER", listing.isPredefined) { $0.isPredefined }
                || filters["OWNER"]?.contains { $0.uppercased() == "ALL" } == true
            let system = try filters.accepts(
                "OPERATING_SYSTEM", listing.baseline.operatingSystem, read: OperatingSystem.init(rawValue:))
            return isOurs && system && filters.acceptsPrefix("NAME_PREFIX", listing.baseline.name)
        }
        let page = try call.page(of: found, request.maxResults, request.nextToken) { $0.baseline.id.rawValue }
        return DescribePatchBaselinesResult(
            baselineIdentities: page.items.map(Wire.PatchBaselineIdentity.init), nextToken: page.token)
    }
}

extension String {
    /// The values of the filter OWNER; `nil` for any other word.
    fileprivate var isPredefined: Bool? {
        switch uppercased() {
        case "AWS": true
        case "SELF", "ALL": false
        default: nil
        }
    }
}

extension FilterReader {
    init(_ filters: [Wire.PatchOrchestratorFilter]?, keys: [String]) throws(WireError) {
        try self.init((filters ?? []).map { ($0.key, $0.values) }, keys: keys)
    }

    func acceptsPrefix(_ key: String, _ text: String) -> Bool {
        self[key].map { $0.contains(where: text.hasPrefix) } ?? true
    }
}
