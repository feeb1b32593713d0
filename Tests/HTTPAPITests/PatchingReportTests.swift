import AWSWire
import Foundation
import Patching
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct PatchingReportTests {
    @Test func `states come in numbers, only for nodes that have reported`() async throws {
        try await API.run { api async throws in
            let (first, silent) = (try await api.addDebian("first", group: "g"), try await api.addDebian("silent"))
            try await api.report(
                [.deb("a", .missing, level: .critical), .deb("b", .failed), .deb("c", .installedOther)], on: first,
                group: "g")
            let states =
                try await api.send(
                    DescribeInstancePatchStatesRequest(instanceIds: [first.rawValue, silent.rawValue])
                ).instancePatchStates ?? []
            #expect(states.map(\.instanceId) == [first.rawValue])
            let state = try #require(states.first)
            #expect(state.missingCount == 1 && state.failedCount == 1 && state.installedOtherCount == 1)
            #expect(state.notApplicableCount == 3 && state.criticalNonCompliantCount == 1)
            #expect(state.securityNonCompliantCount == 2 && state.otherNonCompliantCount == 0)
            #expect(state.patchGroup == "g" && state.operation == "Scan" && state.rebootOption == "NoReboot")
            #expect(state.rebootWanted == true && state.snapshotId == "0f9a3c1e-0000-4000-8000-000000000001")
        }
    }

    @Test func `a group's states are filtered by counts`() async throws {
        try await API.run { api async throws in
            for number in 0..<4 {
                let node = try await api.addDebian("node-\(number)", group: "g")
                try await api.report((0..<number).map { .deb("p\($0)", .missing) }, on: node, group: "g")
            }
            func found(_ key: String, _ type: String, _ value: String) async throws -> [Int?] {
                try await api.send(
                    DescribeInstancePatchStatesForPatchGroupRequest(
                        patchGroup: "g", filters: [.init(key: key, values: [value], type: type)])
                ).instancePatchStates!.map(\.missingCount).sorted { $0! < $1! }
            }
            #expect(try await found("MissingCount", "GreaterThan", "1") == [2, 3])
            #expect(try await found("MissingCount", "LessThan", "1") == [0])
            #expect(try await found("MissingCount", "Equal", "2") == [2])
            #expect(try await found("MissingCount", "NotEqual", "2") == [0, 1, 3])
            for filter: JSONValue in [
                ["Key": "Missing", "Values": ["1"], "Type": "Equal"],
                ["Key": "MissingCount", "Values": ["-1"], "Type": "Equal"],
                ["Key": "MissingCount", "Values": ["many"], "Type": "Equal"],
            ] {
                #expect(
                    try await api.refusal(
                        "DescribeInstancePatchStatesForPatchGroup", ["PatchGroup": "g", "Filters": [filter]])
                        == "InvalidFilter")
            }
        }
    }

    @Test func `a group counts nodes with at least one patch in a state, and nodes that have not reported`()
        async throws
    {
        try await API.run { api async throws in
            let (first, second) = (try await api.addDebian("1", group: "g"), try await api.addDebian("2", group: "g"))
            _ = try await api.addDebian("3", group: "g", groupKey: "PatchGroup")
            _ = try await api.addDebian("4", group: "other")
            try await api.report([.deb("a", .missing), .deb("b", .missing)], on: first, group: "g")
            try await api.report([.deb("a", .installed), .deb("c", .installedPendingReboot)], on: second, group: "g")
            let state = try await api.send(DescribePatchGroupStateRequest(patchGroup: "g"))
            #expect(state.instances == 3 && state.instancesWithMissingPatches == 1)
            #expect(state.instancesWithInstalledPatches == 1 && state.instancesWithInstalledPendingRebootPatches == 1)
            #expect(state.instancesWithFailedPatches == 0 && state.instancesWithSecurityNonCompliantPatches == 2)
        }
    }

    @Test func `a node's patches are listed with their titles, filtered in both spellings of a state`() async throws {
        try await API.run { api async throws in
            let node = try await api.addDebian("node")
            try await api.report(
                [.deb("a", .failed), .deb("b", .installedPendingReboot), .deb("c", .installedOther)], on: node)
            func patches(_ filters: [Wire.PatchOrchestratorFilter]) async throws -> [Wire.PatchComplianceData] {
                try await api.send(
                    DescribeInstancePatchesRequest(instanceId: node.rawValue, filters: filters)
                ).patches ?? []
            }
            let all = try await patches([])
            #expect(all.map(\.kbId) == ["a.amd64", "b.amd64", "c.amd64"])
            #expect(all.map(\.title).first == "a.amd64:1.2-3")
            #expect(all.map(\.state) == ["FAILED", "INSTALLED_PENDING_REBOOT", "INSTALLED_OTHER"])
            #expect(all.map(\.note) == ["It is on hold.", nil, nil])
            #expect(all.allSatisfy { $0.installedTime == Date(timeIntervalSince1970: 0) })
            for word in ["InstalledPendingReboot", "INSTALLED_PENDING_REBOOT"] {
                #expect(try await patches([.init(key: "State", values: [word])]).map(\.kbId) == ["b.amd64"])
            }
            #expect(try await patches([.init(key: "KBId", values: ["c.amd64"])]).count == 1)
            #expect(
                try await patches([
                    .init(key: "Classification", values: ["Security"]),
                    .init(key: "State", values: ["Failed", "InstalledOther"]),
                ]).map(\.kbId) == ["a.amd64"])
            let body: JSONValue = ["InstanceId": .string(node.rawValue)]
            for filter: JSONValue in [["Key": "Colour", "Values": ["a"]], ["Key": "State", "Values": ["Broken"]]] {
                #expect(
                    try await api.refusal("DescribeInstancePatches", body.with("Filters", [filter])) == "InvalidFilter")
            }
            #expect(
                try await api.refusal("DescribeInstancePatches", ["InstanceId": "mi-0123456789abcdef0"])
                    == "InvalidInstanceId")
        }
    }

    @Test func `a node that never reported has no patches and no state`() async throws {
        try await API.run { api async throws in
            let node = try await api.addDebian("node")
            let answer = try await api.send(DescribeInstancePatchesRequest(instanceId: node.rawValue))
            #expect(answer.patches == [])
            #expect(try await api.call("ListComplianceSummaries").json == ["ComplianceSummaryItems": []])
        }
    }

    @Test func `known patches are listed by product, every one once, across pages`() async throws {
        try await API.run { api async throws in
            let node = try await api.addDebian("node")
            let offers = (0..<1203).map { AvailablePackage.deb("p\($0)", "1.\($0)-1", security: $0 % 3 == 0) }
            try await api.report([], on: node, candidates: offers)
            func names(_ filters: [Wire.PatchOrchestratorFilter]) async throws -> [String] {
                var (names, token): ([String], String?) = ([], nil)
                repeat {
                    let page = try await api.send(
                        DescribeAvailablePatchesRequest(filters: filters, maxResults: 100, nextToken: token))
                    names += (page.patches ?? []).compactMap(\.name)
                    token = page.nextToken
                } while token != nil
                return names
            }
            let product = Wire.PatchOrchestratorFilter(key: "PRODUCT", values: ["Debian12", "Ubuntu22.04"])
            let all = try await names([product])
            #expect(all.count == 1203 && Set(all).count == 1203)
            #expect(try await names([product, .init(key: "CLASSIFICATION", values: ["security"])]).count == 401)
            #expect(
                try await names([product, .init(key: "NAME", values: ["p7", "p1000"])]).sorted() == ["p1000", "p7"])
            #expect(try await names([.init(key: "PRODUCT", values: ["SUSE"])]).isEmpty)
            #expect(try await names([]).isEmpty, "Without a product the list is that of Windows.")
            #expect(
                try await api.refusal(
                    "DescribeAvailablePatches", ["Filters": [["Key": "NAME", "Values": ["p7"]]]])
                    == "ValidationException")
        }
    }

    @Test func `effective patches are for Windows`() async throws {
        try await API.run { api async throws in
            let (debian, windows) = (try await api.createBaseline(), try await api.createBaseline("windows", "WINDOWS"))
            #expect(
                try await api.refusal("DescribeEffectivePatchesForPatchBaseline", ["BaselineId": .string(debian)])
                    == "UnsupportedOperatingSystem")
            let answer = try await api.call(
                "DescribeEffectivePatchesForPatchBaseline", ["BaselineId": .string(windows)])
            #expect(answer.json == ["EffectivePatches": []])
        }
    }

    @Test func `a patch is explained from the last report, by the baseline that counts or another`() async throws {
        try await API.run { api async throws in
            let node = try await api.addDebian("node")
            #expect(
                try await api.refusal(
                    "MaintenanceWindows.ExplainPatch",
                    ["InstanceId": .string(node.rawValue), "Package": "openssl"]) == "DoesNotExistException")
            try await api.report(
                [.deb("openssl", .installedOther)], on: node, candidates: [.deb("openssl", "3.0-1")])
            let blocked = try await api.send(
                CreatePatchBaselineRequest(operatingSystem: "DEBIAN", name: "blocked", rejectedPatches: ["openssl*"])
            ).baselineId!
            let plain = try await api.send(ExplainPatchRequest(instanceId: node.rawValue, package: "openssl"))
            #expect(plain.baselineName == "AWS-DebianDefaultPatchBaseline" && plain.baselineChoice == "predefined")
            let explanation = try #require(plain.explanations?.first)
            #expect(explanation.package == "openssl.amd64" && explanation.targetVersion == "3.0-1")
            let wanted = try #require(explanation.versions?.first)
            #expect(wanted.standing == "wanted" && wanted.isApproved == true)
            #expect(wanted.reasons?.map(\.code) == ["RuleApproves"] && wanted.reasons?.first?.rule == 1)
            #expect(explanation.conclusion?.isEmpty == false)

            let other = try await api.send(
                ExplainPatchRequest(instanceId: node.rawValue, package: "openssl", baselineId: blocked))
            #expect(other.baselineChoice == "request" && other.explanations?.first?.targetVersion == nil)
            #expect(
                other.explanations?.first?.versions?.first?.reasons?.contains {
                    $0.code == "Rejected" && $0.subject == "openssl*"
                }
                    == true)
            let suse = try await api.createBaseline("suse", "SUSE")
            #expect(
                try await api.refusal(
                    "MaintenanceWindows.ExplainPatch",
                    ["InstanceId": .string(node.rawValue), "Package": "openssl", "BaselineId": .string(suse)])
                    == "ValidationException")
        }
    }
}
