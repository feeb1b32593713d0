import AWSWire
import Foundation
import Testing

@testable import mwctl

/// What a patch command shows when it has ended.
@Suite struct PatchRunTests {
    private static let requestedAt = 1_795_305_590.75

    private static func invocation(_ name: String, _ status: String) -> JSONValue {
        [
            "CommandId": "c-1", "InstanceId": .string("mi-\(name)"), "InstanceName": .string(name),
            "Status": .string(status), "StatusDetails": .string(status),
        ]
    }

    private static func state(
        _ name: String, endedAt: Double = requestedAt, missing: Int64 = 0, pending: Int64 = 0
    ) -> JSONValue {
        [
            "InstanceId": .string("mi-\(name)"), "PatchGroup": "web", "BaselineId": "pb-0123456789abcdef0",
            "SnapshotId": "14bea65d-5ccc-462d-a2f3-e99c8b1d2f30", "Operation": "Scan",
            "OperationStartTime": .double(endedAt), "OperationEndTime": .double(endedAt), "InstalledCount": 3,
            "InstalledOtherCount": 200, "MissingCount": .int(missing), "InstalledPendingRebootCount": .int(pending),
            "FailedCount": 0,
        ]
    }

    private static func service(
        _ status: String, _ nodes: [JSONValue], _ states: [JSONValue], _ patches: [JSONValue] = []
    ) -> StubService {
        let command: JSONValue = [
            "CommandId": "c-1", "DocumentName": "AWS-RunPatchBaseline", "Status": .string(status),
            "TargetCount": .int(Int64(nodes.count)), "RequestedDateTime": .double(requestedAt),
        ]
        return StubService([
            "SendCommand": ["Command": command], "ListCommands": ["Commands": [command]],
            "ListCommandInvocations": ["CommandInvocations": .array(nodes)],
            "DescribeInstancePatchStates": ["InstancePatchStates": .array(states)],
            "DescribeInstancePatches": ["Patches": .array(patches)],
        ])
    }

    @Test func `the end is a table of what each node reports, and the command's result`() async throws {
        let service = Self.service(
            "Failed",
            [Self.invocation("web1", "Success"), Self.invocation("web2", "Failed"), Self.invocation("web3", "Failed")],
            [Self.state("web1", missing: 2, pending: 1), Self.state("web2", endedAt: 1_795_219_200)])
        let ran = try await run("mwctl patch scan --tag A=B", service)
        #expect(ran.status == 1)
        #expect(
            ran.output.hasSuffix(
                """

                NODE  STATUS   INSTALLED  MISSING  FAILED  PENDING  REJECTED  NOTE
                web1  Success  203        2        0       1        0
                web2  Failed                                                  no report; the last is of 2026-11-21T00:00:00Z
                web3  Failed                                                  never reported

                """), "\(ran.output)")
    }

    @Test func `a missing patch is no failure of a scan`() async throws {
        let service = Self.service(
            "Success", [Self.invocation("web1", "Success")], [Self.state("web1", missing: 2)])
        #expect(try await run("mwctl patch scan --tag A=B", service).status == 0)
    }

    @Test func `as JSON the end is the API's shapes and the progress goes elsewhere`() async throws {
        let service = Self.service(
            "Success", [Self.invocation("web1", "Success")], [Self.state("web1")])
        let ran = try await run("mwctl patch scan --tag A=B -o json", service)
        let json = try JSONValue(parsing: Array(ran.output.utf8), maximumBytes: 1 << 20)
        #expect(json["Command"]?["CommandId"] == "c-1")
        #expect(json["InstancePatchStates"] == [Self.state("web1")])
        #expect(json["MissingPatches"] == nil)
        #expect(ran.remarks.contains("web1"))
    }

    @Test func `a dry run scans, tells what would be installed, and changes nothing`() async throws {
        let service = Self.service(
            "Success", [Self.invocation("web1", "Success")], [Self.state("web1", missing: 1)],
            [
                [
                    "Title": "openssl.amd64:3.0.15-1~deb12u1", "KBId": "openssl.amd64", "Classification": "Security",
                    "Severity": "optional", "State": "MISSING", "InstalledTime": 0,
                ]
            ])
        let ran = try await run("mwctl patch install --tag A=B --pre P --dry-run", service)
        #expect(ran.status == 0)
        #expect(
            ran.output.hasSuffix(
                """

                web1: 1 patch to install, then a reboot
                  PACKAGE        VERSION           CLASSIFICATION  SEVERITY
                  openssl.amd64  3.0.15-1~deb12u1  Security        optional

                Nothing was changed: this was a scan.
                To install these versions: the same with mwctl patch install --snapshot 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30

                """), "\(ran.output)")
        let sent = try #require(service.inputs("SendCommand").first)
        #expect(service.inputs("SendCommand").count == 1)
        #expect(sent["DocumentName"] == "AWS-RunPatchBaseline")
        #expect(sent["Parameters"] == ["Operation": ["Scan"]])
        #expect(
            service.inputs("DescribeInstancePatches").first?["Filters"] == [["Key": "State", "Values": ["Missing"]]])
    }

    @Test(arguments: [
        ("--dry-run", 0, 1, "web1: nothing to install, then a reboot (earlier patches wait for one)"),
        ("--dry-run --no-reboot", 0, 1, "web1: nothing to install (earlier patches wait for one)"),
        ("--dry-run", 0, 0, "web1: nothing to install"),
    ]) func `a dry run tells of the reboot too`(flags: String, missing: Int64, pending: Int64, line: String)
        async throws
    {
        let service = Self.service(
            "Success", [Self.invocation("web1", "Success")], [Self.state("web1", missing: missing, pending: pending)])
        let output = try await run("mwctl patch install --tag A=B \(flags)", service).output
        #expect(output.contains("\n\(line)\n"), "\(output)")
        #expect(!output.contains("--snapshot"))
    }

    @Test func `a node that did not report is not said to need nothing`() async throws {
        let service = Self.service("Failed", [Self.invocation("web1", "Failed")], [])
        let ran = try await run("mwctl patch install --tag A=B --dry-run", service)
        #expect(ran.status == 1)
        #expect(ran.output.contains("web1: not known, Failed; never reported\n"))
    }

    @Test func `reports are asked for fifty nodes at a time`() async throws {
        let nodes = (100..<220).map { Self.invocation("n\($0)", "Success") }
        let service = Self.service("Success", nodes, [])
        _ = try await run("mwctl patch scan --tag A=B", service)
        #expect(
            service.inputs("DescribeInstancePatchStates").compactMap { $0["InstanceIds"]?.arrayValue?.count }
                == [50, 50, 20])
    }

    @Test func `a command without nodes says so`() async throws {
        let ran = try await run("mwctl patch scan --tag A=B", Self.service("Success", [], []))
        #expect(ran.remarks.contains("No node matched"))
    }
}
