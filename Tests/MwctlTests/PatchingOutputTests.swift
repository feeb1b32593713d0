import AWSWire
import Foundation
import Testing

@testable import mwctl

@Suite struct PatchingOutputTests {
    @Test func `a baseline shows its rules as sentences and no source's configuration`() async throws {
        let service = StubService([
            "GetPatchBaseline": [
                "BaselineId": "pb-0123456789abcdef0", "Name": "night", "OperatingSystem": "DEBIAN",
                "ApprovalRules": [
                    "PatchRules": [
                        [
                            "PatchFilterGroup": [
                                "PatchFilters": [["Key": "PRIORITY", "Values": ["Required", "Important"]]]
                            ],
                            "ComplianceLevel": "HIGH", "EnableNonSecurity": false,
                        ]
                    ]
                ], "ApprovedPatches": [], "RejectedPatches": ["linux-*", "a"], "RejectedPatchesAction": "BLOCK",
                "PatchGroups": ["web"],
                "Sources": [["Name": "local", "Products": ["*"], "Configuration": "https://user:secret@host"]],
                "CreatedDate": 1_795_305_600,
            ]
        ])
        #expect(
            try await run("mwctl baseline show pb-0123456789abcdef0", service).output == """
                ID                pb-0123456789abcdef0
                Name              night
                Operating system  DEBIAN
                Rule 1            PRIORITY=Required|Important, level HIGH, security only
                Rejected          linux-*, a
                Rejected action   BLOCK
                Source local      for *
                Patch groups      web
                Created           2026-11-22T00:00:00Z

                """)
    }

    @Test func `the defaults are those of the listing that are`() async throws {
        let service = StubService([
            "DescribePatchBaselines": [
                "BaselineIdentities": [
                    ["BaselineId": "pb-1", "BaselineName": "a", "OperatingSystem": "DEBIAN", "DefaultBaseline": false],
                    ["BaselineId": "pb-2", "BaselineName": "b", "OperatingSystem": "DEBIAN", "DefaultBaseline": true],
                ]
            ]
        ])
        #expect(try await run("mwctl baseline default", service).output == "SYSTEM  NAME  ID\nDEBIAN  b     pb-2\n")
        let json = try await run("mwctl baseline default -o json", service).output
        #expect(!json.contains("pb-1"))
    }

    @Test func `an explanation names the baseline, each version and what decides`() async throws {
        let service = StubService([
            "ExplainPatch": [
                "InstanceId": "mi-00000000000000001", "PatchGroup": "web", "OperatingSystem": "DEBIAN",
                "Product": "Debian12", "BaselineId": "pb-1", "BaselineName": "night", "BaselineChoice": "patch-group",
                "ReportedAt": 1_795_305_600,
                "Explanations": [
                    [
                        "Package": "openssl.amd64",
                        "Conclusion": "The node has openssl.amd64 3.0.14; an install puts 3.0.15 there.",
                        "Versions": [
                            [
                                "Version": "3.0.16", "Standing": "not-approved",
                                "Sentences": ["openssl 3.0.16 is not approved.", "Rule 1 covers it, but\u{1B}[2J."],
                            ],
                            [
                                "Version": "3.0.15", "Standing": "wanted",
                                "Sentences": ["openssl 3.0.15 is approved by rule 1."],
                            ],
                        ],
                    ]
                ],
            ]
        ])
        let ran = try await run("mwctl baseline explain --node mi-00000000000000001 openssl", service)
        #expect(
            ran.output == """
                Node         mi-00000000000000001
                System       DEBIAN, Debian12
                Patch group  web
                Baseline     night (pb-1), of the node's patch group
                Last look    2026-11-22T00:00:00Z

                openssl.amd64
                  3.0.16: not approved
                    openssl 3.0.16 is not approved.
                    Rule 1 covers it, but\u{FFFD}[2J.
                  3.0.15: wanted
                    openssl 3.0.15 is approved by rule 1.
                  The node has openssl.amd64 3.0.14; an install puts 3.0.15 there.

                """)
        #expect(service.inputs("ExplainPatch") == [["InstanceId": "mi-00000000000000001", "Package": "openssl"]])
    }

    // MARK: Groups

    private static let node: JSONValue = [
        "InstanceId": "mi-1", "Name": "web1", "Tags": [["Key": "Patch Group", "Value": "web"]],
    ]

    @Test func `a group shows its baselines, its counts and its nodes`() async throws {
        let service = StubService([
            "DescribePatchGroups": [
                "Mappings": [
                    [
                        "PatchGroup": "web",
                        "BaselineIdentity": [
                            "BaselineId": "pb-1", "BaselineName": "night", "OperatingSystem": "DEBIAN",
                        ],
                    ],
                    ["PatchGroup": "web-2", "BaselineIdentity": ["BaselineId": "pb-9"]],
                ]
            ],
            "ListNodes": [
                "Nodes": [
                    Self.node,
                    ["InstanceId": "mi-2", "Name": "web2", "Tags": [["Key": "PatchGroup", "Value": "web"]]],
                    [
                        "InstanceId": "mi-3", "Name": "db1",
                        "Tags": [["Key": "PatchGroup", "Value": "web"], ["Key": "Patch Group", "Value": "db"]],
                    ],
                ]
            ],
            "DescribeInstancePatchStatesForPatchGroup": [
                "InstancePatchStates": [
                    [
                        "InstanceId": "mi-1", "PatchGroup": "web", "BaselineId": "pb-1", "Operation": "Install",
                        "OperationStartTime": 1_795_305_600, "OperationEndTime": 1_795_305_600, "InstalledCount": 2,
                        "MissingCount": 1,
                    ]
                ]
            ],
            "DescribePatchGroupState": ["Instances": 1, "InstancesWithMissingPatches": 1],
        ])
        let output = try await run("mwctl patch-group show web", service).output
        #expect(output.hasPrefix("GROUP  SYSTEM  BASELINE  NAME\nweb    DEBIAN  pb-1      night\n"))
        #expect(output.contains("Nodes                                  1\n"))
        #expect(output.contains("  with missing patches                 1\n"))
        #expect(output.contains("web1  mi-1  Install   2026-11-22T00:00:00Z  2          1        0       0        0\n"))
        #expect(output.contains("web2  mi-2"))
        #expect(output.contains("never looked at in this group\n"))
        #expect(!output.contains("db1"))
        #expect(!output.contains("pb-9"))
    }

    @Test func `a group that nothing names is not found`() async throws {
        let service = StubService([
            "DescribePatchGroups": ["Mappings": []], "ListNodes": ["Nodes": [Self.node]],
            "DescribeInstancePatchStatesForPatchGroup": ["InstancePatchStates": []],
        ])
        #expect(try await run("mwctl patch-group show db", service).status == 3)
    }

    // MARK: Compliance

    private static let summaries: JSONValue = [
        "ComplianceSummaryItems": [
            [
                "ComplianceType": "Patch", "CompliantSummary": ["CompliantCount": 2],
                "NonCompliantSummary": [
                    "NonCompliantCount": 3, "SeveritySummary": ["CriticalCount": 1, "UnspecifiedCount": 2],
                ],
            ]
        ]
    ]

    @Test func `the fleet is counted by type and by severity`() async throws {
        let service = StubService(["ListComplianceSummaries": Self.summaries])
        #expect(
            try await run("mwctl compliance summary", service).output
                == "TYPE   COMPLIANT  NON-COMPLIANT\nPatch  2          3\n")
        #expect(
            try await run("mwctl compliance summary --by severity", service).output == """
                TYPE   CRITICAL  HIGH  MEDIUM  LOW  INFORMATIONAL  UNSPECIFIED
                Patch  1         0     0       0    0              2

                """)
    }

    @Test func `groups are those with a baseline and those that only tags name`() async throws {
        let service = StubService([
            "DescribePatchGroups": ["Mappings": [["PatchGroup": "db"]]], "ListNodes": ["Nodes": [Self.node]],
            "DescribePatchGroupState": ["Instances": 1, "InstancesWithFailedPatches": 1],
        ])
        let ran = try await run("mwctl compliance summary --by patch-group", service)
        #expect(
            ran.output == """
                GROUP  NODES  MISSING  FAILED  PENDING  REJECTED  CRITICAL  SECURITY
                db     1      0        1       0        0         0         0
                web    1      0        1       0        0         0         0

                """)
        #expect(service.inputs("DescribePatchGroupState") == [["PatchGroup": "db"], ["PatchGroup": "web"]])
    }

    @Test func `nodes are listed with their names and the API's filters`() async throws {
        let service = StubService([
            "ListResourceComplianceSummaries": [
                "ResourceComplianceSummaryItems": [
                    [
                        "ResourceId": "mi-1", "ComplianceType": "Patch", "Status": "NON_COMPLIANT",
                        "OverallSeverity": "HIGH", "CompliantSummary": ["CompliantCount": 200],
                        "NonCompliantSummary": ["NonCompliantCount": 2],
                        "ExecutionSummary": ["ExecutionTime": 1_795_305_600],
                    ]
                ]
            ], "ListNodes": ["Nodes": [Self.node]],
        ])
        let ran = try await run("mwctl compliance nodes --status non_compliant --type Patch", service)
        #expect(
            ran.output == """
                NODE  ID    TYPE   STATUS         SEVERITY  LACKS  COMPLIES  AT
                web1  mi-1  Patch  NON_COMPLIANT  HIGH      2      200       2026-11-22T00:00:00Z

                """)
        #expect(
            service.inputs("ListResourceComplianceSummaries").first?["Filters"] == [
                ["Key": "Status", "Values": ["NON_COMPLIANT"], "Type": "EQUAL"],
                ["Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL"],
            ])
    }

    private static func item(_ name: String, _ state: String, compliant: Bool) -> JSONValue {
        [
            "ComplianceType": "Patch", "ResourceId": "mi-00000000000000001", "Id": .string("\(name).amd64"),
            "Title": .string("\(name).amd64:1:2.0-1"), "Status": .string(compliant ? "COMPLIANT" : "NON_COMPLIANT"),
            "Severity": "HIGH", "Details": ["PatchState": .string(state), "Classification": "Security"],
        ]
    }

    private static let items = StubService([
        "ListComplianceItems": [
            "ComplianceItems": [
                item("a", "Missing", compliant: false), item("b", "Installed", compliant: true),
                item("c", "InstalledPendingReboot", compliant: false),
            ]
        ],
        "DescribeInstancePatchStates": [
            "InstancePatchStates": [
                [
                    "InstanceId": "mi-00000000000000001", "PatchGroup": "web", "BaselineId": "pb-1",
                    "Operation": "Scan", "OperationStartTime": 1_795_305_600, "OperationEndTime": 1_795_305_600,
                    "MissingCount": 1,
                ]
            ]
        ],
    ])

    @Test func `a node's items stand below the run that found them`() async throws {
        let output = try await run("mwctl compliance show mi-00000000000000001", Self.items).output
        #expect(output.hasPrefix("Node         mi-00000000000000001\nLast run     Scan, ended 2026-11-22T00:00:00Z\n"))
        #expect(output.contains("1 missing, 0 failed\n\nTYPE   ITEM     VERSION  STATUS"))
        #expect(output.contains("Patch  a.amd64  1:2.0-1  NON_COMPLIANT  Missing                 HIGH      Security\n"))
    }

    @Test(arguments: [
        ("--state missing", ["a"]), ("--state Missing INSTALLED_PENDING_REBOOT", ["a", "c"]),
        ("--status compliant", ["b"]), ("", ["a", "b", "c"]),
    ]) func `states and statuses choose items`(flags: String, names: [String]) async throws {
        let output = try await run("mwctl compliance show mi-00000000000000001 \(flags) -o json", Self.items).output
        let json = try JSONValue(parsing: Array(output.utf8), maximumBytes: 1 << 20)
        #expect(
            json["ComplianceItems"]?.arrayValue?.compactMap { $0["Id"]?.stringValue } == names.map { "\($0).amd64" })
    }

    // MARK: Snapshots

    @Test func `a snapshot shows what is fixed, and limits on demand`() async throws {
        let service = StubService([
            "DescribePatchSnapshot": [
                "Snapshots": [
                    [
                        "SnapshotId": "14bea65d-5ccc-462d-a2f3-e99c8b1d2f30", "PatchGroup": "", "BaselineId": "pb-1",
                        "BaselineName": "night", "OperatingSystem": "DEBIAN", "CreatedDate": 1_795_305_600,
                        "ExpiresDate": 1_795_564_800, "IsCurrent": true,
                        "Versions": [
                            ["Package": "a.amd64", "Product": "Debian12", "Version": "2.0", "IsResolved": true],
                            ["Package": "b.amd64", "Product": "Debian12", "Version": "1.0", "IsResolved": false],
                        ],
                    ]
                ]
            ]
        ])
        let line = "mwctl snapshot show 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30"
        #expect(
            try await run(line, service).output == """
                Snapshot ID       14bea65d-5ccc-462d-a2f3-e99c8b1d2f30
                Patch group       none
                Operating system  DEBIAN
                Baseline          night (pb-1)
                Frozen            2026-11-22T00:00:00Z
                Counts until      2026-11-25T00:00:00Z
                Versions          1 fixed, 1 as limits

                PACKAGE  VERSION  KIND
                a.amd64  2.0      fixed

                """)
        #expect(try await run("\(line) --all", service).output.hasSuffix("b.amd64  1.0      limit\n"))
        #expect(try await run(line, StubService(["DescribePatchSnapshot": ["Snapshots": []]])).status == 3)
    }

    @Test func `a snapshot of several releases says which a version is for`() async throws {
        let service = StubService([
            "DescribePatchSnapshot": [
                "Snapshots": [
                    [
                        "SnapshotId": "14bea65d-5ccc-462d-a2f3-e99c8b1d2f30",
                        "Versions": [
                            ["Package": "a.amd64", "Product": "Debian11", "Version": "1.0", "IsResolved": true],
                            ["Package": "b.amd64", "Product": "Debian12", "Version": "3.0", "IsResolved": false],
                        ],
                    ]
                ]
            ]
        ])
        let line = "mwctl snapshot show 14bea65d-5ccc-462d-a2f3-e99c8b1d2f30"
        // Also where all that is shown is of one of them.
        #expect(
            try await run(line, service).output.hasSuffix(
                """

                PRODUCT   PACKAGE  VERSION  KIND
                Debian11  a.amd64  1.0      fixed

                """))
        #expect(try await run("\(line) --all", service).output.hasSuffix("Debian12  b.amd64  3.0      limit\n"))
    }
}
