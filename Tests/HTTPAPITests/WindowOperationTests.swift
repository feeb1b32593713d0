import AWSWire
import Foundation
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct WindowOperationTests {
    private static let whole: JSONValue = [
        "Name": "patching", "Schedule": "cron(0 2 ? * SUN *)", "Duration": 3, "Cutoff": 1,
        "AllowUnassociatedTargets": false,
    ]

    @Test func `a window reads back as it was written`() async throws {
        try await API.run { api async throws in
            let request = CreateMaintenanceWindowRequest(
                name: "patching", description: "Sunday nights", startDate: "2026-11-01T00:00:00-08:00",
                endDate: "2027-11-01T00:00", schedule: "cron(0 2 ? * SUN *)", scheduleTimezone: "europe/paris",
                duration: 3, cutoff: 1, allowUnassociatedTargets: false, tags: [.init(key: "Team", value: "ops")])
            let id = try #require(try await api.send(request).windowId)
            #expect(try await api.refusal("GetMaintenanceWindow", ["WindowId": .string(id)]) == nil)
            let window = try await api.send(GetMaintenanceWindowRequest(windowId: id))
            #expect(window.startDate == "2026-11-01T00:00:00-08:00")
            #expect(window.endDate == "2027-11-01T00:00")
            #expect(window.scheduleTimezone == "europe/paris")
            // 02:00 in Paris; noon of 22 November is past it.
            #expect(window.nextExecutionTime == "2026-11-29T02:00+01:00")
            #expect(window.enabled == true)
            #expect(window.createdDate == .noon)
            #expect(window.modifiedDate == .noon)
            let tags = try await api.send(
                ListTagsForResourceRequest(resourceType: "MaintenanceWindow", resourceId: id))
            #expect(tags.tagList == [.init(key: "Team", value: "ops")])
        }
    }

    @Test func `the answer to a get is exactly this`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow(timezone: nil)
            let answer = try await api.call("GetMaintenanceWindow", ["WindowId": .string(id)])
            #expect(
                answer.json == [
                    "WindowId": .string(id), "Name": "patching", "Schedule": "cron(0 2 ? * SUN *)", "Duration": 3,
                    "Cutoff": 1, "AllowUnassociatedTargets": false, "Enabled": true,
                    "NextExecutionTime": "2026-11-29T02:00Z", "CreatedDate": 1_795_348_800,
                    "ModifiedDate": 1_795_348_800, "DaylightSaving": "shift",
                ])
        }
    }

    @Test func `notice of openings is kept as it was asked for, and shown while there is any`() async throws {
        try await API.run { api async throws in
            let answer = try await api.call("CreateMaintenanceWindow", Self.whole.with("OpeningNoticeMinutes", 30))
            let id = try #require(answer.json["WindowId"]?.stringValue)
            #expect(try await api.send(GetMaintenanceWindowRequest(windowId: id)).openingNoticeMinutes == 30)
            let longer = UpdateMaintenanceWindowRequest(windowId: id, openingNoticeMinutes: 45)
            #expect(try await api.send(longer).openingNoticeMinutes == 45)
            let renamed = UpdateMaintenanceWindowRequest(windowId: id, name: "renamed")
            #expect(try await api.send(renamed).openingNoticeMinutes == 45)
            let ended = UpdateMaintenanceWindowRequest(windowId: id, openingNoticeMinutes: 0)
            #expect(try await api.send(ended).openingNoticeMinutes == nil)
            #expect(try await api.send(GetMaintenanceWindowRequest(windowId: id)).openingNoticeMinutes == nil)
        }
    }

    struct Bad: CustomTestStringConvertible {
        let member: String
        let value: JSONValue?
        var code = "ValidationException"
        var testDescription: String { "\(member) = \(value?.text() ?? "absent")" }
    }

    @Test(arguments: [
        Bad(member: "Name", value: nil), Bad(member: "Name", value: "ab"), Bad(member: "Name", value: "no spaces"),
        Bad(member: "Schedule", value: nil), Bad(member: "Schedule", value: ""),
        Bad(member: "Schedule", value: "every day"), Bad(member: "Schedule", value: "cron(0 2 * * *)"),
        Bad(member: "Schedule", value: "cron(0 61 ? * SUN *)"), Bad(member: "Schedule", value: "rate(0 days)"),
        Bad(member: "Schedule", value: "CRON(0 2 ? * SUN *)"),
        // Denser than a minute, which is what this service allows.
        Bad(member: "Schedule", value: "cron(*/30 * * * * ? *)"),
        Bad(member: "ScheduleTimezone", value: "Europe/Atlantis"), Bad(member: "ScheduleTimezone", value: ""),
        Bad(member: "ScheduleOffset", value: 0), Bad(member: "ScheduleOffset", value: 7),
        Bad(member: "StartDate", value: "tomorrow"), Bad(member: "StartDate", value: ""),
        Bad(member: "EndDate", value: "2026-02-30T00:00Z"), Bad(member: "EndDate", value: "2020-01-01T00:00Z"),
        Bad(member: "Duration", value: nil), Bad(member: "Duration", value: 0), Bad(member: "Duration", value: 25),
        Bad(member: "Duration", value: 1), Bad(member: "Cutoff", value: 3), Bad(member: "Cutoff", value: -1),
        Bad(member: "Cutoff", value: 24), Bad(member: "AllowUnassociatedTargets", value: nil),
        Bad(member: "Duration", value: "3", code: "SerializationException"),
        Bad(member: "DaylightSaving", value: "ignore"), Bad(member: "Description", value: ""),
        Bad(member: "OpeningNoticeMinutes", value: -1), Bad(member: "OpeningNoticeMinutes", value: 10_081),
        Bad(member: "Tags", value: [["Key": "a", "Value": "1"], ["Key": "a", "Value": "2"]]),
        Bad(member: "Tags", value: [["Key": "aws:x", "Value": "1"]]),
    ])
    func `a bad window is refused and nothing changes`(_ bad: Bad) async throws {
        try await API.run { api async throws in
            let answer = try await api.call("CreateMaintenanceWindow", Self.whole.with(bad.member, bad.value))
            #expect(answer.status == 400)
            #expect(answer.error?.code == bad.code)
            #expect(try await api.send(DescribeMaintenanceWindowsRequest()).windowIdentities == [])
        }
    }

    @Test func `an empty start date is refused in the field's words`() async throws {
        try await API.run { api async throws in
            let answer = try await api.call("CreateMaintenanceWindow", Self.whole.with("StartDate", ""))
            #expect(
                answer.error?.message
                    == "1 validation error detected: Value '' at 'startDate' failed to satisfy constraint: "
                    + "Member must have length greater than or equal to 1")
        }
    }

    @Test(
        arguments: [
            ("at(9999-12-31T23:59:59)", nil), ("rate(999999999 days)", nil),
            ("rate(1 minute)", "9999-12-31T23:59:59.999Z"),
            ("cron(59 59 23 31 12 ? 2199)", nil), ("cron(0 0 29 2 ? 2096)", "0001-01-01T00:00:00Z"),
            ("at(1970-01-01T00:00:00)", nil),
        ] as [(String, String?)])
    func `the ends of time are as good as any moment`(_ schedule: String, _ start: String?) async throws {
        try await API.run { api async throws in
            var body = Self.whole.with("Schedule", .string(schedule)).with("ScheduleTimezone", "Pacific/Kiritimati")
            body["StartDate"] = start.map(JSONValue.string)
            let answer = try await api.call("CreateMaintenanceWindow", body)
            #expect(answer.status == 200, "\(answer.text)")
            let id: JSONValue = ["WindowId": answer.json["WindowId"] ?? .null]
            for operation in [
                "GetMaintenanceWindow", "DescribeMaintenanceWindowSchedule", "DescribeMaintenanceWindows",
                "MaintenanceWindows.PreviewMaintenanceWindow", "MaintenanceWindows.GetServiceStatus",
                "MaintenanceWindows.OpenMaintenanceWindow", "DescribeMaintenanceWindowExecutions",
            ] {
                let body = operation.hasSuffix("Windows") ? [:] : id
                #expect(try await api.call(operation, body).status == 200, "\(operation)")
            }
        }
    }

    @Test func `an offset needs cron`() async throws {
        try await API.run { api async throws in
            let body = Self.whole.with("ScheduleOffset", 2).with("Schedule", "rate(7 days)")
            #expect(try await api.refusal("CreateMaintenanceWindow", body) == "ValidationException")
        }
    }

    @Test func `an end before the start is refused`() async throws {
        try await API.run { api async throws in
            let body = Self.whole.with("StartDate", "2027-02-01T00:00Z").with("EndDate", "2027-01-01T00:00Z")
            #expect(try await api.refusal("CreateMaintenanceWindow", body) == "ValidationException")
        }
    }

    @Test func `a cutoff of one hour less than the duration is allowed`() async throws {
        try await API.run { api async throws in
            let body = Self.whole.with("Duration", 1).with("Cutoff", 0)
            #expect(try await api.refusal("CreateMaintenanceWindow", body) == nil)
        }
    }

    @Test func `the same token and the same parameters make one window`() async throws {
        try await API.run { api async throws in
            let body = Self.whole.with("ClientToken", "token-1")
            let first = try await api.call("CreateMaintenanceWindow", body).json["WindowId"]
            #expect(first?.stringValue?.hasPrefix("mw-") == true)
            #expect(try await api.call("CreateMaintenanceWindow", body).json["WindowId"] == first)
            #expect(
                try await api.refusal("CreateMaintenanceWindow", body.with("Duration", 4))
                    == "IdempotentParameterMismatch")
            #expect(try await api.send(DescribeMaintenanceWindowsRequest()).windowIdentities?.count == 1)
        }
    }

    @Test func `more windows than the quota are refused`() async throws {
        try await API.run(settings: ControlSettings(quotas: Quotas(windows: 1))) { api async throws in
            _ = try await api.createWindow("one")
            #expect(
                try await api.refusal("CreateMaintenanceWindow", Self.whole) == "ResourceLimitExceededException")
        }
    }

    @Test func `an update keeps what it does not name, and is judged as a whole`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            let updated = try await api.send(UpdateMaintenanceWindowRequest(windowId: id, duration: 6, cutoff: 4))
            #expect(updated.name == "patching")
            #expect(updated.scheduleTimezone == "Europe/Paris")
            let body: JSONValue = ["WindowId": .string(id), "Duration": 4]
            #expect(try await api.refusal("UpdateMaintenanceWindow", body) == "ValidationException")
            let window = try await api.send(GetMaintenanceWindowRequest(windowId: id))
            #expect(window.duration == 6)
            #expect(window.cutoff == 4)
        }
    }

    @Test func `a replacement needs every required member and clears the others`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            try await api.send(
                UpdateMaintenanceWindowRequest(
                    windowId: id, description: "nightly", endDate: "2030-01-01T00:00Z", enabled: false))
            let partial: JSONValue = ["WindowId": .string(id), "Replace": true, "Name": "other"]
            #expect(try await api.refusal("UpdateMaintenanceWindow", partial) == "ValidationException")
            let replaced = try await api.call(
                "UpdateMaintenanceWindow", Self.whole.with("WindowId", .string(id)).with("Replace", true))
            #expect(replaced.json["Description"] == nil)
            #expect(replaced.json["EndDate"] == nil)
            #expect(replaced.json["ScheduleTimezone"] == nil)
            // Enabled is not among the members a window must have: the stored one stays.
            #expect(replaced.json["Enabled"] == false)
        }
    }

    @Test func `a disabled window has no next execution, and an enabled one has it again`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, enabled: false))
            #expect(try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime == nil)
            #expect(
                try await api.send(DescribeMaintenanceWindowScheduleRequest(windowId: id)).scheduledWindowExecutions
                    == [])
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, enabled: true))
            #expect(
                try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime
                    == "2026-11-29T02:00+01:00")
        }
    }

    @Test func `a rate keeps its anchor when an update repeats it, and loses it when the schedule changes`()
        async throws
    {
        try await API.run { api async throws in
            let id = try await api.createWindow(schedule: "rate(3 hours)", timezone: nil)
            let before = try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime
            api.clock.advance(by: 600)
            let repeated: JSONValue = [
                "WindowId": .string(id), "Replace": true, "Name": "renamed", "Schedule": "rate(3 hours)",
                "Duration": 2, "Cutoff": 0, "AllowUnassociatedTargets": true,
            ]
            #expect(try await api.refusal("UpdateMaintenanceWindow", repeated) == nil)
            #expect(try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime == before)
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, enabled: false))
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, enabled: true))
            #expect(try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime == before)
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, schedule: "rate(2 hours)"))
            let after = try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime
            #expect(after == "2026-11-22T14:10Z")
        }
    }

    @Test func `an update of something else leaves an opening that is due alone`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow(schedule: "rate(1 hour)", timezone: nil)
            api.clock.advance(by: 3600)
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, name: "renamed"))
            #expect(try await api.harness.store.dueWindows(at: api.clock.now, limit: 10).count == 1)
        }
    }

    @Test func `deleting a window takes its targets and tasks along, twice if need be`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            let target = try await api.registerTarget(id)
            _ = try await api.registerTask(id, targets: [target])
            #expect(try await api.send(DeleteMaintenanceWindowRequest(windowId: id)).windowId == id)
            #expect(try await api.send(DeleteMaintenanceWindowRequest(windowId: id)).windowId == id)
            let body: JSONValue = ["WindowId": .string(id)]
            #expect(try await api.refusal("GetMaintenanceWindow", body) == "DoesNotExistException")
            #expect(try await api.refusal("DescribeMaintenanceWindowTargets", body) == "DoesNotExistException")
            #expect(try await api.refusal("DescribeMaintenanceWindowTasks", body) == "DoesNotExistException")
            #expect(try await api.refusal("DescribeMaintenanceWindowExecutions", body) == nil)
        }
    }

    @Test func `windows are listed in pages that fit together, by name and state`() async throws {
        try await API.run { api async throws in
            for index in 0..<25 { _ = try await api.createWindow(index < 12 ? "alpha-\(index)" : "beta-\(index)") }
            var seen: [String] = []
            var token: String?
            repeat {
                let page = try await api.send(
                    DescribeMaintenanceWindowsRequest(maxResults: 10, nextToken: token))
                seen += (page.windowIdentities ?? []).compactMap(\.windowId)
                token = page.nextToken
            } while token != nil
            #expect(seen.count == 25)
            #expect(Set(seen).count == 25)

            let alpha = try await api.send(
                DescribeMaintenanceWindowsRequest(filters: [.init(key: "Name", values: ["alpha-"])]))
            #expect(alpha.windowIdentities?.count == 12)
            let disabled = try await api.send(
                DescribeMaintenanceWindowsRequest(filters: [.init(key: "Enabled", values: ["False"])]))
            #expect(disabled.windowIdentities == [])
        }
    }

    @Test func `a token serves only the list it came from`() async throws {
        try await API.run { api async throws in
            for index in 0..<11 { _ = try await api.createWindow("window-\(index)") }
            let page = try await api.send(DescribeMaintenanceWindowsRequest(maxResults: 10))
            let token = try #require(page.nextToken)
            // Another page size is no other list.
            #expect(
                try await api.send(DescribeMaintenanceWindowsRequest(maxResults: 20, nextToken: token))
                    .windowIdentities?.count == 1)
            let other: JSONValue = [
                "NextToken": .string(token), "Filters": [["Key": "Enabled", "Values": ["true"]]],
            ]
            #expect(try await api.refusal("DescribeMaintenanceWindows", other) == "ValidationException")
            #expect(
                try await api.refusal("ListCommands", ["NextToken": .string(token)]) == "InvalidNextToken")
        }
    }

    @Test func `the schedule lists openings of all windows in order, page by page`() async throws {
        try await API.run { api async throws in
            let daily = try await api.createWindow("daily", schedule: "cron(0 3 * * ? *)", timezone: nil)
            let weekly = try await api.createWindow("weekly", schedule: "cron(0 3 ? * MON *)", timezone: "Asia/Tokyo")
            let first = try await api.send(DescribeMaintenanceWindowScheduleRequest(maxResults: 2))
            #expect(
                first.scheduledWindowExecutions == [
                    .init(windowId: weekly, name: "weekly", executionTime: "2026-11-23T03:00+09:00"),
                    .init(windowId: daily, name: "daily", executionTime: "2026-11-23T03:00Z"),
                ])
            var token = first.nextToken
            var count = 2
            var last = ""
            while let next = token {
                let page = try await api.send(
                    DescribeMaintenanceWindowScheduleRequest(maxResults: 40, nextToken: next))
                count += page.scheduledWindowExecutions?.count ?? 0
                last = page.scheduledWindowExecutions?.last?.executionTime ?? last
                token = page.nextToken
            }
            // A hundred openings of each window, so that clients which fetch every page come to an end.
            #expect(count == 200)
            #expect(last == "2028-10-16T03:00+09:00")

            let bounded = try await api.send(
                DescribeMaintenanceWindowScheduleRequest(
                    windowId: daily,
                    filters: [.init(key: "ScheduledBefore", values: ["2026-11-26T00:00Z"])]))
            #expect(bounded.scheduledWindowExecutions?.count == 3)
        }
    }

    @Test func `windows are found by the node or the tag they would touch`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("web-1")
            let tagged = try await api.createWindow("tagged")
            _ = try await api.registerTarget(tagged)
            let other = try await api.createWindow("other")
            _ = try await api.registerTarget(other, ["Production"])
            func windows(_ key: String, _ value: String) async throws -> [String] {
                let result = try await api.send(
                    DescribeMaintenanceWindowsForTargetRequest(
                        targets: [.init(key: key, values: [value])], resourceType: "INSTANCE"))
                return (result.windowIdentities ?? []).compactMap(\.name)
            }
            #expect(try await windows("InstanceIds", node) == ["tagged"])
            #expect(try await windows("tag:Workload", "Production") == ["other"])
            #expect(try await windows("tag:Workload", "Elsewhere") == [])
        }
    }

    @Test func `a preview shows openings, nodes, numbers and warnings`() async throws {
        try await API.run { api async throws in
            for index in 0..<4 { _ = try await api.addNode("node-\(index)") }
            let id = try await api.createWindow(schedule: "cron(30 2 ? 3 * *)", timezone: "Europe/Paris")
            let target = try await api.registerTarget(id)
            let nobody = try await api.registerTarget(id, ["Nobody"])
            _ = try await api.registerTask(id, targets: [target])
            // Equal priorities stand in the order in which they were registered.
            api.clock.advance(by: 1)
            let missing = RegisterTaskWithMaintenanceWindowRequest(
                windowId: id, targets: [.init(key: "WindowTargetIds", values: [nobody])], taskArn: "Not-There",
                taskType: "RUN_COMMAND", maxConcurrency: "50%", maxErrors: "0")
            try await api.send(missing)

            let preview = try await api.send(PreviewMaintenanceWindowRequest(windowId: id, count: 31))
            #expect(preview.openings?.count == 31)
            // The clocks skip 02:30 on 28 March 2027.
            let shifted = preview.openings?.first { $0.daylightSavingMark == "shifted" }
            #expect(shifted?.localTime == "2027-03-28T03:30:00+02:00")
            #expect(preview.tasks?.first?.instanceIds?.count == 4)
            #expect(preview.tasks?.first?.effectiveMaxConcurrency == 1)
            #expect(preview.tasks?.first?.effectiveMaxErrors == 1)
            let codes = Set((preview.warnings ?? []).compactMap(\.code))
            #expect(
                codes == [
                    "TargetMatchesNothing", "TaskMatchesNothing", "DocumentUnusable", "NodesNeverContacted",
                ])
        }
    }

    @Test func `a preview shows what the policy drops`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow(schedule: "cron(30 2 ? MAR SUN *)", timezone: "Europe/Paris")
            try await api.send(UpdateMaintenanceWindowRequest(windowId: id, daylightSaving: "skip"))
            let openings = try await api.send(PreviewMaintenanceWindowRequest(windowId: id, count: 4)).openings
            #expect(openings?.map(\.daylightSavingMark) == [nil, nil, nil, "skipped", nil])
            #expect(openings?[3].localTime == "2027-03-28T02:30:00")
            #expect(openings?[3].endsAt == nil)
        }
    }

    @Test func `a window opens by hand, but not twice at once`() async throws {
        try await API.run { api async throws in
            let id = try await api.createWindow()
            _ = try await api.addNode("node-1")
            let target = try await api.registerTarget(id)
            _ = try await api.registerTask(id, targets: [target])
            let execution = try await api.send(OpenMaintenanceWindowRequest(windowId: id)).windowExecutionId
            #expect(execution != nil)
            let again = try await api.call("MaintenanceWindows.OpenMaintenanceWindow", ["WindowId": .string(id)])
            #expect(again.error?.code == "ValidationException")
            #expect(again.error?.message.contains("is open") == true)
            // Its schedule goes on as if nothing had happened.
            #expect(
                try await api.send(GetMaintenanceWindowRequest(windowId: id)).nextExecutionTime
                    == "2026-11-29T02:00+01:00")
        }
    }
}
