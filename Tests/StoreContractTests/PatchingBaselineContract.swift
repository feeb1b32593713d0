import Foundation
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct PatchingBaselineContract {
    @Test(arguments: StoreBackend.allCases)
    func `a repeated token gives the first baseline and no second one`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let token = ClientToken(operation: "CreatePatchBaseline", token: "t", fingerprint: "f")
        let first = try await store.create(.sample("pb-1"), token: token)
        #expect(try await store.create(.sample("pb-2"), token: token) == first)
        #expect(try await store.baselines() == [.sample("pb-1")])
        await #expect(throws: StoreError.tokenReused("t")) {
            let other = ClientToken(operation: "CreatePatchBaseline", token: "t", fingerprint: "g")
            return try await store.create(.sample("pb-3"), token: other)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `baselines are listed as they were made, and an update replaces one`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        _ = try await store.create(.sample("pb-b", after: 1), token: nil)
        _ = try await store.create(.sample("pb-a", after: 2), token: nil)
        _ = try await store.create(.sample("pb-c", after: 0), token: nil)
        #expect(try await store.baselines().map(\.id.rawValue) == ["pb-c", "pb-b", "pb-a"])
        var changed = PatchBaseline.sample("pb-b", after: 1)
        changed.approvedPatches = ["bash*"]
        try await store.update(changed)
        #expect(try await store.baseline(changed.id) == changed)
        await #expect(throws: StoreError.notFound(kind: "patch baseline", id: "pb-none")) {
            try await store.update(PatchBaseline.sample("pb-none"))
        }
        await #expect(throws: StoreError.notFound(kind: "patch baseline", id: "pb-none")) {
            try await store.baseline(BaselineID(rawValue: "pb-none"))
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `a deleted baseline takes its tags along, and an unknown one is no error`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.create(.sample("pb-1"), tags: ["Stage": "Prod"], token: nil)
        #expect(try await store.tags(of: "PatchBaseline", id: "pb-1") == ["Stage": "Prod"])
        try await store.deleteBaseline(id)
        #expect(try await store.baselines().isEmpty)
        #expect(try await store.tags(of: "PatchBaseline", id: "pb-1").isEmpty)
        try await store.deleteBaseline(id)
    }

    @Test(arguments: StoreBackend.allCases)
    func `a baseline that serves somebody is not deleted`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let id = try await store.create(.sample("pb-1"), token: nil)
        try await store.register(
            PatchGroupRegistration(patchGroup: "web", baselineID: id, operatingSystem: .debian))
        await #expect(throws: StoreError.baselineInUse("pb-1", by: "the patch group “web”")) {
            try await store.deleteBaseline(id)
        }
        try await store.deregister(group: "web", baseline: id)
        try await store.setDefaultBaseline(id, of: .debian)
        await #expect(throws: StoreError.baselineInUse("pb-1", by: "DEBIAN as its default")) {
            try await store.deleteBaseline(id)
        }
        try await store.setDefaultBaseline(
            BaselineID(rawValue: "arn:aws:ssm:local:0:patchbaseline/pb-predefined"), of: .debian)
        try await store.deleteBaseline(id)
    }

    @Test(arguments: StoreBackend.allCases)
    func `one of ours must exist to be registered, a predefined one need not`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let none = BaselineID(rawValue: "pb-none")
        await #expect(throws: StoreError.notFound(kind: "patch baseline", id: "pb-none")) {
            try await store.setDefaultBaseline(none, of: .debian)
        }
        await #expect(throws: StoreError.notFound(kind: "patch baseline", id: "pb-none")) {
            try await store.register(
                PatchGroupRegistration(patchGroup: "web", baselineID: none, operatingSystem: .debian))
        }
        let predefined = BaselineID(rawValue: "arn:aws:ssm:local:0:patchbaseline/pb-1")
        try await store.setDefaultBaseline(predefined, of: .ubuntu)
        try await store.register(
            PatchGroupRegistration(patchGroup: "web", baselineID: predefined, operatingSystem: .ubuntu))
        #expect(try await store.defaultBaselines() == [.ubuntu: predefined])
    }

    @Test(arguments: StoreBackend.allCases)
    func `a group has one baseline for each system, and a baseline many groups`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let first = try await store.create(.sample("pb-1"), token: nil)
        let second = try await store.create(.sample("pb-2", system: .ubuntu), token: nil)
        func registration(_ group: String, _ id: BaselineID, _ system: OperatingSystem) -> PatchGroupRegistration {
            PatchGroupRegistration(patchGroup: group, baselineID: id, operatingSystem: system)
        }
        try await store.register(registration("web", second, .ubuntu))
        try await store.register(registration("web", first, .debian))
        try await store.register(registration("db", first, .debian))
        try await store.register(registration("web", first, .debian))
        await #expect(throws: StoreError.alreadyExists(kind: "patch group", id: "web")) {
            try await store.register(registration("web", second, .debian))
        }
        #expect(
            try await store.patchGroups() == [
                registration("db", first, .debian), registration("web", first, .debian),
                registration("web", second, .ubuntu),
            ])
        try await store.deregister(group: "web", baseline: first)
        #expect(try await store.patchGroups().map(\.baselineID) == [first, second])
        await #expect(throws: StoreError.notFound(kind: "patch group", id: "web")) {
            try await store.deregister(group: "web", baseline: first)
        }
    }

    @Test(arguments: StoreBackend.allCases)
    func `a baseline serves as many groups as the quota says, and those again`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore(quotas: Quotas(patchGroupsPerBaseline: 2))
        defer { _ = keeper }
        let (first, second) = (BaselineID(rawValue: "pb-1"), BaselineID(rawValue: "pb-2"))
        for id in [first, second] { _ = try await store.create(.sample(id.rawValue), token: nil) }
        func register(_ group: String, _ id: BaselineID) async throws(StoreError) {
            try await store.register(
                PatchGroupRegistration(patchGroup: group, baselineID: id, operatingSystem: .debian))
        }
        try await register("web", first)
        try await register("db", first)
        await #expect(throws: StoreError.limitExceeded(kind: "patch groups of a baseline", limit: 2)) {
            try await register("more", first)
        }
        try await register("web", first)
        try await register("more", second)
        try await store.deregister(group: "db", baseline: first)
        try await register("other", first)
    }

    @Test(arguments: StoreBackend.allCases)
    func `there are at most a thousand baselines`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<1005 {
                group.addTask { (try? await store.create(.sample("pb-\(number)"), token: nil)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1000)
        await #expect(throws: StoreError.limitExceeded(kind: "patch baselines", limit: 1000)) {
            try await store.create(.sample("pb-more"), token: nil)
        }
    }
}
