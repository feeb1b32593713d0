import AWSWire
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NodeAccess
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

/// The API on a store, a clock and a transport of the test's, without sockets.
struct API: Sendable {
    let harness: ServiceHarness
    let server: APIServer
    private let client: any TestClientProtocol

    var control: Control { harness.control }
    var clock: ManualClock { harness.clock }

    /// - Parameters:
    ///   - door: `.socket` is the administrator, `.tcp` wants signatures.
    ///   - table: what is answered, for tests that ask only whether and how.
    static func run(
        _ door: Door = .socket, transport: any NodeTransport = ScriptedTransport(),
        settings: ControlSettings = ControlSettings(), logger: Logger? = nil, table: OperationTable = .standard,
        _ body: @Sendable (API) async throws -> Void
    ) async throws {
        let harness = try await ServiceHarness(transport: transport, settings: settings)
        let server = APIServer(
            control: harness.control, service: ServiceFacts(version: "1.2.3", startedAt: .noon),
            logger: logger ?? harness.logger)
        let application = Application(router: server.router(door, table: table), logger: harness.logger)
        try await application.test(.router) { client in
            try await body(API(harness: harness, server: server, client: client))
        }
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var json: JSONValue { (try? JSONValue(parsing: bytes, maximumBytes: 1 << 24)) ?? .null }
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var error: WireError? { WireError(httpStatus: status, body: bytes) }
    }

    func http(
        _ method: HTTPRequest.Method = .post, _ uri: String = "/", target: String? = nil, body: [UInt8] = [],
        headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        var fields = HTTPFields()
        if let target { fields[.amzTarget] = target }
        for header in headers { fields.append(HTTPField(name: HTTPField.Name(header.name)!, value: header.value)) }
        return try await client.execute(
            uri: uri, method: method, headers: fields, body: body.isEmpty ? nil : ByteBuffer(bytes: body)
        ) { response in
            Answer(
                status: response.status.code, headers: response.headers, bytes: [UInt8](buffer: response.body))
        }
    }

    /// What an operation answers to a body of the test's.
    func call(_ operation: String, _ body: JSONValue = [:]) async throws -> Answer {
        let target = operation.contains(".") ? operation : "AmazonSSM.\(operation)"
        return try await http(target: target, body: body.bytes())
    }

    /// - Throws: the `WireError` of a refusal.
    @discardableResult
    func send<Request: WireRequest>(_ request: Request) async throws -> Request.Response {
        let answer = try await http(target: Request.target, body: WireCoding.encode(request))
        guard answer.status == 200 else { throw answer.error ?? WireError(.internalServerError, answer.text) }
        return try WireCoding.decode(Request.Response.self, from: answer.bytes)
    }

    /// The name of the refusal; `nil` when there was none.
    func refusal(_ operation: String, _ body: JSONValue) async throws -> String? {
        try await call(operation, body).error?.code
    }
}

extension API {
    /// A window that opens every Sunday at 02:00, in Paris unless told otherwise.
    func createWindow(
        _ name: String = "patching", schedule: String = "cron(0 2 ? * SUN *)", timezone: String? = "Europe/Paris",
        allowsUnassociated: Bool = false
    ) async throws -> String {
        try await send(
            CreateMaintenanceWindowRequest(
                name: name, schedule: schedule, scheduleTimezone: timezone, duration: 3, cutoff: 1,
                allowUnassociatedTargets: allowsUnassociated)
        ).windowId!
    }

    func registerTarget(_ window: String, tag: String = "Workload", _ values: [String] = ["Test"]) async throws
        -> String
    {
        try await send(
            RegisterTargetWithMaintenanceWindowRequest(
                windowId: window, resourceType: "INSTANCE", targets: [.init(key: "tag:\(tag)", values: values)])
        ).windowTargetId!
    }

    func registerTask(_ window: String, targets: [String], priority: Int? = nil) async throws -> String {
        try await send(
            RegisterTaskWithMaintenanceWindowRequest(
                windowId: window, targets: [.init(key: "WindowTargetIds", values: targets)],
                taskArn: "AWS-RunShellScript", taskType: "RUN_COMMAND",
                taskInvocationParameters: .init(runCommand: .init(parameters: ["commands": ["true"]])),
                priority: priority, maxConcurrency: "1", maxErrors: "1")
        ).windowTaskId!
    }

    func addNode(_ name: String, tags: [String: String] = ["Workload": "Test"]) async throws -> String {
        try await send(
            AddNodeRequest(
                name: name, transport: "local", tags: tags.map { .init(key: $0.key, value: $0.value) })
        ).instanceId!
    }
}

extension JSONValue {
    /// A copy with one member changed or, with `nil`, left out.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        var copy = self
        copy[name] = value
        return copy
    }
}
