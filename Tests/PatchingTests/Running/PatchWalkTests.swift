import Foundation
import Testing

@testable import Patching

/// Which visit comes next, and what is remembered of those before.
@Suite struct PatchWalkTests {
    private static let node = Deb.node(
        [Deb.has("a", "1"), Deb.has("b", "1")],
        offers: [Deb.offers("a", "2", from: "bookworm-security"), Deb.offers("b", "2", from: "bookworm-security")])
    private static let look = Deb.openBaseline().assess(node)

    private func walk(_ order: PatchOrder = .install()) -> PatchWalk { PatchWalk(order, at: Moments.noon) }

    private func kept(_ walk: PatchWalk) throws -> PatchWalk {
        try JSONDecoder().decode(PatchWalk.self, from: JSONEncoder().encode(walk))
    }

    private static func order(
        _ operation: PatchOrder.Operation, list: String? = nil, baseline: String? = nil
    ) -> PatchOrder {
        PatchOrder(
            operation: operation, snapshotID: PatchOrder.scan.snapshotID, installOverrideList: list,
            baselineOverride: baseline)
    }

    @Test func `only what the operation heeds is fetched`() {
        #expect(walk(Self.order(.install)).phase == .looking)
        #expect(walk(Self.order(.install, list: "https://l")).address == "https://l")
        #expect(walk(Self.order(.scan, list: "https://l")).phase == .looking)
        #expect(walk(Self.order(.scan, baseline: "https://b")).address == "https://b")
        #expect(walk(Self.order(.scan, baseline: "https://b")).phase == .fetching)
    }

    @Test func `a scan ends with its look, whatever is missing`() {
        var walk = walk(.scan)
        walk.take(wanted: Self.look.installable, simulates: true, seen: Self.look)
        #expect(walk.isReportDue)
        walk.take(PatchCounters(), hasInstalled: false, isRebootDue: false)
        #expect(walk.phase == .ended)
    }

    @Test func `every visit has a name of its own`() throws {
        var walk = walk(.install(.rebootIfNeeded))
        var names = [walk.visits]
        walk.take(wanted: Self.look.installable, simulates: true, seen: Self.look)
        names.append(walk.visits)
        walk.take(refusals: [Deb.key("b"): "No."])
        names.append(walk.visits)
        #expect(walk.installable.map(\.key.name) == ["a"])
        walk.take(InstallResult(changes: []), under: "boot-1")
        names.append(walk.visits)
        let isRepeated = walk.repeatVisit()
        #expect(isRepeated)
        names.append(walk.visits)
        walk.take(PatchCounters(), hasInstalled: true, isRebootDue: true)
        names.append(walk.visits)
        #expect(walk.phase == .rescanning)
        walk.take(PatchCounters(), hasInstalled: true, isRebootDue: true)
        #expect(walk.phase == .ended)
        #expect(Set(names).count == names.count)
        #expect(try kept(walk) == walk)
    }

    @Test func `nothing is installed when everything is refused`() {
        var walk = walk()
        walk.take(wanted: Self.look.installable, simulates: true, seen: Self.look)
        walk.take(refusals: [Deb.key("a"): "No.", Deb.key("b"): "No."])
        #expect(walk.phase == .verifying)
    }

    @Test func `an install is never repeated, a look not without end`() {
        var walk = walk()
        var looks = 0
        while walk.repeatVisit() { looks += 1 }
        #expect(looks == 3)
        walk = self.walk()
        walk.take(wanted: Self.look.installable, simulates: false, seen: Self.look)
        #expect(walk.phase == .installing)
        let isRepeated = walk.repeatVisit()
        #expect(!isRepeated)
    }

    @Test(arguments: [("boot-9", "boot-9"), ("", "boot-1")])
    func `the boot that counts is the one that the install ran under`(_ boot: String, _ expected: String) {
        var walk = walk()
        walk.take(wanted: Self.look.installable, simulates: false, seen: Self.look)
        #expect(walk.bootID == "boot-1")
        walk.take(InstallResult(changes: []), under: boot)
        #expect(walk.bootID == expected)
    }

    @Test func `what the first look said is remembered of what is to change, and let go in the end`() throws {
        var walk = walk()
        walk.take(wanted: Self.look.installable, simulates: false, seen: Self.look)
        #expect(try kept(walk).before?[Deb.key("a")]?.classification == "Security")
        #expect(try kept(walk).before?[Deb.key("c")] == nil)
        walk.take(InstallResult(changes: []), under: "boot-1")
        walk.take(PatchCounters(), hasInstalled: true, isRebootDue: false)
        #expect(walk.before == nil)
        #expect(walk.wanted.isEmpty)
        #expect(walk.hasInstalled)
        #expect(walk.counters != nil)
    }

    @Test func `a node that talks without end does not fill the memory`() {
        var walk = walk()
        walk.take(wanted: Self.look.installable, simulates: false, seen: Self.look)
        let long = String(repeating: "x", count: 1 << 20)
        walk.take(InstallResult(changes: [], notes: [Deb.key("a"): long], problem: long), under: "boot-1")
        #expect((walk.result?.problem ?? "").count == 2000)
        #expect((walk.result?.notes[Deb.key("a")] ?? "").count == 500)
    }
}
