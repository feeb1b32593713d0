import AWSWire
import Foundation
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct TargetAndTaskTests {
    private static func task(_ window: String, _ target: String) -> JSONValue {
        [
            "WindowId": .string(window), "TaskArn": "AWS-RunShellScript", "TaskType": "RUN_COMMAND",
            "Targets": [["Key": "WindowTargetIds", "Values": [.string(target)]]], "MaxConcurrency": "1",
            "MaxErrors": "0",
        ]
    }

    @Test func `a target reads back as it was registered`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let id = try await api.send(
                RegisterTargetWithMaintenanceWindowRequest(
                    windowId: window, resourceType: "INSTANCE",
                    targets: [.init(key: "tag:Workload", values: ["Test"]), .init(key: "tag-key", values: ["Role"])],
                    ownerInformation: "ops", name: "web", description: "all of them", clientToken: "t")
            ).windowTargetId
            let targets = try await api.send(DescribeMaintenanceWindowTargetsRequest(windowId: window)).targets
            #expect(
                targets == [
                    .init(
                        windowId: window, windowTargetId: id, resourceType: "INSTANCE",
                        targets: [
                            .init(key: "tag:Workload", values: ["Test"]), .init(key: "tag-key", values: ["Role"]),
                        ], ownerInformation: "ops", name: "web", description: "all of them")
                ])
        }
    }

    struct BadTarget: CustomTestStringConvertible {
        let key: String
        let values: [String]
        var type = "INSTANCE"
        var testDescription: String { "\(type) \(key)=\(values.prefix(2))" }
    }

    @Test(arguments: [
        BadTarget(key: "Workload", values: ["Test"]), BadTarget(key: "tag:", values: ["x"]),
        BadTarget(key: "tag:Workload", values: []), BadTarget(key: "InstanceIds", values: ["web-1"]),
        BadTarget(key: "InstanceIds", values: (0..<51).map { "mi-000000000000000\($0 + 10)" }),
        BadTarget(key: "WindowTargetIds", values: ["x"]),
        BadTarget(key: "resource-groups:Name", values: ["g"], type: "RESOURCE_GROUP"),
        BadTarget(key: "tag:Workload", values: ["Test"], type: "RESOURCE_GROUP"),
        BadTarget(key: "tag:Workload", values: ["Test"], type: "MACHINE"),
    ])
    func `a bad target is refused`(_ bad: BadTarget) async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let body: JSONValue = [
                "WindowId": .string(window), "ResourceType": .string(bad.type),
                "Targets": [["Key": .string(bad.key), "Values": .array(bad.values.map(JSONValue.string))]],
            ]
            #expect(try await api.refusal("RegisterTargetWithMaintenanceWindow", body) == "ValidationException")
            #expect(
                try await api.refusal(
                    "RegisterTargetWithMaintenanceWindow", body.with("Targets", []).with("ResourceType", "INSTANCE"))
                    == "ValidationException")
            #expect(try await api.send(DescribeMaintenanceWindowTargetsRequest(windowId: window)).targets == [])
        }
    }

    @Test func `targets and tasks of unknown windows do not exist`() async throws {
        try await API.run { api async throws in
            let window = "mw-0123456789abcdef0"
            let target: JSONValue = [
                "WindowId": .string(window), "ResourceType": "INSTANCE",
                "Targets": [["Key": "tag:a", "Values": ["b"]]],
            ]
            #expect(
                try await api.refusal("RegisterTargetWithMaintenanceWindow", target) == "DoesNotExistException")
            let task = Self.task(window, "0cb4b0a8-5a5a-4d6c-8f3a-1b1f8a2e9d10")
            #expect(try await api.refusal("RegisterTaskWithMaintenanceWindow", task) == "DoesNotExistException")
        }
    }

    @Test func `an update of a target merges, and a replacement clears`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let id = try await api.registerTarget(window)
            try await api.send(
                UpdateMaintenanceWindowTargetRequest(windowId: window, windowTargetId: id, name: "web"))
            let merged = try await api.send(
                UpdateMaintenanceWindowTargetRequest(
                    windowId: window, windowTargetId: id.uppercased(), ownerInformation: "ops"))
            #expect(merged.name == "web")
            #expect(merged.ownerInformation == "ops")
            #expect(merged.windowTargetId == id)
            let incomplete: JSONValue = [
                "WindowId": .string(window), "WindowTargetId": .string(id), "Replace": true,
            ]
            #expect(
                try await api.refusal("UpdateMaintenanceWindowTarget", incomplete) == "ValidationException")
            let replaced = try await api.send(
                UpdateMaintenanceWindowTargetRequest(
                    windowId: window, windowTargetId: id, targets: [.init(key: "tag:Role", values: ["db"])],
                    replace: true))
            #expect(replaced.name == nil)
            #expect(replaced.targets == [.init(key: "tag:Role", values: ["db"])])
        }
    }

    @Test func `a target in use goes only when safety is not asked for`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            let task = try await api.registerTask(window, targets: [target])
            let safely: JSONValue = [
                "WindowId": .string(window), "WindowTargetId": .string(target), "Safe": true,
            ]
            let answer = try await api.call("DeregisterTargetFromMaintenanceWindow", safely)
            #expect(answer.error?.code == "TargetInUseException")
            #expect(answer.error?.message.contains(task) == true)
            try await api.send(
                DeregisterTargetFromMaintenanceWindowRequest(windowId: window, windowTargetId: target))
            #expect(
                try await api.refusal("DeregisterTargetFromMaintenanceWindow", safely.with("Safe", false))
                    == "DoesNotExistException")
            // The task stays, and its preview says that something is missing.
            let preview = try await api.send(PreviewMaintenanceWindowRequest(windowId: window))
            #expect(preview.warnings?.contains { $0.code == "TargetMissing" } == true)
        }
    }

    @Test func `a task reads back as it was registered, with the default priority`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            let run = Wire.MaintenanceWindowRunCommandParameters(
                comment: "nightly", documentVersion: "$LATEST", parameters: ["commands": ["echo {{WINDOW_ID}}"]],
                timeoutSeconds: 600)
            let id = try await api.send(
                RegisterTaskWithMaintenanceWindowRequest(
                    windowId: window, targets: [.init(key: "WindowTargetIds", values: [target.uppercased()])],
                    taskArn: "AWS-RunShellScript", taskType: "RUN_COMMAND",
                    taskInvocationParameters: .init(runCommand: run), maxConcurrency: "10%", maxErrors: "0",
                    cutoffBehavior: "CANCEL_TASK")
            ).windowTaskId!
            let task = try await api.send(GetMaintenanceWindowTaskRequest(windowId: window, windowTaskId: id))
            #expect(task.taskInvocationParameters == .init(runCommand: run))
            #expect(task.targets == [.init(key: "WindowTargetIds", values: [target])])
            #expect(task.priority == 1)
            #expect(task.taskType == "RUN_COMMAND")
            #expect(task.cutoffBehavior == "CANCEL_TASK")
            #expect(task.taskParameters == [:])
            let listed = try await api.send(
                DescribeMaintenanceWindowTasksRequest(
                    windowId: window,
                    filters: [.init(key: "Priority", values: ["1"]), .init(key: "TaskType", values: ["RUN_COMMAND"])]))
            #expect(listed.tasks?.map(\.windowTaskId) == [id])
            #expect(listed.tasks?.first?.type == "RUN_COMMAND")
            let wrong: JSONValue = [
                "WindowId": .string(window), "Filters": [["Key": "Priority", "Values": ["high"]]],
            ]
            #expect(try await api.refusal("DescribeMaintenanceWindowTasks", wrong) == "ValidationException")
        }
    }

    struct BadTask: CustomTestStringConvertible {
        let member: String
        let value: JSONValue?
        var code = "ValidationException"
        var testDescription: String { "\(member) = \(value?.text() ?? "absent")" }
    }

    @Test(arguments: [
        BadTask(member: "TaskType", value: "AUTOMATION"), BadTask(member: "TaskType", value: "LAMBDA"),
        BadTask(member: "TaskType", value: "STEP_FUNCTIONS"), BadTask(member: "TaskType", value: "SHELL"),
        BadTask(member: "Targets", value: nil), BadTask(member: "Targets", value: []),
        BadTask(member: "Targets", value: [["Key": "tag:a", "Values": ["b"]]]),
        BadTask(member: "Targets", value: [["Key": "InstanceIds", "Values": ["mi-0123456789abcdef0"]]]),
        BadTask(
            member: "Targets",
            value: [["Key": "WindowTargetIds", "Values": ["0cb4b0a8-5a5a-4d6c-8f3a-1b1f8a2e9d10"]]],
            code: "DoesNotExistException"),
        BadTask(member: "MaxConcurrency", value: nil), BadTask(member: "MaxErrors", value: nil),
        BadTask(member: "MaxConcurrency", value: "0"), BadTask(member: "MaxConcurrency", value: "101%"),
        BadTask(member: "MaxErrors", value: "01"), BadTask(member: "MaxErrors", value: "10 %"),
        BadTask(member: "Priority", value: -1), BadTask(member: "CutoffBehavior", value: "STOP"),
        BadTask(member: "TaskArn", value: "a"), BadTask(member: "TaskArn", value: "arn:aws:lambda:x:y:function/z"),
        BadTask(
            member: "TaskInvocationParameters",
            value: ["RunCommand": ["Parameters": ["commands": ["echo {{ TARGET_ID }}"]]]]),
        BadTask(member: "TaskInvocationParameters", value: ["Lambda": ["Qualifier": "1"]]),
        BadTask(member: "TaskInvocationParameters", value: ["RunCommand": ["TimeoutSeconds": 29]]),
    ])
    func `a bad task is refused`(_ bad: BadTask) async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            let body = Self.task(window, target)
            #expect(
                try await api.refusal("RegisterTaskWithMaintenanceWindow", body.with(bad.member, bad.value)) == bad.code
            )
            #expect(try await api.send(DescribeMaintenanceWindowTasksRequest(windowId: window)).tasks == [])
            #expect(try await api.refusal("RegisterTaskWithMaintenanceWindow", body) == nil)
        }
    }

    @Test func `a target of another window does not exist for this one`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow("one")
            let other = try await api.registerTarget(try await api.createWindow("two"))
            #expect(
                try await api.refusal("RegisterTaskWithMaintenanceWindow", Self.task(window, other))
                    == "DoesNotExistException")
        }
    }

    @Test func `eleven targets are too many for a task`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            var targets: [JSONValue] = []
            for _ in 0..<11 { targets.append(.string(try await api.registerTarget(window))) }
            let body = Self.task(window, "").with(
                "Targets", [["Key": "WindowTargetIds", "Values": .array(targets)]])
            let answer = try await api.call("RegisterTaskWithMaintenanceWindow", body)
            #expect(answer.error?.code == "ValidationException")
            #expect(answer.error?.message == "The maximum number of window targets is 10.")
        }
    }

    @Test func `a task may name nodes when the window allows it or a target covers them`() async throws {
        try await API.run { api async throws in
            let covered = try await api.addNode("covered")
            let stranger = try await api.addNode("stranger", tags: [:])
            func refusal(_ window: String, _ node: String) async throws -> String? {
                let body = Self.task(window, "").with(
                    "Targets", [["Key": "InstanceIds", "Values": [.string(node)]]])
                return try await api.refusal("RegisterTaskWithMaintenanceWindow", body)
            }
            let strict = try await api.createWindow("strict")
            _ = try await api.registerTarget(strict)
            #expect(try await refusal(strict, covered) == nil)
            #expect(try await refusal(strict, stranger) == "ValidationException")
            let open = try await api.createWindow("open", allowsUnassociated: true)
            #expect(try await refusal(open, stranger) == nil)
        }
    }

    @Test func `an update of a task replaces its parameters whole and keeps the rest`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            let id = try await api.registerTask(window, targets: [target], priority: 5)
            let updated = try await api.send(
                UpdateMaintenanceWindowTaskRequest(
                    windowId: window, windowTaskId: id,
                    taskInvocationParameters: .init(runCommand: .init(comment: "only this")), name: "renamed"))
            #expect(updated.taskInvocationParameters?.runCommand?.parameters == nil)
            #expect(updated.taskInvocationParameters?.runCommand?.comment == "only this")
            #expect(updated.priority == 5)
            #expect(updated.name == "renamed")

            let replace: JSONValue = [
                "WindowId": .string(window), "WindowTaskId": .string(id), "Replace": true,
                "TaskArn": "AWS-RunShellScript",
            ]
            // Without targets a command has nowhere to run.
            #expect(try await api.refusal("UpdateMaintenanceWindowTask", replace) == "ValidationException")
            let whole = Self.task(window, target).with("WindowTaskId", .string(id)).with("Replace", true)
            let replaced = try await api.call("UpdateMaintenanceWindowTask", whole)
            #expect(replaced.json["Name"] == nil)
            #expect(replaced.json["Priority"] == 1)
            #expect(replaced.json["TaskInvocationParameters"] == nil)
        }
    }

    @Test func `a task that is gone does not exist`() async throws {
        try await API.run { api async throws in
            let window = try await api.createWindow()
            let id = try await api.registerTask(window, targets: [try await api.registerTarget(window)])
            let body: JSONValue = ["WindowId": .string(window), "WindowTaskId": .string(id)]
            #expect(try await api.refusal("DeregisterTaskFromMaintenanceWindow", body) == nil)
            for operation in [
                "DeregisterTaskFromMaintenanceWindow", "GetMaintenanceWindowTask", "UpdateMaintenanceWindowTask",
            ] {
                #expect(try await api.refusal(operation, body) == "DoesNotExistException", "\(operation)")
            }
        }
    }

    @Test func `more tasks than the quota are refused`() async throws {
        try await API.run(settings: ControlSettings(quotas: Quotas(targetsPerWindow: 1, tasksPerWindow: 1))) {
            api async throws in
            let window = try await api.createWindow()
            let target = try await api.registerTarget(window)
            _ = try await api.registerTask(window, targets: [target])
            #expect(
                try await api.refusal("RegisterTaskWithMaintenanceWindow", Self.task(window, target))
                    == "ResourceLimitExceededException")
            let body: JSONValue = [
                "WindowId": .string(window), "ResourceType": "INSTANCE",
                "Targets": [["Key": "tag:a", "Values": ["b"]]],
            ]
            #expect(
                try await api.refusal("RegisterTargetWithMaintenanceWindow", body)
                    == "ResourceLimitExceededException")
        }
    }
}
