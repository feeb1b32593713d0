import Foundation
import Testing

@testable import Patching

@Suite struct PredefinedBaselineTests {
    @Test(arguments: OperatingSystem.allCases)
    func `every operating system has one default`(_ system: OperatingSystem) {
        #expect(PredefinedBaseline.all.count { $0.operatingSystem == system && $0.isDefault } == 1)
        #expect(PredefinedBaseline.default(of: system).operatingSystem == system)
    }

    @Test(arguments: PredefinedBaseline.all)
    func `a predefined baseline keeps the rules for baselines`(_ predefined: PredefinedBaseline) throws {
        let baseline = predefined.baseline(region: "eu-west-3", account: "123456789012")
        try baseline.check()
        #expect(baseline.id.rawValue.hasPrefix("arn:aws:ssm:eu-west-3:123456789012:patchbaseline/pb-"))
        #expect(predefined.digits.count == 17 && predefined.digits.allSatisfy(\.isHexDigit))
        #expect((20...128).contains(baseline.id.rawValue.count))
        #expect(baseline.rules.allSatisfy { $0.level == .unspecified })
    }

    @Test func `an ARN of another region or account leads to the same baseline, and nothing else does`() {
        let debian = PredefinedBaseline.default(of: .debian)
        #expect(PredefinedBaseline.named(debian.id(region: "us-east-1", account: "000000000000")) == debian)
        #expect(PredefinedBaseline.named(debian.id(region: "ap-northeast-1", account: "1")) == debian)
        for text in [
            "pb-\(debian.digits)", "arn:aws:ssm:us-east-1:1:patchbaseline/pb-0123456789abcdef0", "",
            "arn:aws:ssm:us-east-1:1:document/pb-\(debian.digits)",
            "arn:aws:ec2:us-east-1:1:patchbaseline/pb-\(debian.digits)",
        ] { #expect(PredefinedBaseline.named(BaselineID(rawValue: text)) == nil) }
    }

    @Test func `identities are distinct`() {
        #expect(Set(PredefinedBaseline.all.map(\.digits)).count == 17)
        #expect(Set(PredefinedBaseline.all.map(\.name)).count == 17)
    }

    /// What the user guide promises of them (reference: patching 5.5).
    @Test func `they approve what the field's do`() {
        func rules(_ system: OperatingSystem) -> [ApprovalRule] { PredefinedBaseline.default(of: system).rules }
        for system: OperatingSystem in [.debian, .ubuntu, .raspbian] {
            #expect(rules(system).map(\.time) == [nil])
            #expect(rules(system).allSatisfy { !$0.includesNonSecurity })
        }
        #expect(rules(.centOS).map(\.includesNonSecurity) == [true])
        #expect(rules(.oracleLinux).count == 2 && rules(.suse).count == 1 && rules(.redHat).count == 2)
        let oracle = rules(.oracleLinux)[0].filters.first { $0.key == .severity }
        #expect(oracle?.values == ["Important", "Moderate"])
        for system: OperatingSystem in [.amazonLinux2023, .almaLinux, .suse, .centOS, .windows] {
            #expect(rules(system).allSatisfy { $0.time == .afterDays(7) })
        }
    }

    @Test func `properties name values for the keys that a system has`() {
        #expect(PatchProperty.product.values(for: .debian).contains("Debian12"))
        #expect(PatchProperty.priority.values(for: .ubuntu).count == 5)
        #expect(PatchProperty.priority.values(for: .redHat).isEmpty)
        #expect(PatchProperty.severity.values(for: .amazonLinux2023).contains("Medium"))
        #expect(PatchProperty.severity.values(for: .rockyLinux).contains("Moderate"))
        for system in OperatingSystem.allCases {
            for property in PatchProperty.allCases {
                let key = PatchFilterKey(rawValue: property.rawValue)
                let isFilter = key.map(system.filterKeys.contains) ?? false
                #expect(property.values(for: system).isEmpty == !isFilter, "\(system) \(property)")
            }
        }
    }
}
