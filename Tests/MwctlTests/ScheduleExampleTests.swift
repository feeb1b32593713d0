import AWSWire
import Foundation
import ScheduleEngine
import Testing

@testable import mwctl

/// The annotated windows under schedules/: what they promise is what the engine does, and what they tell people to type
/// is understood.
@Suite struct ScheduleExampleTests {
    struct Example: CustomTestStringConvertible {
        let file: String
        let lines: [String]

        var testDescription: String { file }

        static let all: [Example] = {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("schedules")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return files.filter { $0.hasSuffix(".yaml") }.sorted().map { file in
                let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
                return Example(file: file, lines: text.split(separator: "\n").map(String.init))
            }
        }()

        /// The members of the window, from the lines that are no comments.
        var members: [String: String] {
            Dictionary(
                lines.filter { !$0.hasPrefix("#") }.compactMap { $0.components(around: ": ") },
                uniquingKeysWith: { first, _ in first })
        }

        /// The command lines in the comments, continued lines joined.
        var commands: [String] {
            var commands: [String] = []
            var isContinued = false
            for line in lines where line.hasPrefix("#") {
                let text = String(line.dropFirst().drop { $0 == " " })
                if isContinued {
                    commands[commands.count - 1] += " " + text
                } else if text.hasPrefix("mwctl ") {
                    commands.append(text)
                } else {
                    continue
                }
                isContinued = text.hasSuffix("\\")
                if isContinued { commands[commands.count - 1].removeLast() }
            }
            return commands
        }

        /// `after=… expects=… [activated=…]`
        var promises: [[String: String]] {
            lines.compactMap { $0.components(around: "# promise: ")?.1 }.map { promise in
                Dictionary(
                    promise.split(separator: " ").compactMap { String($0).components(around: "=") },
                    uniquingKeysWith: { first, _ in first })
            }
        }
    }

    @Test func `there are at least four examples`() { #expect(Example.all.count >= 4) }

    @Test(arguments: Example.all) func `the promised moments come`(example: Example) throws {
        let members = example.members
        #expect(!example.promises.isEmpty)
        for promise in example.promises {
            let after = try Moment(parsing: #require(promise["after"]))
            let schedule = try Schedule(
                expression: ScheduleExpression(parsing: #require(members["Schedule"])),
                zone: .named(members["ScheduleTimezone"] ?? "UTC"),
                offsetDays: members["ScheduleOffset"].flatMap { Int($0) },
                startsAt: members["StartDate"].map { try Moment(parsing: $0) },
                endsAt: members["EndDate"].map { try Moment(parsing: $0) },
                activatedAt: promise["activated"].map { try Moment(parsing: $0) } ?? after,
                daylightSaving: members["DaylightSaving"] == "skip" ? .skip : .shift)
            let expected = try #require(promise["expects"]).split(separator: ",").map(String.init)
            let moments = schedule.occurrences(after: after).prefix(expected.count).map { $0.moment.rfc3339() }
            #expect((moments.isEmpty ? ["none"] : Array(moments)) == expected, "\(promise)")
        }
    }

    @Test(arguments: Example.all) func `the commands in the comments are understood`(example: Example) throws {
        #expect(example.commands.count >= 3)
        for command in example.commands {
            #expect(throws: Never.self, "\(command)") {
                try Mwctl.parsed(Array(ShellWords.split(command).dropFirst()))
            }
        }
    }

    @Test(arguments: Example.all) func `the command creates the window that the file describes`(
        example: Example
    ) async throws {
        let service = StubService(["CreateMaintenanceWindow": ["WindowId": "mw-0123456789abcdef0"]])
        let line = try #require(example.commands.first { $0.hasPrefix("mwctl window create") })
        #expect(try await run(line, service).status == 0)
        let sent = try #require(service.inputs("CreateMaintenanceWindow").first?.objectValue)
        for (name, value) in example.members {
            let text = sent[name].map { $0.stringValue ?? $0.text() }
            #expect(text == value, "\(name)")
        }
        #expect(example.members["Name"].map { $0 + ".yaml" } == example.file)
    }
}
