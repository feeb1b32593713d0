import AWSWire
import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing
import WindowService
import WindowTestSupport

@testable import HTTPAPI

/// Remembers what was logged.
private final class LogBook: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    func write(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct BookHandler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        book.write("\(event.level) \(event.message) \(pairs.joined(separator: " "))")
    }
}

@Suite(.timeLimit(.minutes(5))) struct CallLogTests {
    @Test func `a line says who asked what and how it ended, and nothing of what was in it`() async throws {
        let book = LogBook()
        let logger = Logger(label: "test") { _ in BookHandler(book: book) }
        try await API.run(logger: logger) { api async throws in
            let made = try await api.send(CreateAccessKeyRequest(role: "admin", description: "sensitive-1"))
            _ = try await api.send(
                CreateMaintenanceWindowRequest(
                    name: "sensitive-2", description: "sensitive-3", schedule: "rate(1 day)", duration: 1, cutoff: 0,
                    allowUnassociatedTargets: false))
            let refused = try await api.call("CreateMaintenanceWindow", ["Name": "sensitive-4"])
            let text = book.text
            #expect(text.contains("operation=CreateMaintenanceWindow"))
            #expect(text.contains("caller=socket"))
            #expect(text.contains("status=200"))
            #expect(text.contains("error=ValidationException"))
            #expect(text.contains("requestID=\(refused.headers[.amzRequestID] ?? "-")"))
            #expect(!text.contains("sensitive"))
            #expect(!text.contains(made.secretAccessKey ?? "-"))
            #expect(!text.contains(made.accessKeyId ?? "-"))
        }
    }
}
