import Foundation

extension PendingReboot {
    /// What still waits for a reboot: nothing once the node is seen under another boot, and of the patches only those
    /// that are still installed in that version (reference: patching 6.3).
    package func surviving(on node: NodePackages) -> PendingReboot? {
        guard bootID == node.bootID else { return nil }
        let present = Dictionary(grouping: node.installed, by: \.key)
        let remaining = versions.filter { key, version in
            present[key]?.contains { $0.version.isSame(as: version) } ?? false
        }
        return remaining.isEmpty ? nil : PendingReboot(bootID: bootID, installedAt: installedAt, versions: remaining)
    }

    /// Adds what one more install left.
    static func adding(
        _ versions: [PackageKey: PackageVersion], to earlier: PendingReboot?, bootID: String, at installedAt: Date
    ) -> PendingReboot? {
        if versions.isEmpty { return earlier }
        let all = (earlier?.versions ?? [:]).merging(versions) { _, newer in newer }
        return PendingReboot(bootID: bootID, installedAt: installedAt, versions: all)
    }
}
