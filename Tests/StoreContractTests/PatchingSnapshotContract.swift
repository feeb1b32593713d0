import Foundation
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@Suite(.tags(.contract)) struct PatchingSnapshotContract {
    private let id = "b4d5f6a7-0000-4000-8000-00000000000a"
    private let days = 86_400.0

    func snapshot(
        _ baseline: String, group: String = "web", system: OperatingSystem = .debian, id: String? = nil,
        after seconds: Double = 0
    ) -> PatchSnapshot {
        PatchSnapshot(
            identity: SnapshotIdentity(
                patchGroup: group, operatingSystem: system, snapshotID: id ?? self.id),
            baseline: .sample(baseline, system: system), createdAt: .noon.addingTimeInterval(seconds))
    }

    func freeze(_ snapshot: PatchSnapshot, in store: any Store) async throws -> PatchSnapshot {
        try await store.freeze(snapshot, at: snapshot.createdAt)
    }

    @Test(arguments: StoreBackend.allCases)
    func `whoever freezes first decides for all, however many race`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let frozen = try await withThrowingTaskGroup(of: PatchSnapshot.self) { group in
            for number in 0..<40 {
                group.addTask { try await freeze(snapshot("pb-\(number)", after: Double(number)), in: store) }
            }
            return try await group.reduce(into: Set<PatchSnapshot>()) { $0.insert($1) }
        }
        #expect(frozen.count == 1)
        #expect(try await store.snapshots(id) == Array(frozen))
    }

    @Test(arguments: StoreBackend.allCases)
    func `groups and systems freeze apart under one ID, whose case does not matter`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let first = try await freeze(snapshot("pb-1"), in: store)
        #expect(try await freeze(snapshot("pb-2", id: id.uppercased(), after: 1), in: store) == first)
        let group = try await freeze(snapshot("pb-2", group: "db", after: 2), in: store)
        let system = try await freeze(snapshot("pb-3", system: .ubuntu, after: 3), in: store)
        #expect(group.baseline.id.rawValue == "pb-2")
        #expect(try await store.snapshots(id.uppercased()) == [system, group, first])
    }

    @Test(arguments: StoreBackend.allCases)
    func `three days later the same ID is a new snapshot, without the old versions`(
        on backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let old = try await freeze(snapshot("pb-1"), in: store)
        let bash = [PackageKey.sample("bash"): FrozenVersion(.debian("1"), isResolved: true)]
        #expect(try await store.freezeVersions(bash, in: old, product: "Debian12") == bash)
        #expect(try await freeze(snapshot("pb-2", after: 3 * days - 1), in: store) == old)
        let new = try await freeze(snapshot("pb-2", after: 3 * days), in: store)
        #expect(new == snapshot("pb-2", after: 3 * days))
        #expect(try await store.frozenVersions(of: new, product: "Debian12").isEmpty)
        #expect(try await store.frozenVersions(of: old, product: "Debian12") == bash)
        #expect(try await store.snapshots(id) == [new, old])
        // A run that began before goes on with what it has.
        #expect(try await store.freeze(old, at: new.createdAt) == new)
    }

    @Test(arguments: StoreBackend.allCases)
    func `the first version of a package binds everybody`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let snapshot = try await freeze(snapshot("pb-1"), in: store)
        let bash = PackageKey.sample("bash")
        let curl = PackageKey.sample("curl")
        let bound = FrozenVersion(.debian("1"), isResolved: false)
        let wanted = FrozenVersion(.debian("2"), isResolved: true)
        #expect(try await store.freezeVersions([bash: bound], in: snapshot, product: "Debian12") == [bash: bound])
        #expect(
            try await store.freezeVersions([bash: wanted, curl: wanted], in: snapshot, product: "Debian12")
                == [bash: bound, curl: wanted])
        #expect(
            try await store.freezeVersions([bash: wanted], in: snapshot, product: "Debian12") == [
                bash: bound, curl: wanted,
            ])
        #expect(try await store.freezeVersions([:], in: snapshot, product: "Debian12") == [bash: bound, curl: wanted])
        let arm = PackageKey(name: "bash", architecture: "arm64")
        #expect(try await store.freezeVersions([arm: wanted], in: snapshot, product: "Debian12")[arm] == wanted)
        // Another release of the system settles its own.
        #expect(try await store.frozenVersions(of: snapshot, product: "Debian11").isEmpty)
        #expect(try await store.freezeVersions([bash: wanted], in: snapshot, product: "Debian11") == [bash: wanted])
        #expect(try await store.frozenProducts(of: snapshot) == ["Debian11", "Debian12"])
    }

    @Test(arguments: StoreBackend.allCases)
    func `racing nodes leave with the same versions of what they asked about`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let snapshot = try await freeze(snapshot("pb-1"), in: store)
        let answers = try await withThrowingTaskGroup(of: [PackageKey: FrozenVersion].self) { group in
            for number in 0..<30 {
                group.addTask {
                    let mine = (0..<20).map {
                        (PackageKey.sample("p\($0)"), FrozenVersion(.debian("\(number)"), isResolved: true))
                    }
                    return try await store.freezeVersions(
                        Dictionary(uniqueKeysWithValues: mine), in: snapshot, product: "Debian12")
                }
            }
            return try await group.reduce(into: Set<[PackageKey: FrozenVersion]>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(answers.first?.count == 20)
    }

    @Test(arguments: StoreBackend.allCases)
    func `versions are frozen in a snapshot that there is`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        await #expect(throws: StoreError.notFound(kind: "snapshot", id: id)) {
            try await store.freezeVersions(
                [.sample("bash"): FrozenVersion(.debian("1"), isResolved: true)], in: snapshot("pb-1"),
                product: "Debian12")
        }
        #expect(try await store.frozenVersions(of: snapshot("pb-1"), product: "Debian12").isEmpty)
    }

    @Test(arguments: StoreBackend.allCases)
    func `pruning forgets a snapshot that had expired by then, and no other`(on backend: StoreBackend) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { _ = keeper }
        let old = try await freeze(snapshot("pb-1"), in: store)
        let versions = [PackageKey.sample("bash"): FrozenVersion(.debian("1"), isResolved: true)]
        _ = try await store.freezeVersions(versions, in: old, product: "Debian12")
        let new = try await freeze(snapshot("pb-1", after: 3 * days), in: store)
        _ = try await store.prune(before: old.createdAt.addingTimeInterval(3 * days))
        #expect(try await store.snapshots(id) == [new, old])
        _ = try await store.prune(before: old.createdAt.addingTimeInterval(3 * days + 1))
        #expect(try await store.snapshots(id) == [new])
        #expect(try await store.frozenVersions(of: old, product: "Debian12").isEmpty)
    }
}
