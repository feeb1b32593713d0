import AWSWire
import Foundation
import Testing

@testable import mwctl

@Suite struct WatchTests {
    private static func command(_ status: String, done: Int, errors: Int = 0) -> Result<JSONValue, CallFailure> {
        .success([
            "Commands": [
                [
                    "CommandId": "c-1", "DocumentName": "AWS-RunShellScript", "Status": .string(status),
                    "TargetCount": 2, "CompletedCount": .int(Int64(done)), "ErrorCount": .int(Int64(errors)),
                    "RequestedDateTime": 1_795_305_590,
                ]
            ]
        ])
    }

    private static func nodes(_ first: (String, String), _ second: (String, String)) -> Result<JSONValue, CallFailure> {
        .success([
            "CommandInvocations": .array(
                zip(["web1", "web2"], [first, second]).map { name, status in
                    [
                        "CommandId": "c-1", "InstanceId": .string("mi-\(name)"), "InstanceName": .string(name),
                        "Status": .string(status.0), "StatusDetails": .string(status.1),
                    ]
                })
        ])
    }

    @Test func `a pipe gets a line per change and the status of the end`() async throws {
        let service = StubService([
            "ListCommands": [
                Self.command("InProgress", done: 0), Self.command("InProgress", done: 0),
                Self.command("Failed", done: 2, errors: 1),
            ],
            "ListCommandInvocations": [
                Self.nodes(("InProgress", "InProgress"), ("Pending", "Pending")),
                Self.nodes(("InProgress", "InProgress"), ("Pending", "Pending")),
                Self.nodes(("Failed", "Failed"), ("Cancelled", "Terminated")),
            ],
        ])
        let ran = try await run("mwctl command watch c-1", service)
        #expect(ran.status == 1)
        #expect(
            ran.output == """
                2026-11-22T00:00:00Z Command c-1 InProgress
                2026-11-22T00:00:00Z web1 AWS-RunShellScript InProgress
                2026-11-22T00:00:00Z web2 AWS-RunShellScript Pending
                2026-11-22T00:00:02Z web1 AWS-RunShellScript Failed
                2026-11-22T00:00:02Z web2 AWS-RunShellScript Terminated
                2026-11-22T00:00:02Z Command c-1 Failed 2 nodes: 1 Failed, 1 Terminated; took 12 s

                """)
        #expect(!ran.output.contains("\u{1B}"))
    }

    @Test func `a delayed node says why, once for each reason`() async throws {
        let delayed = { (reason: String) -> Result<JSONValue, CallFailure> in
            .success([
                "CommandInvocations": [
                    [
                        "CommandId": "c-1", "InstanceId": "mi-1", "InstanceName": "web1", "Status": "Delayed",
                        "StatusDetails": "Delayed", "TraceOutput": .string(reason),
                    ]
                ]
            ])
        }
        let service = StubService([
            "ListCommands": [
                Self.command("InProgress", done: 0), Self.command("InProgress", done: 0),
                Self.command("InProgress", done: 0), Self.command("Failed", done: 2),
            ],
            "ListCommandInvocations": [delayed("No route."), delayed("No route."), delayed("Refused.")],
        ])
        let watched = try await run("mwctl command watch c-1", service).output
        #expect(watched.components(separatedBy: "web1 AWS-RunShellScript Delayed: No route.").count == 2)
        #expect(watched.components(separatedBy: "web1 AWS-RunShellScript Delayed: Refused.").count == 2)
        #expect(try await run("mwctl command show c-1", service).output.contains("Refused."))
        let logs = try await run("mwctl command output c-1", service).output
        #expect(logs == "==> web1: Delayed, not started yet: Refused. <==\n")
    }

    @Test func `a node at work has its beginning, and no output yet`() async throws {
        let service = StubService([
            "ListCommands": [Self.command("InProgress", done: 0)],
            "ListCommandInvocations": [Self.nodes(("InProgress", "InProgress"), ("Pending", "Pending"))],
            "GetCommandInvocation": [.success(["ExecutionStartDateTime": "2026-11-21T23:59:48Z"])],
        ])
        let shown = try await run("mwctl command show c-1", service).output
        #expect(shown.contains("web1  InProgress  2026-11-21T23:59:48Z  12 s\n"))
        #expect(service.inputs("GetCommandInvocation").count == 1)
        let logs = try await run("mwctl command output c-1", service).output
        #expect(
            logs == "==> web1: running, output comes when the step ends <==\n==> web2: Pending, not started yet <==\n")
    }

    @Test(arguments: [true, false]) func `a cut stream says so beside --raw, a long one does not`(
        isCut: Bool
    ) async throws {
        let mark = "\n--output truncated--"
        let long = String(repeating: "x", count: 24_000 - mark.count)
        let service = StubService([
            "ListCommands": [Self.command("Success", done: 1)],
            "ListCommandInvocations": [
                .success([
                    "CommandInvocations": [
                        [
                            "CommandId": "c-1", "InstanceId": "mi-1", "InstanceName": "web1", "Status": "Success",
                            "CommandPlugins": [["Name": "a", "Status": "Success", "Output": "x"]],
                        ]
                    ]
                ])
            ],
            "GetCommandInvocation": [
                .success(["PluginName": "a", "StandardOutputContent": .string(long + (isCut ? mark : ""))])
            ],
        ])
        let ran = try await run("mwctl command output c-1 --raw", service)
        #expect(ran.output == long)
        #expect(ran.remarks == (isCut ? "note: web1 a: output cut at 24,000 characters\n" : ""))
    }

    @Test func `a watch beside JSON ends with the API's own shape, also of a failure`() async throws {
        let service = StubService([
            "ListCommands": [Self.command("Failed", done: 2)],
            "ListCommandInvocations": [Self.nodes(("Failed", "Failed"), ("Success", "Success"))],
        ])
        let ran = try await run("mwctl command watch c-1 -o json", service)
        #expect(ran.status == 1)
        let json = try JSONValue(parsing: Array(ran.output.utf8), maximumBytes: 1 << 20)
        #expect(json["CommandId"] == "c-1")
        #expect(ran.remarks.contains("Command c-1 Failed"))
    }

    @Test func `an execution names its window, open or ended`() async throws {
        let answers: [String: JSONValue] = [
            "GetMaintenanceWindowExecution": [
                "WindowExecutionId": "e-1", "Status": "IN_PROGRESS", "StartTime": 1_795_305_000,
            ],
            "DescribeMaintenanceWindowExecutionTasks": ["WindowExecutionTaskIdentities": []],
            "GetServiceStatus": [
                "OpenWindows": [
                    [
                        "WindowId": "mw-1", "Name": "nightly", "WindowExecutionId": "e-1",
                        "CutoffAt": 1_795_309_200, "EndsAt": 1_795_312_800,
                    ]
                ]
            ],
            "DescribeMaintenanceWindows": ["WindowIdentities": [["WindowId": "mw-1", "Name": "nightly"]]],
            "DescribeMaintenanceWindowExecutions": [
                "WindowExecutions": [["WindowId": "mw-1", "WindowExecutionId": "e-1"]]
            ],
        ]
        let open = try await run("mwctl execution show e-1", StubService(answers)).output
        #expect(open.contains("nightly (mw-1)\n"))
        #expect(open.contains("2026-11-22T01:00:00Z, in 1 h 00 min\n"))
        var later = answers
        later["GetMaintenanceWindowExecution"] = [
            "WindowExecutionId": "e-1", "Status": "SUCCESS", "StartTime": 1_795_305_000, "EndTime": 1_795_305_060,
        ]
        let ended = try await run("mwctl execution show e-1", StubService(later)).output
        #expect(ended.contains("nightly (mw-1)\n"))
        #expect(!ended.contains("Cutoff"))
        let cancelled = later.merging(["CancelMaintenanceWindowExecution": ["WindowExecutionId": "e-1"]]) { $1 }
        #expect(
            try await run("mwctl execution cancel e-1", StubService(cancelled)).output
                == "e-1 had already ended: SUCCESS.\n")
    }

    @Test func `a command that matches no node is remarked on`() async throws {
        let service = StubService(["SendCommand": ["Command": ["CommandId": "c-1", "TargetCount": 0]]])
        let ran = try await run("mwctl command send --tag Role=none", service)
        #expect((ran.status, ran.output) == (0, "c-1\n"))
        #expect(ran.remarks.contains("No node matched"))
    }

    @Test func `a terminal gets a picture that is drawn over`() async throws {
        let service = StubService([
            "ListCommands": [Self.command("InProgress", done: 0), Self.command("Success", done: 2)],
            "ListCommandInvocations": [
                Self.nodes(("InProgress", "InProgress"), ("Pending", "Pending")),
                Self.nodes(("Success", "Success"), ("Success", "Success")),
            ],
        ])
        let terminal = Terminal(isTerminal: true, width: 60, height: 24, showsColours: false)
        let ran = try await run("mwctl command watch c-1", service, terminal: terminal)
        #expect(ran.status == 0)
        // Title, status, bar, blank line, heading and two nodes.
        #expect(ran.output.contains("\u{1B}[7A\r\u{1B}[J"))
        #expect(ran.output.contains("[........................] 2 nodes"))
        #expect(ran.output.contains("[########################] 2 nodes: 2 Success"))
    }

    @Test func `a node's time runs while it works`() async throws {
        let service = StubService([
            "ListCommands": [
                Self.command("InProgress", done: 0), Self.command("InProgress", done: 0),
                Self.command("Success", done: 2),
            ],
            "ListCommandInvocations": [Self.nodes(("InProgress", "InProgress"), ("Pending", "Pending"))],
        ])
        let terminal = Terminal(isTerminal: true, width: 80, height: 24, showsColours: false)
        let ran = try await run("mwctl command watch c-1", service, terminal: terminal)
        #expect(ran.output.contains("InProgress  1 s\n"))
        #expect(ran.output.contains("InProgress  2 s\n"))
    }

    @Test func `a picture is never taller or wider than the terminal`() {
        let nodes = (0..<500).map { number in
            NodeProgress(
                key: "\(number)", work: "AWS-RunShellScript", node: String(repeating: "n", count: 100),
                status: number == 400 ? "Failed" : "Pending", details: nil, startedAt: nil, endedAt: nil)
        }
        let progress = RunProgress(
            title: "Command c-1", status: "InProgress", details: nil, startedAt: nil, endedAt: nil, nodes: nodes,
            isFinal: false, isSuccess: false)
        let lines = LivePicture.lines(
            progress, now: SleeperClock().now,
            terminal: Terminal(isTerminal: true, width: 40, height: 20, showsColours: true))
        #expect(lines.count < 20)
        #expect(lines.allSatisfy { $0.count <= 40 || $0.contains("\u{1B}") })
        #expect(lines.contains { $0.contains("and 485 more") || $0.contains("more") })
    }

    @Test func `a service that restarts does not end the watch`() async throws {
        let gone = Result<JSONValue, CallFailure>.failure(
            .unreachable(place: "/s", reason: "nobody listens", hint: nil))
        let service = StubService([
            "ListCommands": [Self.command("InProgress", done: 0), gone, gone, Self.command("Success", done: 2)],
            "ListCommandInvocations": [Self.nodes(("Success", "Success"), ("Success", "Success"))],
        ])
        let ran = try await run("mwctl command watch c-1", service)
        #expect(ran.status == 0)
        #expect(ran.remarks.contains("Trying again"))
    }

    @Test func `a service that was never there ends it at once`() async throws {
        let gone = CallFailure.unreachable(place: "/s", reason: "nobody listens", hint: nil)
        let ran = try await run("mwctl command watch c-1", StubService(["ListCommands": [.failure(gone)]]))
        #expect(ran.status == 4)
    }

    @Test(arguments: [("SUCCESS", 0), ("FAILED", 1), ("TIMED_OUT", 1), ("CANCELLED", 1), ("SKIPPED_OVERLAPPING", 1)])
    func `an execution's end is the exit status`(status: String, exit: Int32) async throws {
        let service = StubService([
            "GetServiceStatus": ["OpenWindows": []],
            "GetMaintenanceWindowExecution": ["WindowExecutionId": "e-1", "Status": .string(status)],
            "DescribeMaintenanceWindowExecutionTasks": ["WindowExecutionTaskIdentities": [["TaskExecutionId": "k-1"]]],
            "DescribeMaintenanceWindowExecutionTaskInvocations": [
                "WindowExecutionTaskInvocationIdentities": [["ExecutionId": "c-1"]]
            ],
            "ListCommands": ["Commands": [["CommandId": "c-1", "DocumentName": "D", "TargetCount": 1]]],
            "ListCommandInvocations": [
                "CommandInvocations": [["CommandId": "c-1", "InstanceId": "mi-1", "Status": "Success"]]
            ],
        ])
        let ran = try await run("mwctl execution watch e-1", service)
        #expect(ran.status == exit)
        #expect(ran.output.contains("mi-1 D Success"))
        #expect(ran.output.contains("Execution e-1 \(status) 1 node: 1 Success"))
    }

    @Test func `an execution that ended before it is watched still has its window's name`() async throws {
        let service = StubService([
            "GetServiceStatus": ["OpenWindows": []],
            "GetMaintenanceWindowExecution": [
                "WindowExecutionId": "e-1", "Status": "SUCCESS", "StartTime": 1_795_305_000, "EndTime": 1_795_305_060,
            ],
            "DescribeMaintenanceWindowExecutionTasks": ["WindowExecutionTaskIdentities": []],
            "DescribeMaintenanceWindows": ["WindowIdentities": [["WindowId": "mw-1", "Name": "nightly"]]],
            "DescribeMaintenanceWindowExecutions": [
                "WindowExecutions": [["WindowId": "mw-1", "WindowExecutionId": "e-1"]]
            ],
        ])
        let ran = try await run("mwctl execution watch e-1", service)
        #expect(ran.output.contains("Execution e-1 of nightly SUCCESS 0 nodes; took 1 min 00 s"))
    }

    @Test func `beside JSON the progress goes to standard error`() async throws {
        let service = StubService([
            "SendCommand": [.success(["Command": ["CommandId": "c-1"]])],
            "ListCommands": [Self.command("Success", done: 2)],
            "ListCommandInvocations": [Self.nodes(("Success", "Success"), ("Success", "Success"))],
        ])
        let ran = try await run("mwctl command send --node mi-00000000000000001 --watch -o json", service)
        #expect(ran.status == 0)
        #expect(
            try JSONValue(parsing: Array(ran.output.utf8), maximumBytes: 1 << 20) == ["Command": ["CommandId": "c-1"]])
        #expect(ran.remarks.contains("Command c-1 Success"))
    }

    @Test func `output is printed node by node and step by step`() async throws {
        let service = StubService([
            "ListCommands": [Self.command("Failed", done: 2)],
            "ListCommandInvocations": [
                .success([
                    "CommandInvocations": [
                        [
                            "CommandId": "c-1", "InstanceId": "mi-1", "InstanceName": "web1", "Status": "Failed",
                            "CommandPlugins": [
                                ["Name": "first", "Status": "Failed", "ResponseCode": 3, "Output": "out"],
                                ["Name": "second", "Status": "Success", "ResponseCode": 0, "Output": ""],
                            ],
                        ],
                        [
                            "CommandId": "c-1", "InstanceId": "mi-2", "InstanceName": "web2", "Status": "Cancelled",
                            "StatusDetails": "Terminated", "CommandPlugins": [],
                        ],
                    ]
                ])
            ],
            "GetCommandInvocation": [
                .success(["StandardOutputContent": "out", "StandardErrorContent": "broken\n"])
            ],
        ])
        let ran = try await run("mwctl command output c-1", service)
        #expect(
            ran.output == """
                ==> web1 first: Failed, exit 3 <==
                out
                --- standard error ---
                broken
                ==> web1 second: Success, exit 0 <==
                ==> web2: Terminated, no step ran <==

                """)
        let raw = try await run("mwctl command output c-1 --raw", service)
        #expect(raw.output == "out\n")
        #expect(raw.remarks == "broken\n")
    }

    /// Two nodes, each with steps of these names; every step wrote `out` and `bad`.
    private static func written(_ steps: [String]) -> Result<JSONValue, CallFailure> {
        .success([
            "CommandInvocations": .array(
                ["web1", "web2"].map { node in
                    [
                        "CommandId": "c-1", "InstanceId": .string("mi-\(node)"), "InstanceName": .string(node),
                        "Status": "Success",
                        "CommandPlugins": .array(
                            steps.map { name in
                                [
                                    "Name": .string(name), "Status": "Success", "ResponseCode": 0,
                                    "Output": "out\n\n----------ERROR-------\nbad\n",
                                ]
                            }),
                    ]
                })
        ])
    }

    @Test func `a step whose name the API does not take is read from the listing, and hides nothing`() async throws {
        let service = StubService([
            "ListCommands": [Self.command("Success", done: 2)],
            "ListCommandInvocations": [Self.written(["first", "b", "third"])],
            "GetCommandInvocation": [.success(["StandardOutputContent": "whole\n"])],
        ])
        let ran = try await run("mwctl command output c-1", service)
        #expect(ran.status == 0)
        let node = { (name: String) in
            """
            ==> \(name) first: Success, exit 0 <==
            whole
            ==> \(name) b: Success, exit 0 <==
            out
            --- standard error ---
            bad
            ==> \(name) third: Success, exit 0 <==
            whole

            """
        }
        #expect(ran.output == node("web1") + node("web2"))
        #expect(
            service.inputs("GetCommandInvocation").map { $0["PluginName"]?.stringValue }
                == ["first", "third", "first", "third"])
        let raw = try await run("mwctl command output c-1 --raw", service)
        #expect(raw.output == String(repeating: "whole\nout\nwhole\n", count: 2))
        #expect(raw.remarks == "bad\nbad\n")
    }

    @Test(arguments: [("b", "whole\n"), ("", "out\n")]) func `a document's only step needs no name`(
        answered: String, output: String
    ) async throws {
        let service = StubService([
            "ListCommands": [Self.command("Success", done: 2)],
            "ListCommandInvocations": [Self.written(["b"])],
            "GetCommandInvocation": [
                .success(["PluginName": .string(answered), "StandardOutputContent": "whole\n"])
            ],
        ])
        #expect(try await run("mwctl command output c-1 --raw", service).output == output + output)
        #expect(service.inputs("GetCommandInvocation").map { $0["PluginName"] } == [nil, nil])
    }

    @Test func `a node whose output is refused does not hide the next one's`() async throws {
        let gone = CallFailure.refused(WireError(.invocationDoesNotExist, "It is gone."))
        let service = StubService([
            "ListCommands": [Self.command("Success", done: 2)],
            "ListCommandInvocations": [Self.written(["only"])],
            "GetCommandInvocation": [.failure(gone), .success(["StandardOutputContent": "whole\n"])],
        ])
        let ran = try await run("mwctl command output c-1 --raw", service)
        #expect(ran.status == 1)
        #expect(ran.output == "out\nwhole\n")
        #expect(ran.remarks.contains("note: web1 only: It is gone. (InvocationDoesNotExist)\n"))
    }

    @Test func `a listing's cut is noted beside --raw`() async throws {
        let mark = "\n--output truncated--"
        let cut = String(repeating: "x", count: 2_500 - mark.count) + mark
        let service = StubService([
            "ListCommands": [Self.command("Success", done: 2)],
            "ListCommandInvocations": [
                .success([
                    "CommandInvocations": [
                        [
                            "CommandId": "c-1", "InstanceId": "mi-1", "InstanceName": "web1",
                            "CommandPlugins": [
                                ["Name": "a", "Output": .string(cut)],
                                ["Name": "b", "Output": "y\n\n----------ERROR-------\nz"],
                            ],
                        ]
                    ]
                ])
            ],
        ])
        let ran = try await run("mwctl command output c-1 --raw", service)
        #expect(ran.output == String(repeating: "x", count: 2_500 - mark.count) + "\ny\n")
        #expect(ran.remarks == "note: web1 a: output cut at 2,500 characters\nz\n")
    }

    @Test func `an unhealthy node fails the check and says what to try`() async throws {
        let service = StubService([
            "CheckNode": [
                "InstanceId": "mi-00000000000000001", "Healthy": false,
                "Findings": [
                    [
                        "Code": "HostKey", "Severity": "error", "Message": "The host key has changed.",
                        "Hint": "Compare it with the node's.",
                    ]
                ], "Node": ["Name": "web1"],
            ]
        ])
        let ran = try await run("mwctl node check mi-00000000000000001", service)
        #expect(ran.status == 1)
        #expect(
            ran.output
                == "web1: NOT HEALTHY\n  error: The host key has changed.\n    try: Compare it with the node's.\n")
    }
}
