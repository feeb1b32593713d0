import Foundation

/// A baseline that every installation has: what counts where nobody has said anything else (reference: patching 5.5).
///
/// It belongs to AWS in the words of the API: it can be used and read, and neither changed nor deleted. It is not
/// stored. Its ID is an ARN, of which only the last part tells which one it is, so that a change of region or account in
/// the configuration, or an ARN copied from elsewhere, leads to the same baseline.
package struct PredefinedBaseline: Hashable, Sendable {
    package let name: String
    package let operatingSystem: OperatingSystem
    package let description: String
    /// The baseline of its operating system as long as nobody registers another default.
    package let isDefault: Bool
    let rules: [ApprovalRule]
    /// 17 hexadecimal digits: the first of the SHA-256 of the name. Written down, since they are an identity.
    let digits: String

    package func baseline(region: String, account: String) -> PatchBaseline {
        PatchBaseline(
            id: id(region: region, account: account), operatingSystem: operatingSystem, name: name,
            description: description, rules: rules, createdAt: Self.since, modifiedAt: Self.since)
    }

    package func id(region: String, account: String) -> BaselineID {
        BaselineID(rawValue: "arn:aws:ssm:\(region):\(account):\(Self.resource)\(digits)")
    }

    /// - Returns: `nil` for the ID of a baseline of the operator's own, and for an ARN that leads nowhere.
    package static func named(_ id: BaselineID) -> PredefinedBaseline? {
        let parts = id.rawValue.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "ssm", parts[5].hasPrefix(resource) else { return nil }
        let digits = parts[5].dropFirst(resource.count)
        return all.first { $0.digits == digits }
    }

    package static func `default`(of system: OperatingSystem) -> PredefinedBaseline {
        guard let found = all.first(where: { $0.operatingSystem == system && $0.isDefault }) else {
            // The list is ours and a test goes through all systems.
            preconditionFailure("\(system.rawValue) has no predefined baseline.")
        }
        return found
    }

    private static let resource = "patchbaseline/pb-"
    /// 2026-01-01T00:00:00Z.
    private static let since = Date(timeIntervalSince1970: 1_767_225_600)
}
