import Foundation
import Patching
import WindowCore
import WindowStore

/// What a node is judged by in one run: its group, the frozen baseline and what is frozen besides.
struct PatchContext {
    let patchGroup: String
    let snapshot: PatchSnapshot
    private let store: any Store

    /// - Parameters:
    ///   - override: takes the place of the baseline that the node's group is registered with.
    ///   - start: when the step began: a snapshot that counted then counts to its end.
    init(
        _ order: PatchOrder, node: Node, operatingSystem: OperatingSystem, override: PatchBaseline?, asOf start: Date,
        control: Control
    ) async throws(StoreError) {
        patchGroup = node.patchGroup
        // What is frozen for an override must not judge a run without one, nor the other way round, though both belong
        // to one window execution.
        let id =
            order.baselineOverride.map { SnapshotDerivation.snapshotID(of: order.snapshotID, override: $0) }
            ?? order.snapshotID
        snapshot = try await control.frozenSnapshot(
            id, for: node, operatingSystem: operatingSystem, override: override, asOf: start)
        store = control.store
    }

    /// What the baseline says of a node under what is frozen for its product.
    func assess(_ packages: NodePackages) async throws(StoreError) -> PatchAssessment {
        assess(packages, try await store.frozenVersions(of: snapshot, product: packages.product))
    }

    /// Assesses a node for the first time in a run: what it settles binds the nodes after it, and what others have
    /// settled meanwhile binds it.
    func settle(_ packages: NodePackages) async throws(StoreError) -> PatchAssessment {
        let assessment = try await assess(packages)
        guard !assessment.versionsToFreeze.isEmpty else { return assessment }
        let frozen = try await store.freezeVersions(
            assessment.versionsToFreeze, in: snapshot, product: packages.product)
        return assess(packages, frozen)
    }

    /// What is rejected, whatever a node has.
    var rejecting: PatchAssessment { assess(.nothing, [:]) }

    private func assess(_ packages: NodePackages, _ frozen: [PackageKey: FrozenVersion]) -> PatchAssessment {
        PatchEvaluation(baseline: snapshot.baseline, approvalClock: snapshot.createdAt, frozen: frozen).assess(packages)
    }

    /// Something is rejected that must not even come along with what is approved.
    var simulates: Bool {
        snapshot.baseline.rejectedAction == .block && !snapshot.baseline.rejectedPatches.isEmpty
    }

    /// The repositories that replace the node's own; empty where the baseline has none.
    /// - Throws: `noSourceFor` when it has some and none is for this product (reference: patching 4.6).
    func sources(for product: String) throws(PatchScriptError) -> [PatchSource] {
        let all = snapshot.baseline.sources
        let matching = all.filter { source in
            source.products.contains { $0 == "*" || $0.lowercased() == product.lowercased() }
        }
        guard all.isEmpty || !matching.isEmpty else { throw .noSourceFor(product: product) }
        return matching
    }
}

extension NodePackages {
    /// A node without packages, for questions that are about a baseline alone.
    fileprivate static let nothing = NodePackages(
        operatingSystem: .debian, product: "", installed: [], available: [], bootID: "")
}
