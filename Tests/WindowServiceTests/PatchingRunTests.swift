import Foundation
import NodeAccess
import Patching
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// A patch step on its nodes: what runs there, and what is said of it afterwards.
@Suite(.timeLimit(.minutes(2))) struct PatchingRunTests {
    @Test func `a scan looks once, changes nothing and reports`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Scan")
        #expect(try await scene.run())
        #expect(scene.ran == ["look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states() == ["a": .missing, "b": .missing, "c": .installed])
        let step = try await scene.steps(id)[1]
        #expect(step.standardOutput.contains("Missing 2"))
        #expect(step.standardOutput.contains(PatchingScene.snapshot))
        #expect(try await scene.leftovers().isEmpty)
    }

    @Test(arguments: ["Scan", "Install"])
    func `what the package manager complains of is shown`(operation: String) async throws {
        let scene = try await PatchingScene()
        let remark = "forced : Depends: not-there but it is not installable"
        scene.lab.change(scene.node.id) { $0.remarks = [remark] }
        let id = try await scene.send(operation, ["RebootOption": "NoReboot"])
        #expect(try await scene.run())
        let output = try await scene.steps(id)[1].standardOutput
        #expect(output.contains("The node's package manager complains:\n  \(remark)\n"))
    }

    @Test func `an install without a reboot leaves it pending until a boot and a look`() async throws {
        let scene = try await PatchingScene()
        try await scene.send("Install", ["RebootOption": "NoReboot"])
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look"])
        let pending: [String: PatchState] = [
            "a": .installedPendingReboot, "b": .installedPendingReboot, "c": .installed,
        ]
        #expect(try await scene.states() == pending)
        scene.lab.change(scene.node.id) { $0.reboot() }
        #expect(try await scene.states() == pending)
        try await scene.send("Scan")
        #expect(try await scene.run())
        #expect(try await scene.states() == ["a": .installed, "b": .installed, "c": .installed])
    }

    @Test func `an install with a reboot looks again afterwards`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send()
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look", "reboot", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states() == ["a": .installed, "b": .installed, "c": .installed])
        let report = try #require(try await scene.store.patchReport(of: scene.node.id))
        #expect(report.pendingReboot == nil)
        let step = try await scene.steps(id)[1]
        #expect(step.standardOutput.contains("a.amd64 1 -> 2"))
        #expect(step.standardOutput.components(separatedBy: "patch group none").count == 3)
        // Again: nothing to do, so no reboot.
        try await scene.send()
        #expect(try await scene.run())
        #expect(scene.ran.suffix(2) == ["look", "look"])
    }

    /// Known only from the look before the install: the repository has moved on by the time of the last one.
    @Test func `what was installed keeps its class after the reboot`() async throws {
        let scene = try await PatchingScene()
        scene.lab.make { [lab = scene.lab] contact in
            if contact.what == "probe" { Task { lab.change { $0.offers = [:] } } }
            return nil
        }
        try await scene.send()
        #expect(try await scene.run())
        let report = try #require(try await scene.store.patchReport(of: scene.node.id))
        let item = try #require(report.items.first { $0.key.name == "a" })
        #expect(item.state == .installed)
        #expect(item.classification == "Security")
    }

    @Test func `one package that fails fails the step and the rest is in force after the reboot`() async throws {
        let scene = try await PatchingScene()
        scene.lab.change { $0.broken = ["b"] }
        let id = try await scene.send()
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "install a=2 b=2", "look", "reboot", "look"])
        let invocation = try await scene.listing(id).invocation
        #expect((invocation.state, invocation.responseCode) == (.failed, 1))
        #expect(try await scene.states() == ["a": .installed, "b": .failed, "c": .installed])
        let report = try #require(try await scene.store.patchReport(of: scene.node.id))
        #expect(report.items.first { $0.state == .failed }?.note == "b cannot be installed.")
    }

    @Test func `what would bring in a blocked package stays out and is told`() async throws {
        let scene = try await PatchingScene()
        try await scene.setBaseline(rejecting: ["c*"])
        scene.lab.change {
            $0.offers["c"] = ["1", "2"]
            $0.brings = ["b": ["c"]]
        }
        let id = try await scene.send("Install", ["RebootOption": "NoReboot"])
        #expect(try await scene.run())
        #expect(scene.ran == ["look", "simulate a=2 b=2", "install a=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .failed)
        #expect(scene.lab.machine(scene.node.id).packages == ["a": "2", "b": "1", "c": "1"])
        #expect(
            try await scene.states() == ["a": .installedPendingReboot, "b": .failed, "c": .installedRejected])
    }

    @Test func `nodes of one snapshot get the same versions while the repository moves`() async throws {
        let scene = try await PatchingScene(3)
        let ids = try await [scene.send(nodes: [0]), scene.send(nodes: [1]), scene.send(nodes: [2])]
        let claims = try await scene.claims()
        for (number, id) in ids.enumerated() {
            #expect(try await scene.run(claims.filter { $0.invocation.key.commandID == id }))
            // The second node finds a newer version beside the old one, the third finds the old one gone.
            scene.lab.change { $0.offers["a"] = number == 0 ? ["1", "2", "3"] : ["3"] }
        }
        #expect(scene.lab.machine(scene.nodes[0].id).packages["a"] == "2")
        #expect(scene.lab.machine(scene.nodes[1].id).packages["a"] == "2")
        #expect(scene.lab.machine(scene.nodes[2].id).packages["a"] == "1")
        #expect(try await scene.states(1)["a"] == .installed)
        #expect(try await scene.states(2)["a"] == .failed)
        #expect(scene.lab.machine(scene.nodes[2].id).ran[1] == "install b=2")
        #expect(try await scene.listing(ids[2], node: 2).invocation.state == .failed)
    }

    @Test func `nodes that look at the same moment settle on one version`() async throws {
        let scene = try await PatchingScene(2, packages: ["a": "1"])
        let id = try await scene.send("Install", ["RebootOption": "NoReboot"])
        let snapshot = try await scene.freeze()
        let store = scene.store
        let key = PackageKey(name: "a", architecture: "amd64")
        async let one = store.freezeVersions(
            [key: FrozenVersion(PackageVersion("2", family: .dpkg), isResolved: true)], in: snapshot,
            product: "Debian12")
        async let two = store.freezeVersions(
            [key: FrozenVersion(PackageVersion("3", family: .dpkg), isResolved: true)], in: snapshot,
            product: "Debian12")
        let settled = try await [one[key], two[key]]
        #expect(settled[0] == settled[1])
        scene.lab.change { $0.offers["a"] = ["2", "3"] }
        #expect(try await scene.run())
        #expect(try await scene.listing(id).progress.errorCount == 0)
        let versions = scene.nodes.map { scene.lab.machine($0.id).packages["a"] }
        #expect(versions == [settled[0]?.version.text, settled[0]?.version.text])
    }

    // MARK: Overrides

    private static let list = "patches:\n  - id: c.amd64\n    title: 'c.amd64:2'\n"

    @Test func `a list says what is installed in place of the baseline`() async throws {
        let scene = try await PatchingScene()
        scene.lab.change {
            $0.document = Self.list
            $0.offers["c"] = ["1", "2"]
        }
        let id = try await scene.send(
            "Install", ["InstallOverrideList": "https://example.test/list", "RebootOption": "NoReboot"])
        #expect(try await scene.run())
        #expect(scene.ran == ["fetch", "look", "install c=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.states() == ["a": .missing, "b": .missing, "c": .installedPendingReboot])
    }

    @Test func `a scan does not even fetch the list`() async throws {
        let scene = try await PatchingScene()
        let id = try await scene.send("Scan", ["InstallOverrideList": "https://example.test/list"])
        #expect(try await scene.run())
        #expect(scene.ran == ["look"])
        #expect(try await scene.listing(id).invocation.state == .success)
    }

    @Test(arguments: ["patches: 1", "patches:\n  - id: c\n    title: 2\n", "patches:\n  - title: c\n"])
    func `a list that is none installs nothing`(_ text: String) async throws {
        let scene = try await PatchingScene()
        scene.lab.change { $0.document = text }
        let id = try await scene.send("Install", ["InstallOverrideList": "https://example.test/list"])
        #expect(try await scene.run())
        #expect(scene.ran == ["fetch"])
        #expect(try await scene.listing(id).invocation.state == .failed)
        #expect(try await scene.steps(id)[1].standardError.contains("The override is not usable"))
    }

    @Test func `an overriding baseline judges its run only and its results are not recorded`() async throws {
        let scene = try await PatchingScene()
        scene.lab.change {
            $0.document = """
                [{"OperatingSystem": "DEBIAN", "ApprovedPatches": ["a"], "RejectedPatches": ["b"],
                  "ApprovedPatchesComplianceLevel": "CRITICAL"}]
                """
        }
        let parameters = ["BaselineOverride": "https://example.test/baseline", "RebootOption": "NoReboot"]
        let id = try await scene.send("Install", parameters)
        #expect(try await scene.run())
        #expect(scene.ran == ["fetch", "look", "install a=2", "look"])
        #expect(try await scene.listing(id).invocation.state == .success)
        #expect(try await scene.store.patchReport(of: scene.node.id) == nil)
        #expect(try await scene.steps(id)[1].standardOutput.contains("not recorded"))

        // Another run with the same snapshot is judged by the node's own baseline.
        try await scene.send("Scan")
        #expect(try await scene.run())
        #expect(try await scene.states() == ["a": .installedPendingReboot, "b": .missing, "c": .installed])
        let report = try #require(try await scene.store.patchReport(of: scene.node.id))
        #expect(report.order.snapshotID == PatchingScene.snapshot)

        // And the override still counts where it is asked for, as it was when it was frozen.
        scene.lab.change { $0.document = #"[{"OperatingSystem": "DEBIAN", "ApprovedPatches": ["b"]}]"# }
        try await scene.send("Install", parameters)
        #expect(try await scene.run())
        #expect(scene.ran.suffix(2) == ["fetch", "look"])
    }
}

extension PatchingRunTests {
    @Test(arguments: [true, false])
    func `what an install by an overridden baseline left waiting is rebooted for`(hasReported: Bool) async throws {
        let scene = try await PatchingScene()
        scene.lab.change {
            $0.document = #"[{"OperatingSystem": "DEBIAN", "ApprovedPatches": ["a", "b"]}]"#
        }
        if hasReported {
            try await scene.send("Scan")
            #expect(try await scene.run())
        }
        let before = try await scene.store.patchReport(of: scene.node.id)
        try await scene.send(
            "Install", ["BaselineOverride": "https://example.test/baseline", "RebootOption": "NoReboot"])
        #expect(try await scene.run())
        #expect(scene.ran.suffix(4) == ["fetch", "look", "install a=2 b=2", "look"])
        #expect(try await scene.store.patchReport(of: scene.node.id) == before)
        try await scene.send()
        #expect(try await scene.run())
        #expect(scene.ran.suffix(3) == ["look", "reboot", "look"])
        // And that is settled.
        try await scene.send()
        #expect(try await scene.run())
        #expect(scene.ran.suffix(2) == ["look", "look"])
        #expect(try await scene.states() == ["a": .installed, "b": .installed, "c": .installed])
    }
}

extension PatchingScene {
    /// A default baseline that approves all security updates and blocks some packages.
    func setBaseline(rejecting rejected: [String]) async throws {
        let baseline = PatchBaseline(
            id: BaselineID(rawValue: "pb-0123456789abcdef0"), operatingSystem: .debian, name: "Blocking",
            rules: [ApprovalRule(filters: [PatchFilter(key: .product, values: ["*"])])], rejectedPatches: rejected,
            rejectedAction: .block, createdAt: .noon, modifiedAt: .noon)
        let id = try await store.create(baseline, token: nil)
        try await store.setDefaultBaseline(id, of: .debian)
    }

    /// The snapshot that the scene's commands name.
    func freeze() async throws -> PatchSnapshot {
        try await control.frozenSnapshot(Self.snapshot, for: node, operatingSystem: .debian)
    }
}
