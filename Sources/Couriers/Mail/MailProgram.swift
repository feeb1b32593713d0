import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program that takes a mail on its standard input.
struct MailProgram: Sendable {
    /// What is kept of its complaints.
    private static let mostErrorBytes = 4096

    let path: String
    let arguments: [String]

    enum End: Sendable {
        /// - Parameter words: empty, or “: ” and what the program said last.
        case exited(Int, words: String)
        case killed(signal: Int, words: String)
        case missing
        case other(String)
    }

    /// Cancellation ends the program and all that it has started.
    func run(input: [UInt8]) async -> End {
        Self.survivesClosedPipes
        var options = PlatformOptions()
        // A group of its own, so that ending it ends nobody else; and no terminal.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(1)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
        ]
        do {
            // The streams are read until the program exits, not until they close: what it leaves in the background may hold them open.
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: Arguments(arguments), environment: .custom(Self.environment),
                workingDirectory: "/", platformOptions: options, input: .inputWriter, output: .discarded,
                error: .sequence
            ) { child in
                try await withThrowingTaskGroup(of: [UInt8].self, returning: String.self) { group in
                    group.addTask {
                        // A program that refuses early says so by its exit status, not by our failure to write.
                        _ = try? await child.standardInputWriter.write(input)
                        try? await child.standardInputWriter.finish()
                        return []
                    }
                    var tail: [UInt8] = []
                    for try await buffer in child.standardError {
                        buffer.withUnsafeBytes { tail.append(contentsOf: $0) }
                        if tail.count > Self.mostErrorBytes { tail.removeFirst(tail.count - Self.mostErrorBytes) }
                    }
                    for try await _ in group {}
                    return String(decoding: tail, as: UTF8.self)
                }
            }
            let words = Self.lastLine(of: result.closureResult).map { ": \($0)" } ?? ""
            switch result.terminationStatus {
            case .exited(let status): return .exited(Int(status), words: words)
            case .signaled(let signal): return .killed(signal: Int(signal), words: words)
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return .missing
        } catch {
            return .other("\(error)")
        }
    }

    /// The service's own variables are nobody's business; agents need to find their parts and no translations.
    private static let environment: [Environment.Key: String] = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
    ]

    /// Where programs say what ended them.
    private static func lastLine(of text: String) -> String? {
        text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map { line in
            String(line.filter { !$0.isASCII || (" "..."~").contains($0) })
        }
    }

    /// Writing to a program that is gone must fail, not end the service. Set once for the process; programs get the default back.
    private static let survivesClosedPipes: Void = {
        signal(SIGPIPE, SIG_IGN)
    }()
}
