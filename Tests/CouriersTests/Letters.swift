import Foundation
import Notifications
import Synchronization

@testable import Couriers

extension Parcel {
    /// A message to a receiver.
    static func post(
        to endpoint: String, over transport: Subscription.Transport = .http, headers: [PostHeader] = [],
        body: String = #"{"Type": "Notification"}"#
    ) -> Self {
        let headers = [PostHeader(name: "Content-Type", value: "text/plain; charset=UTF-8")] + headers
        return Parcel(transport: transport, endpoint: endpoint, content: .post(headers: headers, body: body))
    }
}

extension HTTPCourier {
    /// A courier for one test, with limits nobody waits for.
    static func working<Value>(
        rules: EndpointRules = .standard, trusting path: String? = nil, timeLimit: Duration = .seconds(20),
        connectLimit: Duration = .seconds(5), lookup: Lookup? = nil, _ work: (HTTPCourier) async throws -> Value
    ) async throws -> Value {
        let courier = try HTTPCourier(
            rules: rules, trustedCertificatesPath: path, timeLimit: timeLimit, connectLimit: connectLimit,
            idleLimit: .seconds(600), lookup: lookup)
        do {
            let value = try await work(courier)
            await courier.shutdown()
            return value
        } catch {
            await courier.shutdown()
            throw error
        }
    }
}

extension DeliveryAnswer {
    /// Why there is no answer; `nil` if there is one.
    var failure: String? {
        if case .failure(let why) = self { why } else { nil }
    }
}

/// A resolver whose answers are written down.
func names(_ addresses: [String: [String]]) -> Lookup {
    { host in
        guard let found = addresses[host] else { return .failure(LookupTrouble(reason: "unknown name")) }
        return .success(found.compactMap { IPAddress($0) })
    }
}

/// A folder that is gone after the test.
func withFolder<Value>(_ work: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "couriers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await work(folder)
}
