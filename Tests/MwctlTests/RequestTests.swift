import AWSWire
import Foundation
import Testing

@testable import mwctl

/// What command lines become on the wire.
@Suite struct RequestTests {
    private static let window = "mw-0123456789abcdef0"
    private static let guid = "e32eecb2-646c-4f4b-8ed1-205fbc3e0b9a"

    /// The one request of an operation that a command line sends.
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

    @Test func `a window has the API's members`() async throws {
        let input = try await sent(
            """
            window create --name nightly --schedule 'cron(0 2 * * ? *)' --duration 3 --cutoff 1 --schedule-timezone \
            Europe/Berlin --schedule-offset 2 --start-date 2027-01-01T00:00:00Z --end-date 2028-01-01T00:00:00Z \
            --allow-unassociated-targets --description 'for tests' --daylight-saving skip --notice 30 --tag A=B --tag Key=C,Value=D=E
            """, "CreateMaintenanceWindow")
        #expect(
            input == [
                "Name": "nightly", "Schedule": "cron(0 2 * * ? *)", "Duration": 3, "Cutoff": 1,
                "ScheduleTimezone": "Europe/Berlin", "ScheduleOffset": 2, "StartDate": "2027-01-01T00:00:00Z",
                "EndDate": "2028-01-01T00:00:00Z", "AllowUnassociatedTargets": true, "Description": "for tests",
                "DaylightSaving": "skip", "OpeningNoticeMinutes": 30,
                "Tags": [["Key": "A", "Value": "B"], ["Key": "C", "Value": "D=E"]],
            ])
    }

    @Test func `every create call carries a token of its own`() async throws {
        let service = StubService(["CreateMaintenanceWindow": ["WindowId": "x"]])
        for _ in 0..<2 { _ = try await run("mwctl window create --name nnn --schedule S --duration 1", service) }
        let tokens = service.inputs("CreateMaintenanceWindow").compactMap { $0["ClientToken"]?.stringValue }
        #expect(Set(tokens).count == 2)
    }

    @Test func `clearing a member replaces the window with the rest of what is stored`() async throws {
        let stored: JSONValue = [
            "WindowId": .string(Self.window), "Name": "nightly", "Schedule": "rate(1 day)", "Duration": 3, "Cutoff": 1,
            "AllowUnassociatedTargets": false, "Enabled": true, "EndDate": "2028-01-01T00:00:00Z", "Description": "old",
        ]
        let input = try await sent(
            "window update \(Self.window) --clear end-date --duration 4", "UpdateMaintenanceWindow",
            ["GetMaintenanceWindow": stored])
        #expect(
            input == [
                "WindowId": .string(Self.window), "Name": "nightly", "Schedule": "rate(1 day)", "Duration": 4,
                "Cutoff": 1,
                "AllowUnassociatedTargets": false, "Enabled": true, "Description": "old", "Replace": true,
            ])
    }

    @Test func `a plain update sends what is given and nothing else`() async throws {
        let input = try await sent("window update \(Self.window) --cutoff 0 --no-enabled", "UpdateMaintenanceWindow")
        #expect(input == ["WindowId": .string(Self.window), "Cutoff": 0, "Enabled": false])
    }

    @Test func `values of one tag are alternatives and nodes are named by ID`() async throws {
        let input = try await sent(
            "target register --window \(Self.window) --tag Role=web,db --tag Role=proxy --tag-key Patch --node web1 --node mi-00000000000000002",
            "RegisterTargetWithMaintenanceWindow", ["GetNode": ["Node": ["InstanceId": "mi-00000000000000001"]]])
        #expect(
            input["Targets"] == [
                ["Key": "tag:Role", "Values": ["web", "db", "proxy"]], ["Key": "tag-key", "Values": ["Patch"]],
                ["Key": "InstanceIds", "Values": ["mi-00000000000000001", "mi-00000000000000002"]],
            ])
        #expect(input["ResourceType"] == "INSTANCE")
    }

    @Test func `a task finds its target by name and is careful by default`() async throws {
        let input = try await sent(
            "task register --window \(Self.window) --document AWS-RunShellScript --target web --parameter commands=a --parameter commands=b=c --parameter workingDirectory=@@home --timeout 60 --cutoff-behavior cancel",
            "RegisterTaskWithMaintenanceWindow",
            ["DescribeMaintenanceWindowTargets": ["Targets": [["WindowTargetId": .string(Self.guid), "Name": "web"]]]])
        #expect(
            input == [
                "WindowId": .string(Self.window), "TaskArn": "AWS-RunShellScript", "TaskType": "RUN_COMMAND",
                "Targets": [["Key": "WindowTargetIds", "Values": [.string(Self.guid)]]], "MaxConcurrency": "1",
                "MaxErrors": "0", "CutoffBehavior": "CANCEL_TASK",
                "TaskInvocationParameters": [
                    "RunCommand": [
                        "Parameters": ["commands": ["a", "b=c"], "workingDirectory": ["@home"]], "TimeoutSeconds": 60,
                    ]
                ],
            ])
    }

    @Test func `updating one parameter of a task keeps the others`() async throws {
        let input = try await sent(
            "task update \(Self.guid) --window \(Self.window) --parameter commands=new", "UpdateMaintenanceWindowTask",
            [
                "GetMaintenanceWindowTask": [
                    "TaskInvocationParameters": [
                        "RunCommand": [
                            "Parameters": ["commands": ["old"], "executionTimeout": ["60"]], "Comment": "kept",
                        ]
                    ]
                ]
            ])
        #expect(
            input["TaskInvocationParameters"] == [
                "RunCommand": [
                    "Parameters": ["commands": ["new"], "executionTimeout": ["60"]], "Comment": "kept",
                ]
            ])
    }

    @Test func `nodes by name go as a list, tags as criteria`() async throws {
        let byName = try await sent("command send --node mi-00000000000000001 --parameter commands=true", "SendCommand")
        #expect(byName["InstanceIds"] == ["mi-00000000000000001"])
        #expect(byName["Targets"] == nil)
        let byTag = try await sent(
            "command send --tag A=B --node mi-00000000000000001 --max-errors 10%", "SendCommand")
        #expect(byTag["InstanceIds"] == nil)
        #expect(
            byTag["Targets"] == [
                ["Key": "tag:A", "Values": ["B"]], ["Key": "InstanceIds", "Values": ["mi-00000000000000001"]],
            ])
    }

    @Test func `parameters may come as the aws CLI takes them`() async throws {
        let input = try await sent(
            #"command send --node mi-00000000000000001 --parameters '{"commands":["a","b"]}'"#, "SendCommand")
        #expect(input["Parameters"] == ["commands": ["a", "b"]])
    }

    @Test func `an ssh node without a host is reached under its name`() async throws {
        #expect(try await sent("node add web1 --transport ssh --sudo", "AddNode")["Host"] == "web1")
        #expect(try await sent("node add web1 --transport local", "AddNode")["Host"] == nil)
    }

    @Test func `all pages make one listing`() async throws {
        let service = StubService([
            "ListNodes": [
                .success(["Nodes": [["Name": "a"]], "NextToken": "2"]),
                .success(["Nodes": [["Name": "b"]], "NextToken": "3"]),
                .success(["Nodes": [["Name": "c"]], "NextToken": ""]),
            ]
        ])
        let ran = try await run("mwctl node list -o json", service)
        let json = try JSONValue(parsing: Array(ran.output.utf8), maximumBytes: 1 << 20)
        #expect(json == ["Nodes": [["Name": "a"], ["Name": "b"], ["Name": "c"]]])
        #expect(service.inputs("ListNodes").map { $0["NextToken"]?.stringValue } == [nil, "2", "3"])
    }

    @Test func `a service that repeats a page's token is left`() async throws {
        let service = StubService(["ListNodes": ["Nodes": [["Name": "a"]], "NextToken": "2"]])
        #expect(try await run("mwctl node list", service).status == 4)
    }

    @Test func `deleting a window that is not there says so`() async throws {
        let missing = CallFailure.refused(WireError(.doesNotExistException, "No such window."))
        let service = StubService([
            "GetMaintenanceWindow": [.failure(missing)], "DeleteMaintenanceWindow": [.success([:])],
        ])
        #expect(try await run("mwctl window delete \(Self.window)", service).status == 3)
        #expect(service.inputs("DeleteMaintenanceWindow").isEmpty)
    }

    private static let other = "0f0f0f0f-646c-4f4b-8ed1-205fbc3e0b9a"
    private static let registered: [String: JSONValue] = [
        "DescribeMaintenanceWindows": ["WindowIdentities": [["WindowId": .string(window), "Name": "nightly"]]],
        "DescribeMaintenanceWindowTargets": ["Targets": [["WindowTargetId": .string(guid), "Name": "web"]]],
        "DescribeMaintenanceWindowTasks": [
            "Tasks": [
                ["WindowTaskId": .string(guid), "Name": "patch"], ["WindowTaskId": .string(other), "Name": "twice"],
                ["WindowTaskId": .string(window), "Name": "twice"], ["WindowTaskId": "0"],
            ]
        ],
    ]

    @Test(arguments: [
        ("target show", "DescribeMaintenanceWindowTargets", "web"),
        ("target update --name new", "UpdateMaintenanceWindowTarget", "web"),
        ("target deregister", "DeregisterTargetFromMaintenanceWindow", "web"),
        ("task show", "GetMaintenanceWindowTask", "patch"),
        ("task update --priority 2", "UpdateMaintenanceWindowTask", "patch"),
        ("task deregister", "DeregisterTaskFromMaintenanceWindow", "patch"),
    ]) func `a target and a task are found by name, with their window and without`(
        verb: String, operation: String, name: String
    ) async throws {
        for (text, place) in [
            (name, ""), (name, " --window nightly"), (Self.guid, ""), (Self.guid, " --window \(Self.window)"),
        ] {
            let input = try await sent("\(verb) \(text)\(place)", operation, Self.registered)
            #expect(input["WindowId"] == .string(Self.window))
            let id =
                input["WindowTargetId"] ?? input["WindowTaskId"] ?? input["Filters"]?[0]?["Values"]?[0]
            #expect(id == .string(Self.guid))
        }
    }

    @Test(arguments: ["", " --window nightly"]) func `a name that none or several have is refused`(
        place: String
    ) async throws {
        let missing = try await run("mwctl task show nobody\(place)", StubService(Self.registered))
        #expect(missing.status == 3)
        let twice = try await run("mwctl task deregister twice\(place)", StubService(Self.registered))
        #expect(twice.status == 2)
        #expect(twice.complaint?.message.contains(Self.other) == true)
    }
}
