import Testing

@testable import AWSWire

/// What the service answers to one bad request.
private struct BadRequest: Sendable, CustomTestStringConvertible {
    let operation: String
    let body: String
    let code: WireErrorCode
    let message: String
    var testDescription: String { "\(operation) \(body.prefix(80))" }
}

private let valid = #""Schedule":"rate(1 day)","Duration":2,"Cutoff":1,"AllowUnassociatedTargets":false"#

@Suite struct RequestInputTests {
    private func input(_ operation: String, _ body: String) throws(WireError) -> RequestInput {
        let prefixed = operation.contains(".") ? operation : "AmazonSSM." + operation
        return try RequestInput(
            body: Array(body.utf8), operation: try ServiceModel.standard.operation(target: prefixed))
    }

    @Test(
        "messages read as AWS writes them",
        arguments: [
            BadRequest(
                operation: "GetMaintenanceWindow", body: "{}", code: .validationException,
                message:
                    "1 validation error detected: Value null at 'windowId' failed to satisfy constraint: Member must not be null"
            ),
            BadRequest(
                operation: "GetMaintenanceWindow", body: "", code: .validationException,
                message:
                    "1 validation error detected: Value null at 'windowId' failed to satisfy constraint: Member must not be null"
            ),
            BadRequest(
                operation: "CreateMaintenanceWindow", body: #"{"Name":"nightly","StartDate":"",\#(valid)}"#,
                code: .validationException,
                message:
                    "1 validation error detected: Value '' at 'startDate' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ),
            BadRequest(
                operation: "CreateMaintenanceWindow", body: #"{"Name":"a!",\#(valid)}"#, code: .validationException,
                message:
                    "2 validation errors detected: Value 'a!' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 3; Value 'a!' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9_\\-.]{3,128}$"
            ),
            BadRequest(
                operation: "DescribeMaintenanceWindows", body: #"{"MaxResults":9}"#, code: .validationException,
                message:
                    "1 validation error detected: Value '9' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 10"
            ),
            BadRequest(
                operation: "RegisterTargetWithMaintenanceWindow",
                body: #"{"WindowId":"mw-0123456789abcdef0","ResourceType":"NODE","Targets":[]}"#,
                code: .validationException,
                message:
                    "1 validation error detected: Value 'NODE' at 'resourceType' failed to satisfy constraint: Member must satisfy enum value set: [INSTANCE, RESOURCE_GROUP]"
            ),
            BadRequest(
                operation: "SendCommand",
                body: #"{"DocumentName":"AWS-Noop","Targets":[{"Key":"tag:a","Values":["b"]},{"Key":""}]}"#,
                code: .validationException,
                message:
                    "1 validation error detected: Value '' at 'targets.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ),
            BadRequest(
                operation: "SendCommand",
                body: #"{"DocumentName":"AWS-Noop","InstanceIds":["i-1","mi-0123456789abcdef0"]}"#,
                code: .validationException,
                message:
                    "1 validation error detected: Value '[i-1, mi-0123456789abcdef0]' at 'instanceIds' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy regular expression pattern: (^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)]"
            ),
            // Sensitive: the description is not repeated.
            BadRequest(
                operation: "CreateMaintenanceWindow", body: #"{"Name":"nightly","Description":"",\#(valid)}"#,
                code: .validationException,
                message:
                    "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ),
            BadRequest(
                operation: "CreateMaintenanceWindow", body: #"{"Name":"nightly","Duration":"5"}"#,
                code: .serializationException,
                message: "The member 'duration' must be an integer of 32 bits; a string was given."
            ),
            BadRequest(
                operation: "DescribeMaintenanceWindows", body: #"{"MaxResults":10.5}"#, code: .serializationException,
                message: "The member 'maxResults' must be an integer of 32 bits; a number was given."),
            BadRequest(
                operation: "SendCommand", body: #"{"DocumentName":"AWS-Noop","Parameters":{"commands":["a",null]}}"#,
                code: .serializationException,
                message: "The member 'parameters.commands.member.2.member' must be a value; null was given."),
            BadRequest(
                operation: "GetMaintenanceWindow", body: "[]", code: .serializationException,
                message: "The body must be an object; a list was given."),
            BadRequest(
                operation: "GetMaintenanceWindow", body: #"{"WindowId":"#, code: .serializationException,
                message: "The text is not JSON that can be read, at byte 12: it ends in the middle of a value."),
        ])
    fileprivate func message(request: BadRequest) {
        let error = #expect(throws: WireError.self) { try input(request.operation, request.body) }
        #expect(error == WireError(request.code, request.message))
    }

    @Test func `unknown members and nulls are dropped, names are compared exactly`() throws {
        let input = try input(
            "UpdateMaintenanceWindow",
            #"{"WindowId":"mw-0123456789abcdef0","Name":null,"name":5,"Nonsense":{"a":[1]},"Duration":5.0}"#)
        #expect(input.value == ["WindowId": "mw-0123456789abcdef0", "Duration": 5])
    }

    @Test func `a huge value is refused without being repeated`() throws {
        let body = #"{"WindowId":""# + String(repeating: "x", count: 1_000_000) + #""}"#
        let error = try #require(throws: WireError.self) { try input("GetMaintenanceWindow", body) }
        #expect(error.code == "ValidationException")
        #expect(error.message.utf8.count < 1000)
    }

    @Test func `a message repeats no control character and no mountain of combining marks`() throws {
        let marks = "e" + String(repeating: "\u{301}", count: 100_000)
        for value in ["\u{1B}[2Jx", marks] {
            let body: JSONValue = ["WindowId": .string(value)]
            let error = try #require(throws: WireError.self) { try input("GetMaintenanceWindow", body.text()) }
            #expect(!error.message.unicodeScalars.contains("\u{1B}"))
            #expect(error.message.utf8.count < 1500)
        }
    }

    @Test func `a body beyond the limit is refused unread`() throws {
        let error = try #require(throws: WireError.self) {
            try input("GetMaintenanceWindow", String(repeating: " ", count: 10_000_000))
        }
        #expect(error.code == "SerializationException")
    }

    @Test func `a hundred thousand bad entries make one short message`() throws {
        let entry = #"{"Key":"","Value":"\u0000"}"#
        let body =
            #"{"Tags":["# + Array(repeating: entry, count: 1000).joined(separator: ",")
            + "],\"Name\":\"nightly\",\(valid)}"
        let error = try #require(throws: WireError.self) { try input("CreateMaintenanceWindow", body) }
        #expect(error.message.hasPrefix("21 validation errors detected"))
        #expect(error.message.utf8.count < 4000)
    }

    @Test func `lengths count Unicode scalars`() throws {
        let moons = String(repeating: "🌙", count: 128)
        _ = try input("CreateMaintenanceWindow", #"{"Name":"nightly","Description":"\#(moons)",\#(valid)}"#)
        #expect(throws: WireError.self) {
            try input("CreateMaintenanceWindow", #"{"Name":"nightly","Description":"\#(moons)🌙",\#(valid)}"#)
        }
    }

    @Test(arguments: ["-oProxyCommand=x", "a b", "a;b", "$(x)", "a\nb", ""])
    func `a host that ssh or a shell would misread is refused`(host: String) throws {
        let body: JSONValue = ["Name": "web1", "Transport": "ssh", "Host": .string(host)]
        #expect(throws: WireError.self) { try input("MaintenanceWindows.AddNode", body.text()) }
    }

    @Test(arguments: ["web1.example.test", "10.0.0.1", "[fe80::1%eth0]", "2001:db8::1", "büro-pc", "_gateway"])
    func `a host name, an address or an alias is accepted`(host: String) throws {
        let body: JSONValue = ["Name": "web1", "Transport": "ssh", "Host": .string(host)]
        _ = try input("MaintenanceWindows.AddNode", body.text())
    }
}
