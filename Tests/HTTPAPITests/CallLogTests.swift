import AWSWire
import Foundation
import HTTPTypes
import Testing
import WindowService
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(5))) struct CallLogTests {
    @Test func `a line says who asked what and how it ended, and nothing of what was in it`() async throws {
        let book = LogBook()
        try await API.run(logger: book.logger) { api async throws in
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

    @Test func `a window that is opened by hand says so`() async throws {
        let book = LogBook()
        try await API.run(logger: book.logger) { api async throws in
            let window = try await api.createWindow()
            let execution = try #require(
                try await api.send(OpenMaintenanceWindowRequest(windowId: window)).windowExecutionId)
            let line = "info A window opened. execution=\(execution) reason=manual status=PENDING window=\(window)"
            #expect(book.text.contains(line))
            let again = try await api.refusal("OpenMaintenanceWindow", ["WindowId": .string(window)])
            #expect(again != nil)
            #expect(book.text.components(separatedBy: "A window opened.").count == 2)
        }
    }
}
