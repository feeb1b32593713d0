import AWSWire
import Testing

@testable import mwctl

/// A request that would do at another time ends with 1: the work failed; only one that is wrong for ever ends with 2.
@Suite struct ConflictTests {
    private static let windowID = "mw-0123456789abcdef0"

    @Test(arguments: [
        ("mwctl node add web1 --transport local", "AddNode", "There is already a node “web1”."),
        (
            "mwctl window open \(windowID)", "OpenMaintenanceWindow",
            "The maintenance window \(windowID) is open; its execution has not ended."
        ),
    ]) func `a conflict ends with 1 and is named`(line: String, operation: String, message: String) async throws {
        let refusal = CallFailure.refused(WireError(.validationException, message))
        let ran = try await run(line, StubService([operation: [.failure(refusal)]]))
        #expect(ran.status == 1)
        #expect(ran.complaint?.message == "\(message) (ValidationException)")
    }

    @Test(arguments: [
        ("mwctl node add web1 --transport local", "AddNode", "The name “web1” has been refused."),
        ("mwctl window open \(windowID)", "OpenMaintenanceWindow", "The window's duration is wrong."),
    ]) func `a wrong value ends with 2`(line: String, operation: String, message: String) async throws {
        let refusal = CallFailure.refused(WireError(.validationException, message))
        #expect(try await run(line, StubService([operation: [.failure(refusal)]])).status == 2)
    }

    @Test func `the words of a conflict under another code change nothing`() {
        let refusal = WireError(.accessDeniedException, "There is already a node “web1”.")
        #expect(ProgramStatus(refusal) == .unreachable)
    }
}
