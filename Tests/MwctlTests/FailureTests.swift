import AWSWire
import Testing

@testable import mwctl

@Suite struct FailureTests {
    @Test(arguments: [
        ("DoesNotExistException", ProgramStatus.notFound), ("InvalidDocument", .notFound),
        ("InvalidCommandId", .notFound),
        ("InvocationDoesNotExist", .notFound), ("InvalidInstanceId", .notFound),
        ("AccessDeniedException", .unreachable), ("UnrecognizedClientException", .unreachable),
        ("InvalidSignatureException", .unreachable), ("MissingAuthenticationTokenException", .unreachable),
        ("IncompleteSignatureException", .unreachable), ("ExpiredTokenException", .unreachable),
        ("ValidationException", .usage), ("InvalidDocumentContent", .usage), ("InvalidParameters", .usage),
        ("TargetInUseException", .failed), ("ResourceLimitExceededException", .failed),
        ("DocumentAlreadyExists", .failed), ("InternalServerError", .failed), ("NeverHeardOf", .failed),
        ("NotFound", .notFound), ("ResourceNotFound", .notFound), ("InvalidParameter", .usage),
        ("ParameterValueInvalid", .usage), ("AuthorizationError", .unreachable), ("TopicLimitExceeded", .failed),
        ("InternalError", .failed),
    ]) func `each error of the wire has its exit status`(code: String, status: ProgramStatus) {
        #expect(ProgramStatus(wireCode: code) == status)
    }

    @Test(arguments: [
        ("There is already a node “web1”.", ProgramStatus.failed),
        ("The maintenance window mw-1 is open; its execution has not ended.", .failed),
        ("The filter Status is not known.", .usage),
    ]) func `a conflict is told from a wrong value by its words`(message: String, status: ProgramStatus) {
        #expect(ProgramStatus(WireError(.validationException, message)) == status)
    }

    @Test func `a directory named like a program is none`() {
        #expect(!LocalChecks.isProgram("/usr"))
        #expect(LocalChecks.isProgram("/bin/sh"))
    }

    @Test func `a date that cannot be read is named by its flag`() async throws {
        let ran = try await run("mwctl command list --after yesterday", StubService([String: JSONValue]()))
        #expect(ran.status == 2)
        #expect(ran.complaint?.message.hasPrefix("--after: ") == true)
    }

    @Test func `exit statuses are the documented numbers`() {
        #expect(ProgramStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
    }

    @Test func `a refusal says what happened and what to try`() async throws {
        let refusal = CallFailure.refused(WireError(.accessDeniedException, "A reader may not do this."))
        let ran = try await run(
            "mwctl window disable mw-0123456789abcdef0", StubService(["UpdateMaintenanceWindow": [.failure(refusal)]]))
        #expect(ran.status == 4)
        #expect(ran.complaint?.text.contains("A reader may not do this. (AccessDeniedException)") == true)
        #expect(ran.complaint?.hint?.contains("--role operator") == true)
    }

    @Test func `a service that is not there is named with its place`() async throws {
        let failure = CallFailure.unreachable(place: "/run/mwd/mwd.sock", reason: "there is no such socket", hint: nil)
        let ran = try await run("mwctl key list", StubService(["ListAccessKeys": [.failure(failure)]]))
        #expect(ran.status == 4)
        #expect(ran.complaint?.message == "The service does not answer at /run/mwd/mwd.sock: there is no such socket.")
    }

    @Test func `a socket that is not there ends with status 4`() async {
        #expect(await Mwctl.run(["window", "list", "--socket", "/nonexistent/mwd.sock"]) == 4)
    }

    @Test func `an invalid expression ends with status 2`() async {
        #expect(await Mwctl.run(["schedule", "next", "cron(0 23 ? * *)"]) == 2)
        #expect(await Mwctl.run(["schedule", "explain", "rate(1 hours)"]) == 2)
    }

    @Test func `a name is looked up, and no or several windows are told apart`() async throws {
        let identities: JSONValue = [
            "WindowIdentities": [
                ["WindowId": "mw-00000000000000001", "Name": "night"],
                ["WindowId": "mw-00000000000000002", "Name": "nightly"],
                ["WindowId": "mw-00000000000000003", "Name": "twin"],
                ["WindowId": "mw-00000000000000004", "Name": "twin"],
            ]
        ]
        let service = StubService([
            "DescribeMaintenanceWindows": identities,
            "UpdateMaintenanceWindow": ["WindowId": "mw-00000000000000001"],
        ])
        #expect(try await run("mwctl window enable night", service).status == 0)
        #expect(service.inputs("UpdateMaintenanceWindow").first?["WindowId"] == "mw-00000000000000001")
        #expect(try await run("mwctl window enable absent", service).status == 3)
        let twins = try await run("mwctl window enable twin", service)
        #expect(twins.status == 2)
        #expect(twins.complaint?.message.contains("mw-00000000000000003, mw-00000000000000004") == true)
    }

    // MARK: Where the service is

    private func address(
        _ line: String, _ environment: [String: String] = [:], existing: [String] = []
    ) throws -> ControlAddress {
        let command = try Mwctl.parsed(ShellWords.split("window list \(line)"))
        let options = try #require(command as? any ServiceCommand).connection
        return try ControlAddress(options: options, environment: { environment[$0] }, exists: existing.contains)
    }

    @Test func `the option beats the environment, which beats what exists`() throws {
        #expect(try address("--socket /s", ["MWCTL_SOCKET": "/e"]) == .socket(path: "/s"))
        #expect(try address("", ["MWCTL_SOCKET": "/e", "MWCTL_ENDPOINT": "http://h"]) == .socket(path: "/e"))
        #expect(
            try address("", ["MWCTL_ENDPOINT": "http://h:1/", "AWS_REGION": "eu-west-1"])
                == .endpoint(url: "http://h:1", region: "eu-west-1"))
        #expect(
            try address("--endpoint https://h", ["MWCTL_SOCKET": "/e"])
                == .endpoint(url: "https://h", region: "us-east-1"))
        #expect(
            try address("", ["MWD_DATA_DIR": "/d"], existing: ["/d/mwd.sock", "/run/mwd/mwd.sock"])
                == .socket(path: "/d/mwd.sock"))
        #expect(
            try address("", ["MWD_DATA_DIR": "/d"], existing: ["/var/lib/mwd/mwd.sock"])
                == .socket(path: "/var/lib/mwd/mwd.sock"))
        #expect(try address("") == .socket(path: "/run/mwd/mwd.sock"))
    }

    @Test func `a socket's path that no address can hold is refused`() {
        let long = "/" + String(repeating: "x", count: 107)
        #expect(throws: Complaint.self) { try address("--socket \(long)") }
        #expect(throws: Complaint.self) { try address("--endpoint localhost:8420") }
    }
}
