import AWSWire
import ArgumentParser
import ScheduleEngine

struct ScheduleExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say in plain English when an expression fires.",
        discussion: """
            Example:
              mwctl schedule explain 'cron(0 2 ? * THU#3 *)'
            """)

    @Argument(help: "cron(…), rate(…) or at(…).")
    var expression: String

    @OptionGroup var output: OutputOptions
    @OptionGroup(visibility: .hidden) var connection: ConnectionOptions

    func run() throws {
        StandardStreams.writeOutput(try text())
    }

    func text() throws -> String {
        let parsed: ScheduleExpression
        do throws(ScheduleError) {
            parsed = try ScheduleExpression(parsing: expression)
        } catch {
            throw Complaint(error)
        }
        let json: JSONValue = [
            "Expression": .string(parsed.description), "Explanation": .string(parsed.explanation),
            "CanEverFire": .bool(parsed.canEverFire),
        ]
        return switch output.output {
        case .table: parsed.explanation + ".\n"
        case .json: json.text(.pretty) + "\n"
        case .yaml: try json.yaml
        }
    }
}
