import AWSWire
import Foundation
import HTTPTypes
import NIOCore
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct EnvelopeTests {
    @Test func `every answer names its request and its content type`() async throws {
        try await API.run { api async throws in
            let answer = try await api.call("DescribeMaintenanceWindows")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/x-amz-json-1.1")
            #expect(UUID(uuidString: answer.headers[.amzRequestID] ?? "") != nil)
            #expect(answer.json == ["WindowIdentities": []])

            let other = try await api.http(.get, "/nowhere")
            #expect(other.status == 404)
            #expect(UUID(uuidString: other.headers[.amzRequestID] ?? "") != nil)
            #expect(other.headers[.amzRequestID] != answer.headers[.amzRequestID])
        }
    }

    @Test func `an error says its name in the body and in a header`() async throws {
        try await API.run { api async throws in
            let answer = try await api.call("GetMaintenanceWindow", ["WindowId": "mw-0123456789abcdef0"])
            #expect(answer.status == 400)
            #expect(answer.headers[.amzErrorType] == "DoesNotExistException")
            #expect(answer.json["__type"] == "DoesNotExistException")
            #expect(answer.json["message"] == answer.json["Message"])
            #expect(answer.json["message"]?.stringValue?.contains("mw-0123456789abcdef0") == true)
        }
    }

    struct Malformed: CustomTestStringConvertible {
        let body: String
        let code: String
        var testDescription: String { body }
    }

    @Test(arguments: [
        Malformed(body: "{", code: "SerializationException"),
        Malformed(body: "nonsense", code: "SerializationException"),
        Malformed(body: "[]", code: "SerializationException"),
        Malformed(body: #"{"MaxResults": "ten"}"#, code: "SerializationException"),
        Malformed(body: #"{"MaxResults": 9}"#, code: "ValidationException"),
        Malformed(body: #"{"Filters": [{"Key": "Colour", "Values": ["x"]}]}"#, code: "ValidationException"),
        Malformed(body: #"{"NextToken": "bm9wZQ=="}"#, code: "ValidationException"),
        Malformed(body: String(repeating: #"{"a":"#, count: 5000), code: "SerializationException"),
    ])
    func `a malformed body is refused`(_ input: Malformed) async throws {
        try await API.run { api async throws in
            let answer = try await api.http(
                target: "AmazonSSM.DescribeMaintenanceWindows", body: Array(input.body.utf8))
            #expect(answer.status == 400)
            #expect(answer.error?.code == input.code)
        }
    }

    @Test func `an empty body means no members`() async throws {
        try await API.run { api async throws in
            #expect(try await api.http(target: "AmazonSSM.DescribeMaintenanceWindows").status == 200)
        }
    }

    @Test(arguments: ["AmazonSSM.MakeCoffee", "AmazonSSM.", "amazonssm.GetMaintenanceWindow", "GetMaintenanceWindow"])
    func `an unknown operation is refused`(_ target: String) async throws {
        try await API.run { api async throws in
            let answer = try await api.http(target: target, body: Array("{}".utf8))
            #expect(answer.status == 400)
            #expect(answer.error?.code == "UnknownOperationException")
        }
    }

    @Test func `no operation at all is refused`() async throws {
        try await API.run { api async throws in
            #expect(try await api.http(body: Array("{}".utf8)).error?.code == "UnknownOperationException")
        }
    }

    @Test func `an operation of the field that is not built says so`() async throws {
        try await API.run { api async throws in
            let answer = try await api.call("PutInventory")
            #expect(answer.error?.code == "UnknownOperationException")
            #expect(answer.error?.message == "This service does not have the operation PutInventory yet.")
        }
    }

    @Test func `a body of ten megabytes is refused, and the service goes on`() async throws {
        try await API.run { api async throws in
            let body = Array(repeating: UInt8(ascii: " "), count: 10 << 20)
            let answer = try await api.http(target: "AmazonSSM.DescribeMaintenanceWindows", body: body)
            #expect(answer.status == 400)
            #expect(answer.error?.code == "ValidationException")
            #expect(answer.error?.message == "The body has more than 1048576 bytes.")
            #expect(try await api.call("DescribeMaintenanceWindows").status == 200)
        }
    }

    @Test func `a failing store is an internal error that tells nothing of its cause`() async throws {
        try await API.run { api async throws in
            // What a broken disk looks like to the store: its files are there and empty.
            for suffix in ["", "-wal"] {
                let file = try #require(FileHandle(forWritingAtPath: api.harness.temporary.path + suffix))
                try file.truncate(atOffset: 0)
            }
            let answer = try await api.call("DescribeMaintenanceWindows")
            #expect(answer.status == 500)
            #expect(answer.error?.code == "InternalServerError")
            #expect(answer.error?.message == "The service could not answer; its log says why.")
            #expect(try await api.http(.get, "/metrics").status == 503)
            #expect(try await api.http(.get, "/health").status == 200)
        }
    }

    @Test func `every operation that is answered is one of the model`() {
        let modelled = WireService.allCases.flatMap { ServiceModel.of($0).operations.keys }
        for target in OperationTable.standard.targets { #expect(modelled.contains(target), "\(target)") }
        #expect(OperationTable.standard.targets.count == 105)
        #expect(OperationTable.standard.targets.count { $0.hasPrefix("SNS.") } == ServiceModel.sns.operations.count)
    }

    @Test func `no operation fails on what it does not expect`() async throws {
        try await API.run { api async throws in
            let text = JSONValue.string(String(repeating: "Ω\u{0}\n", count: 40))
            for target in OperationTable.standard.targets {
                let model = ServiceModel.of(target.hasPrefix("SNS.") ? .sns : .ssm)
                let shape = try #require(model.operations[target])
                let members = model.shape(shape.input)?.members ?? []
                let bodies: [JSONValue] =
                    [[:], .object(Dictionary(uniqueKeysWithValues: members.map { ($0.name, text) }))]
                    + [text, .int(-1), .array([]), [:], .null].flatMap { odd in
                        members.map { .object([$0.name: odd]) }
                    }
                for body in bodies {
                    let answer = try await api.call(target, body)
                    #expect(answer.status < 500, "\(target) \(body.text())")
                }
            }
        }
    }
}
