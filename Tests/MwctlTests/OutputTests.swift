import AWSWire
import Foundation
import Testing

@testable import mwctl

@Suite struct OutputTests {
    @Test func `columns are as wide as their widest cell and empty ones are left out`() {
        let table = Table(
            "ID", "NAME", "EMPTY", "NOTE", rows: [["mw-1", "a", "", "x"], ["mw-22", "long name", "", ""]])
        #expect(table.rendered() == "ID     NAME       NOTE\nmw-1   a          x\nmw-22  long name\n")
    }

    @Test func `a cell cannot steer the terminal or break its line`() {
        #expect(Cell("a\u{1B}[2Jb\nc\td").text == "a\u{FFFD}[2Jb c d")
    }

    @Test func `colours appear only when asked for`() {
        let table = Table("STATUS", rows: [[Wording.status("FAILED")]])
        #expect(!table.rendered().contains("\u{1B}"))
        #expect(table.rendered(colours: true).contains("\u{1B}[31mFAILED\u{1B}[0m"))
    }

    @Test(arguments: [
        ("Cancelled", "Terminated", "Terminated"), ("Failed", "Failed", "Failed"), ("SUCCESS", "", "SUCCESS"),
        ("FAILED", "One or more tasks failed.", "FAILED"),
    ]) func `the finer word stands for the status`(status: String, details: String, shown: String) {
        #expect(Wording.status(status, details: details).text == shown)
    }

    @Test(arguments: [
        (0, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"), (7800, "2 h 10 min"),
        (100_000, "1 d 3 h"),
        (-5, "0 s"), (.infinity, "0 s"),
    ]) func `spans read like a clock`(seconds: Double, text: String) {
        #expect(Wording.span(seconds: seconds) == text)
    }

    @Test func `YAML quotes what would be read as something else`() throws {
        let value: JSONValue = [
            "Name": "true", "Number": "012", "Version": "1.0", "Text": "a: b", "Count": 3, "Ratio": 0.5, "Flag": false,
            "List": ["a", nil], "Empty": [:],
        ]
        let yaml = try value.yaml
        #expect(yaml.contains("Name: 'true'\n") || yaml.contains("Name: \"true\"\n"))
        #expect(yaml.contains("Version: '1.0'\n") || yaml.contains("Version: \"1.0\"\n"))
        #expect(yaml.contains("Text: 'a: b'\n"))
        #expect(yaml.contains("Count: 3\n"))
        #expect(yaml.contains("Flag: false\n"))
        #expect(yaml.contains("- null\n"))
    }

    @Test func `YAML writes an instant as a plain decimal`() throws {
        let value: JSONValue = ["At": .double(1_795_438_069.25)]
        #expect(try value.yaml == "At: 1795438069.25\n")
    }

    // MARK: Recorded shapes

    private static let windows: JSONValue = [
        "WindowIdentities": [
            [
                "WindowId": "mw-0123456789abcdef0", "Name": "nightly", "Enabled": true, "Duration": 3, "Cutoff": 1,
                "Schedule": "cron(0 2 * * ? *)", "ScheduleTimezone": "Europe/Berlin",
                "NextExecutionTime": "2026-11-24T02:00+01:00", "ServerAddsThis": ["later": 1],
            ]
        ]
    ]

    @Test func `a listing is a table`() async throws {
        let ran = try await run("mwctl window list", StubService(["DescribeMaintenanceWindows": Self.windows]))
        #expect(
            ran.output == """
                ID                    NAME     ENABLED  SCHEDULE           TIMEZONE       HOURS  CUTOFF  NEXT
                mw-0123456789abcdef0  nightly  yes      cron(0 2 * * ? *)  Europe/Berlin  3      1       2026-11-24T02:00+01:00

                """)
    }

    @Test func `an open window says so, with its execution and end`() async throws {
        let service = StubService([
            "GetMaintenanceWindow": ["WindowId": "mw-0123456789abcdef0", "Name": "nightly"],
            "GetServiceStatus": [
                "OpenWindows": [
                    [
                        "WindowId": "mw-0123456789abcdef0", "WindowExecutionId": "e-1", "EndsAt": 1_795_312_800,
                    ], ["WindowId": "mw-2", "WindowExecutionId": "e-2"],
                ]
            ],
        ])
        let output = try await run("mwctl window show mw-0123456789abcdef0", service).output
        #expect(output.contains("execution e-1, until 2026-11-22T02:00:00Z, in 2 h 00 min\n"))
        #expect(!output.contains("e-2"))
    }

    @Test func `JSON is what the service answered, unknown members too`() async throws {
        let service = StubService(["DescribeMaintenanceWindows": Self.windows])
        let ran = try await run("mwctl window list -o json", service)
        #expect(try JSONValue(parsing: Array(ran.output.utf8), maximumBytes: 1 << 20) == Self.windows)
    }

    @Test(arguments: [
        ("window create --name nnn --schedule S --duration 1", "CreateMaintenanceWindow", "WindowId"),
        ("node add web1 --transport local", "AddNode", "InstanceId"),
        (
            "target register --window mw-0123456789abcdef0 --tag A=B", "RegisterTargetWithMaintenanceWindow",
            "WindowTargetId"
        ),
        (
            "task register --window mw-0123456789abcdef0 --document D", "RegisterTaskWithMaintenanceWindow",
            "WindowTaskId"
        ),
        ("window open mw-0123456789abcdef0", "OpenMaintenanceWindow", "WindowExecutionId"),
    ]) func `what is created is named by its ID alone`(line: String, operation: String, member: String) async throws {
        let service = StubService([operation: .object([member: "the-id"])])
        #expect(try await run("mwctl \(line)", service).output == "the-id\n")
        let json = try await run("mwctl \(line) -o json", service).output
        #expect(try JSONValue(parsing: Array(json.utf8), maximumBytes: 1 << 20) == .object([member: "the-id"]))
    }

    @Test func `a new key is printed for the shell, and its JSON has both halves`() async throws {
        let service = StubService([
            "CreateAccessKey": ["AccessKeyId": "AKID", "SecretAccessKey": "s3cret", "Role": "admin"]
        ])
        let ran = try await run("mwctl key create --role admin", service)
        #expect(ran.output == "export AWS_ACCESS_KEY_ID=AKID\nexport AWS_SECRET_ACCESS_KEY=s3cret\n")
        #expect(ran.remarks.contains("not shown again"))
        let json = try await run("mwctl key create --role admin -o json", service).output
        #expect(try JSONValue(parsing: Array(json.utf8), maximumBytes: 1 << 20)["SecretAccessKey"] == "s3cret")
    }

    @Test func `a preview shows openings, nodes, effective numbers and warnings`() async throws {
        let service = StubService([
            "PreviewMaintenanceWindow": [
                "WindowId": "mw-0123456789abcdef0", "Name": "nightly", "Schedule": "cron(30 2 ? * SUN *)",
                "Explanation": "At 02:30 every Sunday, in every year", "Enabled": true,
                "Openings": [
                    [
                        "ScheduledAt": 1_805_009_400, "LocalTime": "2027-03-14T03:30:00-04:00",
                        "CutoffAt": 1_805_013_000, "EndsAt": 1_805_016_600, "DaylightSavingMark": "shifted",
                    ]
                ],
                "Targets": [
                    ["WindowTargetId": "t-1", "Name": "web", "InstanceIds": ["mi-1", "mi-2", "mi-3", "mi-4", "mi-5"]]
                ],
                "Tasks": [
                    [
                        "WindowTaskId": "k-1", "TaskArn": "AWS-RunShellScript", "Priority": 1,
                        "InstanceIds": ["mi-1", "mi-2", "mi-3", "mi-4"], "MaxConcurrency": "50%", "MaxErrors": "1",
                        "EffectiveMaxConcurrency": 2, "EffectiveMaxErrors": 1,
                    ]
                ],
                "Warnings": [["Code": "CutoffLeavesNoTime", "Message": "The cutoff leaves no time."]],
            ], "GetNode": ["Node": ["Name": "web1"]],
        ])
        let output = try await run("mwctl window preview mw-0123456789abcdef0", service).output
        for part in [
            "2027-03-14T07:30:00Z", "shifted", "web1 web1 web1 web1 web1\n", "2 (50%)", "2 errors (MaxErrors 1)",
            "warning: The cutoff leaves no time.",
        ] { #expect(output.contains(part), "\(part) in\n\(output)") }
        #expect(service.inputs("PreviewMaintenanceWindow").first?["Count"] == 5)
    }

    @Test func `tonight is one page`() async throws {
        let service = StubService([
            "GetServiceStatus": [
                "Version": "0.1.0", "Region": "us-east-1", "StartedAt": 1_795_302_000, "Now": 1_795_305_600,
                "TimeZoneDataVersion": "2026f", "Counts": ["EnabledWindows": 2, "Events": 0],
                "OpenWindows": [
                    [
                        "WindowId": "mw-0123456789abcdef0", "Name": "nightly", "WindowExecutionId": "e-1",
                        "Status": "IN_PROGRESS", "OpenedAt": 1_795_304_700, "CutoffAt": 1_795_309_200,
                        "EndsAt": 1_795_312_800,
                    ]
                ],
                "UpcomingOpenings": [["WindowId": "mw-2", "Name": "weekly", "ScheduledAt": 1_795_392_000]],
            ],
            "ListNodes": [
                "Nodes": [["InstanceId": "mi-1", "Name": "web1", "PingStatus": "ConnectionLost"], ["Name": "ok"]]
            ],
            "ListCommandInvocations": ["CommandInvocations": []],
        ])
        let output = try await run("mwctl status", service).output
        for part in [
            "up for 1 h 00 min", "15 min 00 s", "in 1 h 00 min", "in 2 h 00 min", "weekly", "1 d 0 h", "web1",
            "2 enabled windows\n",
        ] {
            #expect(output.contains(part), "\(part) in\n\(output)")
        }
    }
}
