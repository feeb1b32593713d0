import AWSWire
import ArgumentParser
import Documents

struct DocumentLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Read document files and say what is wrong or unwise; needs no service.",
        discussion: """
            Exit status 1 when a file has an error, with --strict also when it has a warning.

            Example:
              mwctl document lint restart.yaml
              mwctl document lint --strict documents/restart.yaml documents/upgrade.json
            """)

    @Argument(help: "Files; - reads standard input.")
    var files: [String]

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @OptionGroup var output: OutputOptions
    @OptionGroup(visibility: .hidden) var connection: ConnectionOptions

    struct Finding: Equatable {
        let file: String
        let isError: Bool
        let rule: String
        let path: String
        let message: String
        let hint: String
    }

    func run() throws {
        var findings: [Finding] = []
        for file in files { findings += Self.findings(in: try TextFile.read(file), file: file) }
        StandardStreams.writeOutput(try text(findings))
        if findings.contains(where: { $0.isError || strict }) { throw SilentFailure() }
    }

    static func findings(in text: String, file: String) -> [Finding] {
        do throws(DocumentError) {
            return try DocumentContent(parsing: text).lintWarnings.map { warning in
                Finding(
                    file: file, isError: false, rule: warning.rule.rawValue, path: warning.path,
                    message: warning.message, hint: warning.hint)
            }
        } catch {
            return [
                Finding(
                    file: file, isError: true, rule: error.code, path: error.path ?? "", message: error.message,
                    hint: error.hint ?? "")
            ]
        }
    }

    func text(_ findings: [Finding]) throws -> String {
        let json = JSONValue.array(
            findings.map { finding in
                [
                    "File": .string(finding.file), "Severity": .string(finding.isError ? "error" : "warning"),
                    "Rule": .string(finding.rule), "Path": .string(finding.path),
                    "Message": .string(finding.message), "Hint": .string(finding.hint),
                ]
            })
        switch output.output {
        case .json: return json.text(.pretty) + "\n"
        case .yaml: return try json.yaml
        case .table:
            return findings.map { finding in
                let place = finding.path.isEmpty ? finding.file : "\(finding.file): \(finding.path)"
                let hint = finding.hint.isEmpty ? "" : " \(finding.hint)"
                return Cell.harmless(
                    "\(place): \(finding.isError ? "error" : "warning"): \(finding.message)\(hint) [\(finding.rule)]")
                    + "\n"
            }.joined()
        }
    }
}
