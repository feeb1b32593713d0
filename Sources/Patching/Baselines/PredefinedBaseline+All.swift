extension PredefinedBaseline {
    /// In order of name within their operating systems.
    package static let all: [PredefinedBaseline] = [
        make("AWS-AmazonLinuxDefaultPatchBaseline", .amazonLinux, "d833d87d8f155b4e3", severeAndBugfix),
        make("AWS-AmazonLinux2DefaultPatchBaseline", .amazonLinux2, "5151d2f02945a612d", severeAndBugfix),
        make("AWS-AmazonLinux2022DefaultPatchBaseline", .amazonLinux2022, "69efbe80f35abaac9", severeAndBugfix),
        make("AWS-AmazonLinux2023DefaultPatchBaseline", .amazonLinux2023, "a07d482287968ab7b", severeAndBugfix),
        make("AWS-RedHatDefaultPatchBaseline", .redHat, "d5ca5b8f1de4f2635", severeAndBugfix),
        make("AWS-RockyLinuxDefaultPatchBaseline", .rockyLinux, "110d348ebbb658c8f", severeAndBugfix),
        make("AWS-AlmaLinuxDefaultPatchBaseline", .almaLinux, "c443bb9f0001180dd", severeAndBugfix),
        make(
            "AWS-OracleLinuxDefaultPatchBaseline", .oracleLinux, "dd4cda00147e3b976",
            [security(["Important", "Moderate"]), bugfix]),
        make(
            "AWS-CentOSDefaultPatchBaseline", .centOS, "61c2f79a91cd26db0",
            [rule([.product: ["*"]], includesNonSecurity: true)]),
        make("AWS-SuseDefaultPatchBaseline", .suse, "8393e7f7d436197f4", [security(["Critical", "Important"])]),
        make("AWS-DebianDefaultPatchBaseline", .debian, "75b114c507d400ec2", aptSecurity),
        make("AWS-UbuntuDefaultPatchBaseline", .ubuntu, "fbf2e4310777262db", aptSecurity),
        make("AWS-DefaultRaspbianPatchBaseline", .raspbian, "1ba2fb3fbd5b7a978", aptSecurity),
        make(
            "AWS-MacOSDefaultPatchBaseline", .macOS, "8bb17cb228b4790b9",
            [rule([.product: ["*"], .classification: ["*"]], days: 0)]),
        make("AWS-DefaultPatchBaseline", .windows, "34fe5531a3f8534ba", [severeWindows]),
        make(
            "AWS-WindowsPredefinedPatchBaseline-OS", .windows, "dc4a31ca3737ac0ff", [severeWindows], isDefault: false),
        make(
            "AWS-WindowsPredefinedPatchBaseline-OS-Applications", .windows, "8bb567054b841b1c8",
            [severeWindows, rule([.patchSet: ["APPLICATION"], .product: ["*"]])], isDefault: false),
    ]

    private static func make(
        _ name: String, _ system: OperatingSystem, _ digits: String, _ rules: [ApprovalRule], isDefault: Bool = true
    ) -> PredefinedBaseline {
        PredefinedBaseline(
            name: name, operatingSystem: system,
            description: "\(isDefault ? "Default" : "Predefined") patch baseline for \(system.rawValue).",
            isDefault: isDefault, rules: rules, digits: digits)
    }

    /// - Parameter days: `nil` where packages carry no date.
    private static func rule(
        _ filters: KeyValuePairs<PatchFilterKey, [String]>, days: Int? = 7, includesNonSecurity: Bool = false
    ) -> ApprovalRule {
        ApprovalRule(
            filters: filters.map { PatchFilter(key: $0.key, values: $0.value) }, time: days.map(ApprovalTime.afterDays),
            includesNonSecurity: includesNonSecurity)
    }

    private static func security(_ severities: [String]) -> ApprovalRule {
        rule([.product: ["*"], .classification: ["Security"], .severity: severities])
    }

    private static let bugfix = rule([.product: ["*"], .classification: ["Bugfix"]])
    private static let severeAndBugfix = [security(["Critical", "Important"]), bugfix]
    private static let aptSecurity = [
        rule(
            [.product: ["*"], .priority: ["Required", "Important", "Standard", "Optional", "Extra"]], days: nil)
    ]
    private static let severeWindows = rule([
        .patchSet: ["OS"], .classification: ["CriticalUpdates", "SecurityUpdates"],
        .msrcSeverity: ["Critical", "Important"],
    ])
}
