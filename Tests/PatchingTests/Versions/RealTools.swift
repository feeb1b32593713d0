import Foundation
import Patching

/// The programs whose order ours must be, asked about many pairs by one process.
enum RealTool {
    /// Set by Tests/Patching/versions/prove: a missing tool is then a failure, not a skip.
    static let isRequired = ProcessInfo.processInfo.environment["VERSION_TOOLS_REQUIRED"] == "1"

    static func isUsable(_ family: PackageFamily) -> Bool {
        isRequired || FileManager.default.isExecutableFile(atPath: "/usr/bin/\(family.rawValue)")
    }

    /// - Parameter pairs: none empty, none with a blank.
    /// - Returns: for each pair whether the tool agrees with `claims`.
    static func agrees(
        _ family: PackageFamily, pairs: [(String, String)], claims: [VersionOrder]
    ) throws -> [Bool] {
        switch family {
        case .dpkg:
            // The three operators exclude each other, so one question per pair settles it.
            let questions = zip(pairs, claims).map { pair, claim in
                "\(pair.0) \(claim == .older ? "lt" : claim == .same ? "eq" : "gt") \(pair.1)\n"
            }
            let loop = #"while read -r a op b; do dpkg --compare-versions "$a" "$op" "$b" 2>/dev/null; echo $?; done"#
            let answers = try lines(of: "/bin/sh", ["-c", loop], input: questions.joined())
            // 2 is an error of usage: a version that dpkg does not read, so a fault of the generator.
            guard answers.allSatisfy({ $0 == "0" || $0 == "1" }) else { throw UnexpectedAnswer(of: "dpkg", answers) }
            return answers.map { $0 == "0" }
        case .rpm:
            let loop = """
                %{lua: local a = io.read() while a do io.write(rpm.vercmp(a, io.read()), "\\n") a = io.read() end}
                """
            let answers = try lines(
                of: "/usr/bin/rpm", ["--eval", loop], input: pairs.map { "\($0.0)\n\($0.1)\n" }.joined()
            ).filter { !$0.isEmpty }
            guard answers.allSatisfy({ ["-1", "0", "1"].contains($0) }) else {
                throw UnexpectedAnswer(of: "rpm", answers)
            }
            return zip(answers, claims).map { answer, claim in
                answer == (claim == .older ? "-1" : claim == .same ? "0" : "1")
            }
        }
    }

    struct UnexpectedAnswer: Error, CustomStringConvertible {
        let description: String

        init(of tool: String, _ answers: [String]) {
            description = "\(tool) answered \(Set(answers).sorted().prefix(5))"
        }
    }

    /// Through files, not pipes: nobody has to read while somebody writes.
    private static func lines(of program: String, _ arguments: [String], input: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "versions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let questions = folder.appending(path: "questions")
        let answers = folder.appending(path: "answers")
        try Data(input.utf8).write(to: questions)
        try Data().write(to: answers)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C"]
        process.standardInput = try FileHandle(forReadingFrom: questions)
        process.standardOutput = try FileHandle(forWritingTo: answers)
        try process.run()
        process.waitUntilExit()
        return try String(contentsOf: answers, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }
}
