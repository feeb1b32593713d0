import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A local program that is given a text on standard input and heard to its end.
struct ChildProcess: Sendable {
    var program: String
    var arguments: [String]
    /// The whole environment of the child.
    var environment: [String: String]
    /// The child is given up when it has printed nothing for this long after its start.
    var firstOutputWithin: Duration?
    var clock: any Clock<Duration>

    /// Runs the child, handing on its output as it comes.
    ///
    /// Cancellation ends the child. The end of its standard error is kept (8 KiB); the streams are read until the child
    /// exits, not until they close, because what it leaves in the background may hold them open.
    func run(input: [UInt8], output: ([UInt8]) -> Void) async -> ChannelEnd {
        Self.survivesClosedPipes
        var wasHeard = false
        var options = PlatformOptions()
        // A session of its own: no terminal to ask passphrases on, and no Ctrl-C meant for the service.
        options.createSession = true
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(2))]
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        do {
            let result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), environment: .custom(variables), platformOptions: options,
                input: .inputWriter, output: .sequence, error: .sequence
            ) { child in
                try await withThrowingTaskGroup(of: [UInt8].self, returning: String.self) { group in
                    group.addTask {
                        // A child that died early shows in its exit status and words, not in our failure to write.
                        _ = try? await child.standardInputWriter.write(input)
                        try? await child.standardInputWriter.finish()
                        return []
                    }
                    group.addTask {
                        var tail: [UInt8] = []
                        for try await buffer in child.standardError {
                            buffer.withUnsafeBytes { tail.append(contentsOf: $0) }
                            if tail.count > 8_192 { tail.removeFirst(tail.count - 8_192) }
                        }
                        return tail
                    }
                    let watch = firstOutputWithin.map { limit in
                        // Awaited by nobody: cancelled below, on the first output or at the end.
                        Task {
                            try await clock.sleep(for: limit)
                            try? child.send(signal: .kill)
                        }
                    }
                    defer { watch?.cancel() }
                    for try await buffer in child.standardOutput {
                        watch?.cancel()
                        wasHeard = true
                        output(buffer.withUnsafeBytes { Array($0) })
                    }
                    var tail: [UInt8] = []
                    for try await part in group where !part.isEmpty { tail = part }
                    return String(decoding: tail, as: UTF8.self)
                }
            }
            switch result.terminationStatus {
            case .exited(let code): return ChannelEnd(exitCode: Int(code), errorText: result.closureResult)
            case .signaled:
                var end = ChannelEnd(exitCode: nil, errorText: result.closureResult)
                if let firstOutputWithin, !wasHeard, !Task.isCancelled {
                    end.failure = .silent(seconds: Int(firstOutputWithin.components.seconds))
                }
                return end
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return ChannelEnd(exitCode: nil, errorText: "", failure: .programMissing(program))
        } catch {
            return ChannelEnd(exitCode: nil, errorText: "", failure: .other("\(error)"))
        }
    }

    /// Writing to a child that is gone must fail, not end the service. Set once for the process; children get the default back.
    private static let survivesClosedPipes: Void = {
        signal(SIGPIPE, SIG_IGN)
    }()
}
