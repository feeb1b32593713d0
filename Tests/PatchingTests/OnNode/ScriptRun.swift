import Foundation
import Testing

/// A directory in which a script runs on this machine, with stand-ins for programs before the real ones.
final class ScriptRun {
    let base: URL

    init() throws {
        base = FileManager.default.temporaryDirectory.appending(path: "patching-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: base.appending(path: "bin"), withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: base) }

    func path(_ place: String) -> String { base.appending(path: place).path }

    func write(_ text: String, to place: String) throws {
        let file = base.appending(path: place)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Puts a stand-in in place by a program of its own: were the file written here, another test's child could hold it open
    /// for writing for a moment, and what is open for writing cannot be started.
    func program(_ name: String, _ text: String) throws {
        try write("#!/bin/sh\n\(text)\n", to: "texts/\(name)")
        let install = process("/usr/bin/install", ["-m", "755", path("texts/\(name)"), path("bin/\(name)")])
        try install.run()
        install.waitUntilExit()
        try #require(install.terminationStatus == 0)
    }

    func process(_ program: String, _ arguments: [String], environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = base
        process.environment = ["PATH": "\(path("bin")):/usr/sbin:/usr/bin:/sbin:/bin", "BASE": base.path]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// - Returns: what the script wrote. What it said besides goes where the tests' own errors go.
    func run(_ script: String, environment: [String: String] = [:]) throws -> String {
        try write(script, to: "script")
        let process = process("/bin/sh", [path("script")], environment: environment)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
