import Foundation
import Patching
import WindowCore
import WindowService

/// What a downloaded snapshot holds, under the names of the field's own snapshots (reference: patching 3.6), and besides
/// them the versions that this service has frozen so far.
struct SnapshotContent: Encodable {
    struct Version: Encodable {
        let id: String
        let version: String
        let isResolved: Bool
    }

    let patchBaseline: Baseline
    let patchGroup: String
    let instanceId: String
    let snapshotId: String
    let region: String
    let product: String
    let accountId: String
    /// Epoch seconds.
    let createdTime: Double
    let versions: [Version]

    init(
        _ snapshot: PatchSnapshot, link: SnapshotLink, product: String, versions: [PackageKey: FrozenVersion],
        settings: ControlSettings
    ) {
        patchBaseline = Baseline(snapshot.baseline, account: settings.accountID)
        patchGroup = snapshot.identity.patchGroup
        instanceId = link.nodeID.rawValue
        snapshotId = snapshot.identity.snapshotID
        region = settings.region
        self.product = product
        accountId = settings.accountID
        createdTime = snapshot.createdAt.timeIntervalSince1970
        self.versions = versions.sorted { $0.key < $1.key }.map { key, frozen in
            Version(id: "\(key)", version: frozen.version.text, isResolved: frozen.isResolved)
        }
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }
}

extension SnapshotContent {
    struct Baseline: Encodable {
        let accountId: String
        let baselineId: String
        let name: String
        let globalFilters: Filters
        let approvalRules: Rules
        let approvedPatches: [String]
        let approvedPatchesComplianceLevel: String
        let approvedPatchesEnableNonSecurity: Bool
        let rejectedPatches: [String]
        let rejectedPatchesAction: String
        let sources: [Source]
        let operatingSystem: String
        let createdTime: Double
        let modifiedTime: Double
        let description: String?

        init(_ baseline: PatchBaseline, account: String) {
            accountId = account
            baselineId = baseline.id.rawValue
            name = baseline.name
            globalFilters = Filters(baseline.globalFilters)
            approvalRules = Rules(rules: baseline.rules.map(Rule.init))
            approvedPatches = baseline.approvedPatches
            approvedPatchesComplianceLevel = baseline.approvedPatchesLevel.rawValue
            approvedPatchesEnableNonSecurity = baseline.approvedPatchesIncludeNonSecurity
            rejectedPatches = baseline.rejectedPatches
            rejectedPatchesAction = baseline.rejectedAction.rawValue
            sources = baseline.sources.map {
                Source(name: $0.name, products: $0.products, configuration: $0.configuration)
            }
            operatingSystem = baseline.operatingSystem.rawValue
            createdTime = baseline.createdAt.timeIntervalSince1970
            modifiedTime = baseline.modifiedAt.timeIntervalSince1970
            description = baseline.description
        }
    }

    struct Source: Encodable {
        let name: String
        let products: [String]
        let configuration: String
    }

    struct Filter: Encodable {
        let key: String
        let values: [String]
    }

    struct Filters: Encodable {
        let filters: [Filter]

        init(_ filters: [PatchFilter]) {
            self.filters = filters.map { Filter(key: $0.key.rawValue, values: $0.values) }
        }
    }

    struct Rules: Encodable {
        let rules: [Rule]
    }

    struct Rule: Encodable {
        let filterGroup: Filters
        let complianceLevel: String
        let approveAfterDays: Int?
        let approveUntilDate: String?
        let enableNonSecurity: Bool

        init(_ rule: ApprovalRule) {
            filterGroup = Filters(rule.filters)
            complianceLevel = rule.level.rawValue
            approveAfterDays = rule.time?.days
            approveUntilDate = rule.time?.lastDay
            enableNonSecurity = rule.includesNonSecurity
        }
    }
}
