package import Patching
package import WindowCore
package import WindowStore

/// The baseline that counts for a node, and why it is that one.
package struct BaselineChoice: Hashable, Sendable {
    package enum Reason: String, Hashable, Sendable {
        /// The request named it.
        case request
        /// It is registered for the node's patch group and operating system.
        case patchGroup = "patch-group"
        /// The operator made it the default of the operating system.
        case `default`
        /// Nobody has said anything: the one that every installation has.
        case predefined
    }

    package let baseline: PatchBaseline
    package let reason: Reason
    /// The node's group; empty when it has none.
    package let patchGroup: String

    package init(baseline: PatchBaseline, reason: Reason, patchGroup: String) {
        self.baseline = baseline
        self.reason = reason
        self.patchGroup = patchGroup
    }
}

extension Node {
    /// The value of the tag `Patch Group`, else of `PatchGroup`; empty without either (reference: patching 5.4).
    package var patchGroup: String { tags["Patch Group"] ?? tags["PatchGroup"] ?? "" }
}

extension Control {
    /// The baseline that a node is judged by.
    /// - Throws: `notFound` for one that is registered and gone, which the store does not let happen.
    package func baseline(
        for node: Node, operatingSystem: OperatingSystem
    ) async throws(StoreError) -> PatchBaseline {
        try await baselineChoice(for: node, operatingSystem: operatingSystem).baseline
    }

    /// Which baseline a node is judged by: the one of its group for the operating system, else the system's default,
    /// else the predefined one (reference: patching 5.4). A group that is registered only for other systems counts as none.
    package func baselineChoice(
        for node: Node, operatingSystem: OperatingSystem
    ) async throws(StoreError) -> BaselineChoice {
        let group = node.patchGroup
        if !group.isEmpty {
            let registered = try await store.patchGroups().first {
                $0.patchGroup == group && $0.operatingSystem == operatingSystem
            }
            if let registered {
                return BaselineChoice(
                    baseline: try await patchBaseline(registered.baselineID), reason: .patchGroup, patchGroup: group)
            }
        }
        if let id = try await store.defaultBaselines()[operatingSystem] {
            let isPredefined = PredefinedBaseline.named(id)?.isDefault ?? false
            return BaselineChoice(
                baseline: try await patchBaseline(id), reason: isPredefined ? .predefined : .default,
                patchGroup: group)
        }
        return BaselineChoice(
            baseline: predefined(.default(of: operatingSystem)), reason: .predefined, patchGroup: group)
    }

    /// A baseline, predefined or the operator's own.
    /// - Throws: `notFound`.
    package func patchBaseline(_ id: BaselineID) async throws(StoreError) -> PatchBaseline {
        if let known = PredefinedBaseline.named(id) { return predefined(known) }
        return try await store.baseline(id)
    }

    /// As this installation names it.
    func predefined(_ baseline: PredefinedBaseline) -> PatchBaseline {
        baseline.baseline(region: settings.region, account: settings.accountID)
    }
}
