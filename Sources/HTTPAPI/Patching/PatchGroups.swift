import AWSWire
import Patching
import WindowCore
import WindowService

extension Operation {
    static let registerPatchGroup = Operation(
        RegisterPatchBaselineForPatchGroupRequest.self, for: .operator
    ) { request, call in
        let id = try await call.control.register(
            BaselineID(rawValue: request.baselineId), forPatchGroup: request.patchGroup)
        return RegisterPatchBaselineForPatchGroupResult(baselineId: id.rawValue, patchGroup: request.patchGroup)
    }

    static let deregisterPatchGroup = Operation(
        DeregisterPatchBaselineForPatchGroupRequest.self, for: .operator
    ) { request, call in
        let id = try await call.control.deregister(
            BaselineID(rawValue: request.baselineId), fromPatchGroup: request.patchGroup)
        return DeregisterPatchBaselineForPatchGroupResult(baselineId: id.rawValue, patchGroup: request.patchGroup)
    }

    static let getBaselineForPatchGroup = Operation(GetPatchBaselineForPatchGroupRequest.self, for: .reader) {
        request, call in
        let system = try OperatingSystem(wire: request.operatingSystem)
        let id = try await call.control.baseline(ofPatchGroup: request.patchGroup, operatingSystem: system)
        return GetPatchBaselineForPatchGroupResult(
            baselineId: id.rawValue, patchGroup: request.patchGroup, operatingSystem: system.rawValue)
    }

    static let describePatchGroups = Operation(DescribePatchGroupsRequest.self, for: .reader) { request, call in
        let filters = try FilterReader(request.filters, keys: ["NAME_PREFIX", "OPERATING_SYSTEM"])
        let found = try await call.control.patchGroups().filter { registration in
            try filters.acceptsPrefix("NAME_PREFIX", registration.patchGroup)
                && filters.accepts(
                    "OPERATING_SYSTEM", registration.operatingSystem, read: OperatingSystem.init(rawValue:))
        }
        let page = try call.page(of: found, request.maxResults, request.nextToken) {
            "\($0.operatingSystem.rawValue) \($0.patchGroup)"
        }
        let listings = try await call.control.baselineListings()
        let identities = Dictionary(
            listings.map { ($0.baseline.id, Wire.PatchBaselineIdentity($0)) }, uniquingKeysWith: { first, _ in first })
        return DescribePatchGroupsResult(
            mappings: page.items.map { registration in
                let id = call.control.canonical(registration.baselineID)
                return .init(patchGroup: registration.patchGroup, baselineIdentity: identities[id])
            }, nextToken: page.token)
    }
}
