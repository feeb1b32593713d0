package import Foundation

/// One patch on one node, as a run found or left it.
package struct PatchItem: Codable, Hashable, Sendable {
    package let key: PackageKey
    /// The installed version, or for ``PatchState/missing`` and ``PatchState/failed`` the one that should be there.
    package let version: PackageVersion
    package let state: PatchState
    /// The publisher's; may be empty.
    package let classification: String
    /// The publisher's, on apt the priority; may be empty.
    package let severity: String
    package let level: ComplianceLevel
    package let installedAt: Date?
    /// For ``PatchState/missing`` and ``PatchState/failed``; empty on apt.
    package let cves: [String]
    /// Why it failed or is not there, for people; `nil` when there is nothing to say.
    package let note: String?
    /// What the node has instead, for ``PatchState/missing`` and ``PatchState/failed``.
    package let installedVersion: PackageVersion?

    package init(
        key: PackageKey, version: PackageVersion, state: PatchState, classification: String = "",
        severity: String = "", level: ComplianceLevel = .unspecified, installedAt: Date? = nil, cves: [String] = [],
        note: String? = nil, installedVersion: PackageVersion? = nil
    ) {
        self.key = key
        self.version = version
        self.state = state
        self.classification = classification
        self.severity = severity
        self.level = level
        self.installedAt = installedAt
        self.cves = cves
        self.note = note
        self.installedVersion = installedVersion
    }

    /// `name.arch:version`: the API's `Title`.
    package var title: String { "\(key):\(version)" }
}

/// What a run says of a node. It replaces all that was said before (reference: patching 1.2).
package struct PatchReport: Codable, Hashable, Sendable {
    package let order: PatchOrder
    /// Empty for a node without a group.
    package let patchGroup: String
    package let baselineID: BaselineID
    package let operatingSystem: OperatingSystem
    package let product: String
    /// In order of ``PatchItem/key``; not applicable ones are only counted.
    package let items: [PatchItem]
    package let notApplicableCount: Int
    package let startedAt: Date
    package let endedAt: Date
    /// What an install without reboot left, until the node is seen under another boot ID.
    package let pendingReboot: PendingReboot?
    /// What the system itself says about a reboot.
    package let wantsReboot: Bool?
    /// Versions on offer at the time, for explaining.
    package let candidates: [AvailablePackage]

    package init(
        order: PatchOrder, patchGroup: String, baselineID: BaselineID, operatingSystem: OperatingSystem,
        product: String, items: [PatchItem], notApplicableCount: Int, startedAt: Date, endedAt: Date,
        pendingReboot: PendingReboot? = nil, wantsReboot: Bool? = nil, candidates: [AvailablePackage] = []
    ) {
        self.order = order
        self.patchGroup = patchGroup
        self.baselineID = baselineID
        self.operatingSystem = operatingSystem
        self.product = product
        self.items = items
        self.notApplicableCount = notApplicableCount
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.pendingReboot = pendingReboot
        self.wantsReboot = wantsReboot
        self.candidates = candidates
    }

    package var counters: PatchCounters { PatchCounters(of: items, notApplicableCount: notApplicableCount) }
}

/// Patches that were installed without a reboot after them, and the boot under which that happened: another boot ID is
/// the proof that they are in force (reference: patching 6.3, 6.4).
package struct PendingReboot: Codable, Hashable, Sendable {
    package let bootID: String
    /// The API's `LastNoRebootInstallOperationTime`.
    package let installedAt: Date
    /// Which patches, with the version that was installed.
    package let versions: [PackageKey: PackageVersion]

    package init(bootID: String, installedAt: Date, versions: [PackageKey: PackageVersion]) {
        self.bootID = bootID
        self.installedAt = installedAt
        self.versions = versions
    }
}
