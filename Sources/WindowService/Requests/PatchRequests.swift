import Foundation
package import Patching
import WindowCore
package import WindowStore

/// A baseline, and whether it is its operating system's default.
package struct BaselineListing: Hashable, Sendable {
    package let baseline: PatchBaseline
    package let isDefault: Bool
    package let isPredefined: Bool
}

extension BaselineID {
    /// `pb-` and 17 random hexadecimal digits.
    static func random() -> Self {
        BaselineID(rawValue: "pb-" + WindowID.random().rawValue.dropFirst("mw-".count))
    }
}

extension Control {
    /// - Returns: the new baseline's ID, or the earlier one's when the token was used for the same request before.
    package func createBaseline(
        _ definition: BaselineDefinition, for system: OperatingSystem, tags: [String: String] = [:],
        token: ClientToken? = nil
    ) async throws(RequestError) -> BaselineID {
        try checkTags(tags)
        let baseline = try baselineChecked { () throws(BaselineProblem) in
            try definition.baseline(id: .random(), operatingSystem: system, at: clock.now)
        }
        return try await stored { () async throws(StoreError) in
            try await store.create(baseline, tags: tags, token: token)
        }
    }

    /// Changes what was sent and checks the result as a whole.
    /// - Returns: the baseline as it is now.
    package func updateBaseline(
        _ id: BaselineID, _ definition: BaselineDefinition, replacingAll: Bool
    ) async throws(RequestError) -> PatchBaseline {
        try refusePredefined(id, "changed")
        let before = try await stored { () async throws(StoreError) in try await patchBaseline(id) }
        let now = clock.now
        let after = try baselineChecked { () throws(BaselineProblem) in
            try definition.applied(to: before, replacingAll: replacingAll, at: now)
        }
        try await stored { () async throws(StoreError) in try await store.update(after) }
        return after
    }

    /// Forgets the baseline with its tags; an unknown one is no error.
    /// - Throws: `baselineInUse` while a patch group or an operating system's default names it.
    package func deleteBaseline(_ id: BaselineID) async throws(RequestError) {
        try refusePredefined(id, "deleted")
        try await stored { () async throws(StoreError) in try await store.deleteBaseline(id) }
    }

    /// The predefined ones, then the operator's own in order of creation.
    package func baselineListings() async throws(RequestError) -> [BaselineListing] {
        let own = try await stored { () async throws(StoreError) in try await store.baselines() }
        let defaults = try await defaultBaselines()
        return (PredefinedBaseline.all.map(predefined) + own).map { baseline in
            BaselineListing(
                baseline: baseline, isDefault: defaults[baseline.operatingSystem] == baseline.id,
                isPredefined: PredefinedBaseline.named(baseline.id) != nil)
        }
    }

    /// Of every operating system.
    package func defaultBaselines() async throws(RequestError) -> [OperatingSystem: BaselineID] {
        var defaults = Dictionary(
            uniqueKeysWithValues: OperatingSystem.allCases.map { ($0, predefined(.default(of: $0)).id) })
        for (system, id) in try await stored({ () async throws(StoreError) in try await store.defaultBaselines() }) {
            defaults[system] = canonical(id)
        }
        return defaults
    }

    /// - Returns: the ID as this installation writes it.
    package func setDefaultBaseline(_ id: BaselineID) async throws(RequestError) -> BaselineID {
        let baseline = try await stored { () async throws(StoreError) in try await patchBaseline(id) }
        try await stored { () async throws(StoreError) in
            try await store.setDefaultBaseline(baseline.id, of: baseline.operatingSystem)
        }
        return baseline.id
    }

    /// Predefined baselines have several spellings, since region and account stand in their ARNs.
    package func canonical(_ id: BaselineID) -> BaselineID {
        PredefinedBaseline.named(id).map { predefined($0).id } ?? id
    }

    private func refusePredefined(_ id: BaselineID, _ verb: String) throws(RequestError) {
        guard let known = PredefinedBaseline.named(id) else { return }
        throw .invalid(
            "The baseline \(known.name) is predefined and cannot be \(verb).",
            hint: "Create your own and register it as the default or for a patch group.")
    }
}

/// What a baseline's rules say, in this room's words.
func baselineChecked<T>(_ work: () throws(BaselineProblem) -> T) throws(RequestError) -> T {
    do { return try work() } catch { throw .invalid(error.message, hint: error.hint) }
}
