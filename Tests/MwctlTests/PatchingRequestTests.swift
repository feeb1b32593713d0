import AWSWire
import Foundation
import Testing

@testable import mwctl

/// What the patching verbs become on the wire.
@Suite struct PatchingRequestTests {
    private static let baseline = "pb-0123456789abcdef0"

    private func sent(
        _ line: String, _ operation: String, _ answers: [String: JSONValue] = [:]
    ) async throws -> [String: JSONValue] {
        let service = StubService(answers.merging([operation: [:]]) { given, _ in given })
        let ran = try await run("mwctl \(line)", service)
        #expect(ran.complaint == nil)
        var input = try #require(service.inputs(operation).last?.objectValue)
        input["ClientToken"] = nil
        return input
    }

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("mwctl-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `a baseline has the API's members`() async throws {
        let input = try await sent(
            """
            baseline create night --os debian --rule 'priority=Required|Important,level=HIGH' 'priority=*,days=7' \
            --global-filter product=Debian12 --approve 'openssl*' nginx --approve-level high --approve-non-security \
            --reject 'linux-*' --reject-action block --source 'local=deb x ./' --description D --tag A=B
            """, "CreatePatchBaseline")
        #expect(
            input == [
                "Name": "night", "OperatingSystem": "DEBIAN", "Description": "D",
                "ApprovalRules": [
                    "PatchRules": [
                        [
                            "PatchFilterGroup": [
                                "PatchFilters": [["Key": "PRIORITY", "Values": ["Required", "Important"]]]
                            ], "ComplianceLevel": "HIGH",
                        ],
                        [
                            "PatchFilterGroup": ["PatchFilters": [["Key": "PRIORITY", "Values": ["*"]]]],
                            "ApproveAfterDays": 7,
                        ],
                    ]
                ],
                "GlobalFilters": ["PatchFilters": [["Key": "PRODUCT", "Values": ["Debian12"]]]],
                "ApprovedPatches": ["openssl*", "nginx"], "ApprovedPatchesComplianceLevel": "HIGH",
                "ApprovedPatchesEnableNonSecurity": true, "RejectedPatches": ["linux-*"],
                "RejectedPatchesAction": "BLOCK",
                "Sources": [["Name": "local", "Products": ["*"], "Configuration": "deb x ./"]],
                "Tags": [["Key": "A", "Value": "B"]],
            ])
    }

    @Test(arguments: [
        """
        # What was shown, as YAML
        BaselineId: pb-0123456789abcdef0
        Name: night
        OperatingSystem: DEBIAN
        ApprovalRules:
          PatchRules:
            - PatchFilterGroup: {PatchFilters: []}
              ApproveUntilDate: 2026-11-16
        RejectedPatches: ['1.10', nginx]
        PatchGroups: [web]
        CreatedDate: 1795438069.25
        Description: null
        """,
        """
        {\t"Name": "night", "OperatingSystem": "DEBIAN", "CreatedDate": 1795438069.25,
        \t"ApprovalRules": {"PatchRules": [{"PatchFilterGroup": {"PatchFilters": []}, "ApproveUntilDate": "2026-11-16"}]},
        \t"RejectedPatches": ["1.10", "nginx"]}
        """,
    ]) func `a baseline may come from a file, and flags count over it`(text: String) async throws {
        let path = try file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rules: JSONValue = [
            "PatchRules": [["PatchFilterGroup": ["PatchFilters": []], "ApproveUntilDate": "2026-11-16"]]
        ]
        #expect(
            try await sent("baseline create --from \(path)", "CreatePatchBaseline") == [
                "Name": "night", "OperatingSystem": "DEBIAN", "ApprovalRules": rules,
                "RejectedPatches": ["1.10", "nginx"],
            ])
        #expect(
            try await sent("baseline create day --from \(path) --reject a", "CreatePatchBaseline") == [
                "Name": "day", "OperatingSystem": "DEBIAN", "ApprovalRules": rules, "RejectedPatches": ["a"],
            ])
    }

    @Test(arguments: [
        ("Name: n\nOperatingSystem: DEBIAN\nRejectedPatch: [a]", "no member RejectedPatch."),
        (
            "Name: n\nApprovalRules: {PatchRules: [{PatchFilterGroup: {PatchFilters: []}, Days: 7}]}",
            "no member ApprovalRules.PatchRules.Days."
        ), ("{\"Name\": \"n\", \"Rules\": []}", "no member Rules."),
        ("ApprovalRules: {PatchRules: [{ApproveAfterDays: 7}]}", "ApprovalRules.PatchRules.[0] lacks PatchFilterGroup"),
        ("{\"ApprovedPatches\": \"a\"}", "ApprovedPatches has a value of another kind"),
        ("- a\n- b", "does not hold the members of a baseline"), ("a: [", "neither JSON nor YAML"),
        ("OperatingSystem: DEBIAN", "has no Name"), ("Name: abc", "has no OperatingSystem"),
    ]) func `a file that is not a baseline is refused with the reason`(text: String, reason: String) async throws {
        let path = try file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let service = StubService(["CreatePatchBaseline": [:]])
        let ran = try await run("mwctl baseline create --from \(path)", service)
        #expect(ran.status == 2)
        #expect(ran.complaint?.message.contains(reason) == true, "\(ran.complaint?.message ?? "")")
        #expect(service.calls.isEmpty)
    }

    @Test func `an update sends what is given, and empty lists for what is cleared`() async throws {
        #expect(
            try await sent(
                "baseline update \(Self.baseline) --reject a --clear rule --clear approve", "UpdatePatchBaseline")
                == [
                    "BaselineId": .string(Self.baseline), "RejectedPatches": ["a"], "ApprovalRules": ["PatchRules": []],
                    "ApprovedPatches": [],
                ])
        #expect(
            try await sent("baseline update \(Self.baseline) --name n --replace", "UpdatePatchBaseline")
                == ["BaselineId": .string(Self.baseline), "Name": "n", "Replace": true])
    }

    @Test func `a baseline is found by its whole name`() async throws {
        let listing = { (ids: [String]) -> JSONValue in
            [
                "BaselineIdentities": .array(
                    ids.map { ["BaselineId": .string($0), "BaselineName": "night"] }
                        + [["BaselineId": "pb-other", "BaselineName": "night-2"]])
            ]
        }
        let input = try await sent(
            "patch-group register 'web 1' night", "RegisterPatchBaselineForPatchGroup",
            ["DescribePatchBaselines": listing([Self.baseline])])
        #expect(input == ["BaselineId": .string(Self.baseline), "PatchGroup": "web 1"])
        let twice = StubService(["DescribePatchBaselines": listing(["pb-1", "pb-2"])])
        #expect(try await run("mwctl baseline show night", twice).status == 2)
        let none = StubService(["DescribePatchBaselines": listing([])])
        #expect(try await run("mwctl baseline show night", none).status == 3)
        #expect(none.inputs("DescribePatchBaselines").first?["Filters"]?[0]?["Key"] == "NAME_PREFIX")
    }

    @Test func `the filters of a list are the API's`() async throws {
        let input = try await sent("baseline list --os debian --own --name n", "DescribePatchBaselines")
        #expect(
            input["Filters"] == [
                ["Key": "NAME_PREFIX", "Values": ["n"]], ["Key": "OPERATING_SYSTEM", "Values": ["DEBIAN"]],
                ["Key": "OWNER", "Values": ["Self"]],
            ])
    }

    @Test func `deleting a baseline that is not there says so`() async throws {
        let missing = CallFailure.refused(WireError(.doesNotExistException, "No such baseline."))
        let service = StubService(["GetPatchBaseline": [.failure(missing)], "DeletePatchBaseline": [.success([:])]])
        #expect(try await run("mwctl baseline delete \(Self.baseline)", service).status == 3)
        #expect(service.inputs("DeletePatchBaseline").isEmpty)
    }

    @Test func `a scan looks at every node even when some fail`() async throws {
        let input = try await sent(
            "patch scan --target 'tag:Patch Group=web,db' --target tag-key=Stage --no-watch", "SendCommand")
        #expect(
            input == [
                "DocumentName": "AWS-RunPatchBaseline", "Parameters": ["Operation": ["Scan"]], "MaxErrors": "100%",
                "Targets": [
                    ["Key": "tag:Patch Group", "Values": ["web", "db"]], ["Key": "tag-key", "Values": ["Stage"]],
                ],
            ])
    }

    @Test func `an install with a hook takes the document with hooks`() async throws {
        let node = "mi-00000000000000001"
        #expect(
            try await sent("patch install --node \(node) --no-watch", "SendCommand") == [
                "DocumentName": "AWS-RunPatchBaseline", "InstanceIds": [.string(node)],
                "Parameters": ["Operation": ["Install"], "RebootOption": ["RebootIfNeeded"]],
            ])
        #expect(
            try await sent(
                "patch install --node \(node) --pre P --on-exit R --no-reboot --snapshot S --concurrency 1 --errors 0 --no-watch",
                "SendCommand") == [
                    "DocumentName": "AWS-RunPatchBaselineWithHooks", "InstanceIds": [.string(node)],
                    "MaxConcurrency": "1", "MaxErrors": "0",
                    "Parameters": [
                        "Operation": ["Install"], "RebootOption": ["NoReboot"], "PreInstallHookDocName": ["P"],
                        "OnExitHookDocName": ["R"], "SnapshotId": ["S"],
                    ],
                ])
    }
}
