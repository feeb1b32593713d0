import Foundation
import Glibc

/// Ctrl-C, for commands that have something to finish.
enum Interruption {
    /// Runs a body until it ends or the user interrupts it; an interrupted body is cancelled, and that is no error.
    static func stopping(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let (interrupts, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            // A signal that ended the process would not be seen.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask { for await _ in interrupts { return } }
            defer { group.cancelAll() }
            do {
                try await group.next()
            } catch is CancellationError {
                // Interrupted.
            }
        }
    }
}
