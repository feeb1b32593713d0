package import Patching
import WindowCore
import WindowStore

extension Control {
    /// The group's nodes on the baseline's operating system are judged by it from their next run on. The same
    /// registration again is no error.
    /// - Returns: the baseline's ID as this installation writes it.
    /// - Throws: `alreadyExists` when the group has another baseline for the operating system.
    package func register(_ id: BaselineID, forPatchGroup group: String) async throws(RequestError) -> BaselineID {
        let baseline = try await stored { () async throws(StoreError) in try await patchBaseline(id) }
        let registration = PatchGroupRegistration(
            patchGroup: group, baselineID: baseline.id, operatingSystem: baseline.operatingSystem)
        try await stored { () async throws(StoreError) in try await store.register(registration) }
        return baseline.id
    }

    /// - Returns: the baseline's ID as this installation writes it.
    /// - Throws: `notFound` when the two are not registered with each other.
    package func deregister(_ id: BaselineID, fromPatchGroup group: String) async throws(RequestError) -> BaselineID {
        // As it was written when it was registered, which may be under another region.
        let registered = try await patchGroups().first {
            $0.patchGroup == group && canonical($0.baselineID) == canonical(id)
        }
        let baseline = registered?.baselineID ?? id
        try await stored { () async throws(StoreError) in
            try await store.deregister(group: group, baseline: baseline)
        }
        return canonical(id)
    }

    /// In order of group, then operating system.
    package func patchGroups() async throws(RequestError) -> [PatchGroupRegistration] {
        try await stored { () async throws(StoreError) in try await store.patchGroups() }
    }

    /// The baseline registered for the group, else the system's default.
    package func baseline(
        ofPatchGroup group: String, operatingSystem: OperatingSystem
    ) async throws(RequestError) -> BaselineID {
        let registered = try await patchGroups().first {
            $0.patchGroup == group && $0.operatingSystem == operatingSystem
        }
        if let registered { return canonical(registered.baselineID) }
        return try await defaultBaselines()[operatingSystem] ?? predefined(.default(of: operatingSystem)).id
    }

    /// The groups that a baseline serves, in order.
    package func patchGroups(servedBy id: BaselineID) async throws(RequestError) -> [String] {
        var groups: [String] = []
        for registration in try await patchGroups()
        where canonical(registration.baselineID) == canonical(id) && groups.last != registration.patchGroup {
            groups.append(registration.patchGroup)
        }
        return groups
    }
}
