import AWSWire
import Foundation
import Patching
import Testing
import WindowCore
import WindowService
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct PatchingBaselineTests {
    private let rule: JSONValue = [
        "PatchFilterGroup": ["PatchFilters": [["Key": "PRODUCT", "Values": ["*"]]]], "ApproveAfterDays": 7,
    ]

    @Test func `a baseline comes back as it was made, with the field's defaults`() async throws {
        try await API.run { api async throws in
            let body: JSONValue = [
                "Name": "ours", "OperatingSystem": "REDHAT_ENTERPRISE_LINUX", "Description": "d",
                "ApprovalRules": ["PatchRules": [rule]], "RejectedPatches": ["system-release.*"],
                "Sources": [
                    ["Name": "mirror", "Products": ["*"], "Configuration": "[main]\nbaseurl=http://a.example/"]
                ],
                "Tags": [["Key": "Environment", "Value": "Alpha"]],
            ]
            let id = try #require(try await api.call("CreatePatchBaseline", body).json["BaselineId"]?.stringValue)
            #expect(id.wholeMatch(of: /pb-[0-9a-f]{17}/) != nil)
            let got = try await api.call("GetPatchBaseline", ["BaselineId": .string(id)]).json
            #expect(got["OperatingSystem"] == "REDHAT_ENTERPRISE_LINUX")
            #expect(
                got["ApprovalRules"]?["PatchRules"] == [
                    rule.with("ComplianceLevel", "UNSPECIFIED").with("EnableNonSecurity", false)
                ])
            #expect(got["GlobalFilters"] == ["PatchFilters": []])
            #expect(got["RejectedPatches"] == ["system-release.*"] && got["ApprovedPatches"] == [])
            #expect(got["RejectedPatchesAction"] == "ALLOW_AS_DEPENDENCY")
            #expect(got["ApprovedPatchesComplianceLevel"] == "UNSPECIFIED")
            #expect(got["ApprovedPatchesEnableNonSecurity"] == false)
            #expect(got["Sources"] == body["Sources"] && got["PatchGroups"] == [])
            #expect(got["CreatedDate"] == got["ModifiedDate"])
            let tags = try await api.call(
                "ListTagsForResource", ["ResourceType": "PatchBaseline", "ResourceId": .string(id)])
            #expect(tags.json["TagList"] == body["Tags"])
        }
    }

    @Test func `a repeated token makes no second baseline, and another request with it is refused`() async throws {
        try await API.run { api async throws in
            let body: JSONValue = ["Name": "ours", "ClientToken": "t"]
            let first = try await api.call("CreatePatchBaseline", body).json
            #expect(first["BaselineId"] != nil)
            #expect(try await api.call("CreatePatchBaseline", body).json == first)
            #expect(
                try await api.refusal("CreatePatchBaseline", body.with("Name", "other"))
                    == "IdempotentParameterMismatch")
        }
    }

    @Test func `an absent operating system is WINDOWS`() async throws {
        try await API.run { api async throws in
            let id = try await api.send(CreatePatchBaselineRequest(name: "ours")).baselineId!
            #expect(try await api.send(GetPatchBaselineRequest(baselineId: id)).operatingSystem == "WINDOWS")
            let standard = try await api.send(GetDefaultPatchBaselineRequest())
            #expect(standard.operatingSystem == "WINDOWS")
        }
    }

    @Test func `an update keeps what was not sent, and with Replace clears it`() async throws {
        try await API.run { api async throws in
            let id = try await api.send(
                CreatePatchBaselineRequest(
                    operatingSystem: "DEBIAN", name: "ours", approvedPatches: ["a"], rejectedPatches: ["b"],
                    description: "d")
            ).baselineId!
            api.clock.advance(by: 60)
            let merged = try await api.send(UpdatePatchBaselineRequest(baselineId: id, rejectedPatches: ["c"]))
            #expect(merged.approvedPatches == ["a"] && merged.rejectedPatches == ["c"] && merged.description == "d")
            #expect(merged.modifiedDate == merged.createdDate?.addingTimeInterval(60))
            let replaced = try await api.send(UpdatePatchBaselineRequest(baselineId: id, name: "new", replace: true))
            #expect(replaced.approvedPatches == [] && replaced.description == nil && replaced.name == "new")
            #expect(
                try await api.refusal("UpdatePatchBaseline", ["BaselineId": .string(id), "Replace": true])
                    == "ValidationException")
            // SEVERITY is no key for Debian: the update is refused whole.
            let body: JSONValue = [
                "BaselineId": .string(id), "Name": "unused",
                "GlobalFilters": ["PatchFilters": [["Key": "SEVERITY", "Values": ["*"]]]],
            ]
            #expect(try await api.refusal("UpdatePatchBaseline", body) == "ValidationException")
            #expect(try await api.send(GetPatchBaselineRequest(baselineId: id)).name == "new")
        }
    }

    @Test func `an unknown baseline is unknown to every operation but the deletion`() async throws {
        try await API.run { api async throws in
            let body: JSONValue = ["BaselineId": "pb-0123456789abcdef0", "PatchGroup": "g"]
            for (operation, code) in [
                ("GetPatchBaseline", "DoesNotExistException"), ("UpdatePatchBaseline", "DoesNotExistException"),
                ("RegisterDefaultPatchBaseline", "DoesNotExistException"),
                ("RegisterPatchBaselineForPatchGroup", "DoesNotExistException"),
                ("DeregisterPatchBaselineForPatchGroup", "InvalidResourceId"),
                ("DescribeEffectivePatchesForPatchBaseline", "DoesNotExistException"),
            ] { #expect(try await api.refusal(operation, body) == code, "\(operation)") }
            let deleted = try await api.call("DeletePatchBaseline", ["BaselineId": "pb-0123456789abcdef0"])
            #expect(deleted.json == ["BaselineId": "pb-0123456789abcdef0"])
        }
    }

    @Test func `what is in use is not deleted`() async throws {
        try await API.run { api async throws in
            let id: JSONValue = .string(try await api.createBaseline())
            _ = try await api.call("RegisterPatchBaselineForPatchGroup", ["BaselineId": id, "PatchGroup": "g"])
            #expect(try await api.refusal("DeletePatchBaseline", ["BaselineId": id]) == "ResourceInUseException")
            _ = try await api.call("DeregisterPatchBaselineForPatchGroup", ["BaselineId": id, "PatchGroup": "g"])
            _ = try await api.call("RegisterDefaultPatchBaseline", ["BaselineId": id])
            #expect(try await api.refusal("DeletePatchBaseline", ["BaselineId": id]) == "ResourceInUseException")
            let predefined = PredefinedBaseline.default(of: .debian).id(region: "us-east-1", account: "000000000000")
            _ = try await api.call("RegisterDefaultPatchBaseline", ["BaselineId": .string(predefined.rawValue)])
            #expect(try await api.call("DeletePatchBaseline", ["BaselineId": id]).status == 200)
            #expect(try await api.refusal("GetPatchBaseline", ["BaselineId": id]) == "DoesNotExistException")
        }
    }

    @Test func `a predefined baseline can be read and used, and not changed, deleted or tagged`() async throws {
        try await API.run { api async throws in
            let predefined = PredefinedBaseline.default(of: .ubuntu)
            let id: JSONValue = .string(predefined.id(region: "us-east-1", account: "000000000000").rawValue)
            let got = try await api.call("GetPatchBaseline", ["BaselineId": id])
            #expect(got.json["Name"] == "AWS-UbuntuDefaultPatchBaseline")
            #expect(try await api.refusal("UpdatePatchBaseline", ["BaselineId": id]) == "ValidationException")
            #expect(try await api.refusal("DeletePatchBaseline", ["BaselineId": id]) == "ValidationException")
            #expect(
                try await api.refusal(
                    "AddTagsToResource",
                    ["ResourceType": "PatchBaseline", "ResourceId": id, "Tags": [["Key": "a", "Value": "b"]]])
                    == "InvalidResourceId")
            let body: JSONValue = ["BaselineId": id, "PatchGroup": "g"]
            #expect(try await api.call("RegisterPatchBaselineForPatchGroup", body).status == 200)
        }
    }

    @Test func `a group has one baseline for an operating system, and several systems`() async throws {
        try await API.run { api async throws in
            let debian = try await api.createBaseline("debian", "DEBIAN")
            let other = try await api.createBaseline("other", "DEBIAN")
            let suse = try await api.createBaseline("suse", "SUSE")
            for id in [debian, suse, debian] {
                try await api.send(RegisterPatchBaselineForPatchGroupRequest(baselineId: id, patchGroup: "Critical"))
            }
            #expect(
                try await api.refusal(
                    "RegisterPatchBaselineForPatchGroup", ["BaselineId": .string(other), "PatchGroup": "Critical"])
                    == "AlreadyExistsException")
            let groups = try await api.send(DescribePatchGroupsRequest()).mappings ?? []
            #expect(groups.map(\.baselineIdentity?.baselineName) == ["debian", "suse"])
            let filtered = try await api.send(
                DescribePatchGroupsRequest(filters: [.init(key: "OPERATING_SYSTEM", values: ["SUSE"])]))
            #expect(filtered.mappings?.map(\.baselineIdentity?.baselineId) == [suse])
            #expect(try await api.send(GetPatchBaselineRequest(baselineId: debian)).patchGroups == ["Critical"])
            let chosen = try await api.send(
                GetPatchBaselineForPatchGroupRequest(patchGroup: "Critical", operatingSystem: "SUSE"))
            #expect(chosen.baselineId == suse)
            let fallback = try await api.send(GetPatchBaselineForPatchGroupRequest(patchGroup: "Critical"))
            #expect(fallback.operatingSystem == "WINDOWS" && fallback.baselineId?.hasPrefix("arn:") == true)
        }
    }

    @Test func `baselines are listed by owner, system and beginning of their name, in pages`() async throws {
        try await API.run { api async throws in
            let ours = try await api.createBaseline("ours")
            try await api.send(RegisterDefaultPatchBaselineRequest(baselineId: ours))
            func names(_ filters: [Wire.PatchOrchestratorFilter]) async throws -> [String] {
                let answer = try await api.send(DescribePatchBaselinesRequest(filters: filters, maxResults: 100))
                return (answer.baselineIdentities ?? []).compactMap(\.baselineName)
            }
            #expect(try await names([.init(key: "OWNER", values: ["Self"])]) == ["ours"])
            #expect(try await names([.init(key: "OWNER", values: ["AWS"])]).count == 17)
            #expect(try await names([.init(key: "OWNER", values: ["All"])]).count == 18)
            #expect(
                try await names([.init(key: "OPERATING_SYSTEM", values: ["DEBIAN"])])
                    == ["AWS-DebianDefaultPatchBaseline", "ours"])
            #expect(try await names([.init(key: "NAME_PREFIX", values: ["AWS-Suse", "our"])]).count == 2)
            #expect(
                try await api.refusal(
                    "DescribePatchBaselines", ["Filters": [["Key": "COLOUR", "Values": ["x"]]]])
                    == "ValidationException")
            let identities = try await api.send(DescribePatchBaselinesRequest(maxResults: 100)).baselineIdentities ?? []
            #expect(identities.first { $0.baselineId == ours }?.defaultBaseline == true)
            #expect(
                identities.first { $0.baselineName == "AWS-DebianDefaultPatchBaseline" }?.defaultBaseline == false)
            #expect(identities.count { $0.defaultBaseline == true } == 15)

            var seen: [String] = []
            var token: String?
            repeat {
                let page = try await api.send(DescribePatchBaselinesRequest(maxResults: 5, nextToken: token))
                seen += (page.baselineIdentities ?? []).compactMap(\.baselineId)
                token = page.nextToken
            } while token != nil
            #expect(seen == identities.compactMap(\.baselineId))
        }
    }

    @Test func `there may be no more baselines than the quota says`() async throws {
        try await API.run { api async throws in
            for number in 0..<1000 { _ = try await api.createBaseline("baseline-\(number)") }
            #expect(
                try await api.refusal("CreatePatchBaseline", ["Name": "one-too-many"])
                    == "ResourceLimitExceededException")
        }
    }

    @Test func `a node is judged by its group's baseline, else the default, else the predefined one`() async throws {
        try await API.run { api async throws in
            let (grouped, standard) = (
                try await api.createBaseline("grouped"), try await api.createBaseline("standard")
            )
            try await api.send(RegisterPatchBaselineForPatchGroupRequest(baselineId: grouped, patchGroup: "g"))
            let control = api.control
            func choice(_ tags: [String: String], _ system: OperatingSystem = .debian) async throws -> BaselineChoice {
                try await control.baselineChoice(for: .sample("node", tags: tags), operatingSystem: system)
            }
            #expect(try await choice([:]).reason == .predefined)
            try await api.send(RegisterDefaultPatchBaselineRequest(baselineId: standard))
            for tags in [[:], ["Patch Group": "unknown"], ["patch group": "g"], ["Patch Group": "G"]] {
                let chosen = try await choice(tags)
                #expect(chosen.reason == .default && chosen.baseline.id.rawValue == standard, "\(tags)")
            }
            for tags in [["Patch Group": "g"], ["PatchGroup": "g"], ["Patch Group": "g", "PatchGroup": "x"]] {
                let chosen = try await choice(tags)
                #expect(chosen.reason == .patchGroup && chosen.baseline.id.rawValue == grouped, "\(tags)")
            }
            #expect(try await choice(["Patch Group": "g"], .suse).reason == .predefined)
        }
    }

    @Test func `properties come as names`() async throws {
        try await API.run { api async throws in
            let answer = try await api.call(
                "DescribePatchProperties", ["OperatingSystem": "DEBIAN", "Property": "PRIORITY"])
            #expect(answer.json["Properties"]?.arrayValue?.contains(["Name": "Required"]) == true)
        }
    }
}
