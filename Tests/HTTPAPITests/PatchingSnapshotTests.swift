import AWSWire
import Foundation
import HTTPTypes
import Patching
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(2))) struct PatchingSnapshotTests {
    private static let snapshot = "0F9A3C1E-0000-4000-8000-000000000001"

    private func deploy(_ api: API, _ node: NodeID, _ override: Wire.BaselineOverride? = nil) async throws -> String {
        let answer = try await api.send(
            GetDeployablePatchSnapshotForInstanceRequest(
                instanceId: node.rawValue, snapshotId: Self.snapshot, baselineOverride: override))
        #expect(answer.snapshotId == Self.snapshot.lowercased() && answer.product == "Debian12")
        let address = try #require(answer.snapshotDownloadUrl)
        #expect(address.hasPrefix("http://localhost/patch-snapshots/"))
        return String(address.dropFirst("http://localhost".count))
    }

    @Test func `a snapshot is downloaded with what it froze, also after the baseline has changed`() async throws {
        try await API.run { api async throws in
            let node = try await api.addDebian("node", group: "Web + DB/1=é")
            let id = try await api.createBaseline()
            try await api.send(RegisterPatchBaselineForPatchGroupRequest(baselineId: id, patchGroup: "Web + DB/1=é"))
            let address = try await deploy(api, node)
            try await api.send(UpdatePatchBaselineRequest(baselineId: id, rejectedPatches: ["openssl"]))
            let stored = try #require(try await api.harness.store.snapshots(Self.snapshot.lowercased()).first)
            _ = try await api.harness.store.freezeVersions(
                [
                    PackageKey(name: "openssl", architecture: "amd64"):
                        FrozenVersion(PackageVersion("3.0-1", family: .dpkg), isResolved: true)
                ], in: stored, product: "Debian12")

            let answer = try await api.http(.get, address)
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/json")
            #expect(answer.json["patchGroup"] == "Web + DB/1=é" && answer.json["instanceId"] == .string(node.rawValue))
            #expect(answer.json["patchBaseline"]?["baselineId"] == .string(id))
            #expect(answer.json["patchBaseline"]?["rejectedPatches"] == [])
            #expect(answer.json["patchBaseline"]?["operatingSystem"] == "DEBIAN")
            #expect(answer.json["region"] == "us-east-1" && answer.json["product"] == "Debian12")
            #expect(
                answer.json["versions"] == [["id": "openssl.amd64", "version": "3.0-1", "isResolved": true]])

            let told = try await api.send(DescribePatchSnapshotRequest(snapshotId: Self.snapshot)).snapshots ?? []
            #expect(told.map(\.patchGroup) == ["Web + DB/1=é"] && told.map(\.isCurrent) == [true])
            #expect(
                told.first?.versions == [
                    .init(package: "openssl.amd64", product: "Debian12", version: "3.0-1", isResolved: true)
                ])
            #expect(told.first?.expiresDate == Date.noon.addingTimeInterval(3 * 86_400))
        }
    }

    @Test func `each release of a system has versions of its own in a snapshot`() async throws {
        try await API.run { api async throws in
            _ = try await deploy(api, try await api.addDebian("node"))
            let stored = try #require(try await api.harness.store.snapshots(Self.snapshot.lowercased()).first)
            for (product, version) in [("Debian12", "7.88-1"), ("Debian11", "7.74-1")] {
                _ = try await api.harness.store.freezeVersions(
                    [
                        PackageKey(name: "curl", architecture: "amd64"):
                            FrozenVersion(PackageVersion(version, family: .dpkg), isResolved: true)
                    ], in: stored, product: product)
            }

            let told = try await api.send(DescribePatchSnapshotRequest(snapshotId: Self.snapshot)).snapshots?.first
            #expect(told?.versions?.map(\.package) == ["curl.amd64", "curl.amd64"])
            #expect(told?.versions?.map(\.product) == ["Debian11", "Debian12"])
            #expect(told?.versions?.map(\.version) == ["7.74-1", "7.88-1"])
        }
    }

    @Test func `an address works for a day, a new one until the third, and then the snapshot is another`() async throws
    {
        try await API.run { api async throws in
            let node = try await api.addDebian("node")
            let first = try await deploy(api, node)
            api.clock.advance(by: 86_399)
            #expect(try await api.http(.get, first).status == 200)
            api.clock.advance(by: 1)
            let late = try await api.http(.get, first)
            #expect(late.status == 403 && late.json["Code"] == "AccessDenied")
            #expect(late.json["Message"]?.stringValue?.contains("expired") == true)

            api.clock.advance(by: 86_400 * 3 / 2)
            let second = try await deploy(api, node)
            #expect(try await api.http(.get, second).json["createdTime"] == .int(1_795_348_800))
            // Half a day is left of the three.
            api.clock.advance(by: 43_200)
            #expect(try await api.http(.get, second).status == 403)
            let third = try await deploy(api, node)
            #expect(try await api.http(.get, third).json["createdTime"] == .int(1_795_348_800 + 3 * 86_400))
        }
    }

    @Test func `an address that was changed in any part is refused`() async throws {
        try await API.run { api async throws in
            let (node, other) = (try await api.addDebian("node", group: "a"), try await api.addDebian("other"))
            let address = try await deploy(api, node)
            _ = try await deploy(api, other)
            let changed = [
                address.replacing(node.rawValue, with: other.rawValue), address.replacing("DEBIAN", with: "UBUNTU"),
                address.replacing("group=a", with: "group="), address.replacing("group=a", with: "group=a&group=b"),
                address.replacing("000000000001/", with: "000000000002/"),
                address.replacing(/expires=\d+/, with: "expires=9999999999"), String(address.dropLast()),
                String(address.dropLast()) + (address.last == "0" ? "1" : "0"),
                address.replacing(/signature=.*/, with: ""),
                "/patch-snapshots/a", "/patch-snapshots/a/b/c", "/patch-snapshots/a/b/c?expires=-1&group=&signature=zz",
            ]
            #expect(try await api.http(.get, address).status == 200)
            for (index, address) in changed.enumerated() where index != 3 {
                let answer = try await api.http(.get, address)
                #expect(answer.status == 403, "\(address)")
                #expect(answer.json["Code"] == "AccessDenied")
                #expect(answer.json["Message"]?.stringValue?.contains("signature") == true)
            }
        }
    }

    @Test func `an address needs no signature of a key, and its host is the one the client used`() async throws {
        try await API.run(.tcp) { api async throws in
            let link = SnapshotLink(
                identity: SnapshotIdentity(
                    patchGroup: "", operatingSystem: .debian, snapshotID: Self.snapshot), nodeID: .random(),
                expiresAt: .noon.addingTimeInterval(60))
            let key = try await api.control.snapshotKey()
            #expect(try await api.control.snapshotKey() == key)
            // Signed well, but nothing was ever frozen under it.
            #expect(try await api.http(.get, link.target(signedWith: key)).status == 403)
        }
        let address = ServiceOrigin(configured: nil)
        let request = { (host: String?) in
            HTTPRequest(method: .post, scheme: "http", authority: host, path: "/")
        }
        #expect(address.origin(for: request("mw.example:8420"), door: .tcp) == "http://mw.example:8420")
        #expect(address.origin(for: request("mw.example"), door: .socket) == "http://mw.example")
        address.listens(host: "0.0.0.0", port: 8420)
        #expect(address.origin(for: request("localhost"), door: .socket) == "http://127.0.0.1:8420")
        address.listens(host: "2001:db8::1", port: 1)
        #expect(address.origin(for: request(nil), door: .socket) == "http://[2001:db8::1]:1")
        let configured = ServiceOrigin(configured: "https://mw.example/")
        #expect(configured.origin(for: request("10.0.0.1"), door: .tcp) == "https://mw.example")
    }

    @Test func `an override has a snapshot of its own and judges nobody else`() async throws {
        try await API.run { api async throws in
            let node = try await api.addDebian("node")
            let first = Wire.BaselineOverride(operatingSystem: "DEBIAN", rejectedPatches: ["openssl"])
            let address = try await deploy(api, node, first)
            let second = try await deploy(api, node, Wire.BaselineOverride(rejectedPatches: ["bash"]))
            let again = try await deploy(api, node, first)
            for (address, rejected) in [
                (address, ["openssl"]), (second, ["bash"]), (again, ["openssl"]), (try await deploy(api, node), []),
            ] as [(String, [JSONValue])] {
                #expect(
                    try await api.http(.get, address).json["patchBaseline"]?["rejectedPatches"]?.arrayValue == rejected)
            }
            let body: JSONValue = [
                "InstanceId": .string(node.rawValue), "SnapshotId": "0f9a3c1e-0000-4000-8000-000000000009",
            ]
            #expect(
                try await api.refusal(
                    "GetDeployablePatchSnapshotForInstance",
                    body.with("BaselineOverride", ["OperatingSystem": "SUSE"])) == "UnsupportedOperatingSystem")
            #expect(
                try await api.refusal(
                    "GetDeployablePatchSnapshotForInstance",
                    body.with(
                        "BaselineOverride",
                        ["GlobalFilters": ["PatchFilters": [["Key": "SEVERITY", "Values": ["*"]]]]]))
                    == "ValidationException")
        }
    }

    @Test func `a node whose system is not known, or unknown itself, has no snapshot`() async throws {
        try await API.run { api async throws in
            let node = try await api.addNode("node")
            let body: JSONValue = ["InstanceId": .string(node), "SnapshotId": .string(Self.snapshot)]
            #expect(
                try await api.refusal("GetDeployablePatchSnapshotForInstance", body) == "UnsupportedOperatingSystem")
            #expect(
                try await api.refusal(
                    "GetDeployablePatchSnapshotForInstance", body.with("InstanceId", "mi-0123456789abcdef0"))
                    == "ValidationException")
            #expect(
                try await api.refusal(
                    "MaintenanceWindows.DescribePatchSnapshot", ["SnapshotId": .string(Self.snapshot)])
                    == "DoesNotExistException")
        }
    }
}
