import Testing

@testable import Patching

@Suite struct FrozenVersionTests {
    private let key = Deb.key("bash")
    private func resolved(_ version: String) -> [PackageKey: FrozenVersion] {
        [key: FrozenVersion(Deb.version(version), isResolved: true)]
    }
    private func bound(_ version: String) -> [PackageKey: FrozenVersion] {
        [key: FrozenVersion(Deb.version(version), isResolved: false)]
    }
    private func node(_ version: String, offered: String...) -> NodePackages {
        Deb.node([Deb.has("bash", version)], offers: offered.map { Deb.offers("bash", $0, from: "bookworm") })
    }

    @Test func `a node settles what it wants, and otherwise what it has as a bound`() {
        let node = Deb.node(
            [Deb.has("bash", "1"), Deb.has("vim", "7")],
            offers: [Deb.offers("bash", "2", from: "bookworm"), Deb.offers("new", "1", from: "bookworm")])
        let assessment = Deb.openBaseline().assess(node)
        #expect(
            assessment.versionsToFreeze == [
                key: FrozenVersion(Deb.version("2"), isResolved: true),
                Deb.key("vim"): FrozenVersion(Deb.version("7"), isResolved: false),
            ])
        #expect(Deb.openBaseline().assess(node, frozen: assessment.versionsToFreeze).versionsToFreeze.isEmpty)
    }

    @Test func `the last node of the night installs what the first one did`() {
        let last = node("1", offered: "2", "3")
        #expect(Deb.openBaseline().wants(last) == ["bash 3"])
        #expect(Deb.openBaseline().wants(last, frozen: resolved("2")) == ["bash 2"])
    }

    @Test func `a settled version is not asked for its approval again`() {
        let baseline = PatchBaseline.testing(.debian, rules: [.security()])
        #expect(baseline.wants(node("1", offered: "2", "3"), frozen: resolved("2")) == ["bash 2"])
    }

    @Test func `a settled version that is not offered is wanted and cannot be had`() {
        let assessment = Deb.openBaseline().assess(node("1", offered: "3"), frozen: resolved("2"))
        #expect(assessment.wanted == [WantedPatch(key: key, version: Deb.version("2"))])
        #expect(assessment.installable.isEmpty)
        #expect(assessment[key]?.target?.isOffered == false)
    }

    @Test(arguments: ["2", "4"]) func `a node that has it, or is newer, wants nothing more`(version: String) {
        let assessment = Deb.openBaseline().assess(node(version, offered: "5"), frozen: resolved("2"))
        #expect(assessment.wanted.isEmpty)
    }

    @Test func `the settled version counts as approved where it is installed`() {
        let baseline = PatchBaseline.testing(.debian, rules: [.security()])
        #expect(baseline.assess(node("2"), frozen: resolved("2"))[key]?.isApproved == true)
        #expect(baseline.assess(node("2"), frozen: bound("2"))[key]?.isApproved == false)
    }

    @Test func `an up-to-date node's version is a bound, and only that`() {
        #expect(Deb.openBaseline().wants(node("1", offered: "2", "3", "4"), frozen: bound("3")) == ["bash 3"])
        #expect(Deb.openBaseline().wants(node("1", offered: "2", "4"), frozen: bound("3")) == ["bash 2"])
        #expect(Deb.openBaseline().wants(node("1", offered: "4"), frozen: bound("3")).isEmpty)
        #expect(Deb.openBaseline().wants(node("3", offered: "4"), frozen: bound("3")).isEmpty)
    }

    @Test func `rejected beats settled`() {
        let baseline = Deb.openBaseline(rejected: ["bash"])
        #expect(baseline.wants(node("1", offered: "2"), frozen: resolved("2")).isEmpty)
        #expect(baseline.wants(node("1", offered: "3"), frozen: resolved("2")).isEmpty)
    }

    @Test func `a broken package at the settled version is wanted once more`() {
        let broken = Deb.node([Deb.has("bash", "2", broken: "iF")])
        let baseline = PatchBaseline.testing(.debian, rules: [.security()])
        #expect(baseline.wants(broken, frozen: resolved("2")) == ["bash 2"])
        #expect(Deb.openBaseline().wants(broken, frozen: bound("1")) == ["bash 2"])
        #expect(Deb.openBaseline().wants(broken, frozen: resolved("1")) == ["bash 2"])
    }
}
