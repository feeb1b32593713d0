import Foundation
import Testing

@testable import Patching

@Suite struct BaselineOverrideListTests {
    private let now = Date(timeIntervalSince1970: 1_795_000_000)

    private func read(_ json: String) throws(PatchScriptError) -> [PatchBaseline] {
        try BaselineOverrideList(Data(json.utf8), at: now).baselines
    }

    @Test func `a baseline is read with the names of the API`() throws {
        let baselines = try read(
            """
            [{"BaselineId": "pb-0123456789abcdef0", "OperatingSystem": "DEBIAN", "Name": "tonight", "PatchGroups": ["web"],
              "GlobalFilters": {"PatchFilters": [{"Key": "PRODUCT", "Values": ["Debian12"]}]},
              "ApprovalRules": {"PatchRules": [{"PatchFilterGroup": {"PatchFilters": [{"Key": "PRIORITY", "Values": ["*"]}]},
                "ComplianceLevel": "HIGH", "ApproveAfterDays": 7, "EnableNonSecurity": true}]},
              "ApprovedPatches": ["mw-*"], "ApprovedPatchesComplianceLevel": "CRITICAL",
              "ApprovedPatchesEnableNonSecurity": true, "RejectedPatches": ["mw-delta"], "RejectedPatchesAction": "BLOCK",
              "Sources": [{"Name": "mine", "Products": ["*"], "Configuration": "deb http://mirror.example/ base main"}]},
             {"OperatingSystem": "REDHAT_ENTERPRISE_LINUX"}]
            """)
        #expect(baselines.map(\.operatingSystem) == [.debian, .redHat])
        let first = try #require(baselines.first)
        #expect(first.id.rawValue == "pb-0123456789abcdef0")
        #expect(first.name == "tonight")
        #expect(first.globalFilters == [PatchFilter(key: .product, values: ["Debian12"])])
        #expect(first.rules.map(\.level) == [.high])
        #expect(first.rules.map(\.time) == [.afterDays(7)])
        #expect(first.rules.first?.includesNonSecurity == true)
        #expect(first.approvedPatchesLevel == .critical)
        #expect(first.approvedPatchesIncludeNonSecurity)
        #expect(first.rejectedAction == .block)
        #expect(first.sources.map(\.name) == ["mine"])
        #expect(first.createdAt == now)
        #expect(baselines.last?.rejectedAction == .allowAsDependency)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let json: String
        let reason: String
        var testDescription: String { reason }

        init(_ json: String, _ reason: String) { (self.json, self.reason) = (json, reason) }
    }

    @Test(arguments: [
        Wrong("patches:\n - id: x", "It is not JSON."),
        Wrong(#"[{"Name": "x"}]"#, "Baseline 1: OperatingSystem is missing."),
        Wrong(
            #"[{"OperatingSystem": "DEBIAN", "RejectedPatchs": ["x"]}]"#,
            "Baseline 1: “RejectedPatchs” is no member of a baseline."),
        Wrong(
            #"[{"OperatingSystem": "DEBIAN", "RejectedPatchesAction": "DROP"}]"#,
            "Baseline 1, RejectedPatchesAction: “DROP” is none of ALLOW_AS_DEPENDENCY, BLOCK."),
        Wrong(
            #"[{"OperatingSystem": "DEBIAN", "ApprovalRules": {"PatchRules": [{"PatchFilterGroup": {"PatchFilters": [{"Key": "PRODUCT"}]}}]}}]"#,
            "Baseline 1, ApprovalRules.PatchRules[1].PatchFilterGroup.PatchFilters[1]: Values is missing."),
        Wrong(
            #"[{"OperatingSystem": "DEBIAN", "GlobalFilters": {"PatchFilters": [{"Key": "MSRC_SEVERITY", "Values": ["x"]}]}}]"#,
            "Baseline 1: GlobalFilters: MSRC_SEVERITY is not a filter key for DEBIAN."),
    ])
    func `what is wrong is told, with the place`(wrong: Wrong) {
        do {
            _ = try read(wrong.json)
            Issue.record("\(wrong.json) was read")
        } catch {
            #expect(error.message.contains(wrong.reason), "\(error.message)")
            #expect(error.code == "InvalidOverride")
        }
    }
}
