import Testing

@testable import Patching

@Suite struct TargetVersionTests {
    @Test func `the newest approved version is taken`() {
        let node = Deb.node(
            [Deb.has("bash", "1")],
            offers: ["2", "4", "3"].map { Deb.offers("bash", $0, from: "bookworm") })
        #expect(Deb.openBaseline().wants(node) == ["bash 4"])
    }

    @Test func `nothing is downgraded, nor installed again`() {
        let node = Deb.node(
            [Deb.has("bash", "3")], offers: ["1", "2", "3"].map { Deb.offers("bash", $0, from: "bookworm") })
        #expect(Deb.openBaseline().wants(node).isEmpty)
    }

    @Test func `of several installed kernels the newest counts`() {
        let node = Rpm.node(
            [Rpm.has("kernel", "5.1"), Rpm.has("kernel", "5.3"), Rpm.has("kernel", "5.2")],
            offers: [Rpm.offers("kernel", "5.3"), Rpm.offers("kernel", "5.2")])
        let baseline = PatchBaseline.testing(.redHat, rules: [.all()])
        let assessment = baseline.assess(node)
        #expect(assessment.wanted.isEmpty)
        #expect(assessment.packages.count == 1)
        #expect(assessment[Rpm.key("kernel")]?.newest.version.spoken == "5.3")
        #expect(assessment[Rpm.key("kernel")]?.isApproved == true)
        let newer = Rpm.node(node.installed, offers: [Rpm.offers("kernel", "5.4")])
        #expect(baseline.wants(newer) == ["kernel 5.4"])
    }

    @Test func `an old kernel that is rejected is still there`() {
        let node = Rpm.node([Rpm.has("kernel", "5.1"), Rpm.has("kernel", "5.3")])
        let package = PatchBaseline.testing(.redHat, rules: [.all()], rejected: ["kernel-5.1"])
            .assess(node)[Rpm.key("kernel")]
        #expect(package?.rejected?.version.spoken == "5.1")
    }

    @Test func `what is not installed is counted, once for all its versions, and not wanted`() {
        let node = Deb.node(
            [Deb.has("bash", "1")],
            offers: [
                Deb.offers("new", "1", from: "bookworm"), Deb.offers("new", "2", from: "bookworm"),
                Deb.offers("other", "1", from: "bookworm"), Deb.offers("unwelcome", "1", from: "bookworm"),
            ])
        let assessment = Deb.openBaseline(rejected: ["unwelcome"]).assess(node)
        #expect(assessment.wanted.isEmpty)
        #expect(assessment.notApplicableCount == 2)
        #expect(PatchBaseline.testing(.debian).assess(node).notApplicableCount == 0)
    }

    @Test func `the same name for another architecture is another package`() {
        let foreign = AvailablePackage(
            key: PackageKey(name: "bash", architecture: "i386"), version: Deb.version("2"),
            origins: [PackageOrigin(archive: "bookworm")])
        let assessment = Deb.openBaseline().assess(Deb.node([Deb.has("bash", "1")], offers: [foreign]))
        #expect(assessment.wanted.isEmpty)
        #expect(assessment.notApplicableCount == 1)
    }

    @Test func `a package on hold is wanted all the same`() {
        let node = Deb.node([Deb.has("bash", "1", held: true)], offers: [Deb.offers("bash", "2", from: "bookworm")])
        #expect(Deb.openBaseline().wants(node) == ["bash 2"])
    }

    @Test func `a broken package is wanted again at its own version when nothing newer is`() {
        let broken = [Deb.has("bash", "2", broken: "iF")]
        #expect(Deb.openBaseline().wants(Deb.node(broken)) == ["bash 2"])
        #expect(
            Deb.openBaseline().wants(Deb.node(broken, offers: [Deb.offers("bash", "3", from: "bookworm")]))
                == ["bash 3"])
        #expect(PatchBaseline.testing(.debian, rules: [.security()]).wants(Deb.node(broken)).isEmpty)
        #expect(Deb.openBaseline(rejected: ["bash"]).wants(Deb.node(broken)).isEmpty)
    }

    @Test func `an installed version that its archive still offers is judged by that archive`() {
        let node = Deb.node([Deb.has("bash", "1")], offers: [Deb.offers("bash", "1", from: "bookworm-security")])
        let baseline = PatchBaseline.testing(.debian, rules: [.security(level: .high)])
        #expect(baseline.assess(node)[Deb.key("bash")]?.isApproved == true)
        #expect(baseline.assess(node)[Deb.key("bash")]?.level == .high)
        #expect(baseline.assess(Deb.node([Deb.has("bash", "1")]))[Deb.key("bash")]?.isApproved == false)
    }

    @Test func `an installed version that tells of its own archive is judged by that`() {
        let package = InstalledPackage(
            key: Deb.key("bash"), version: Deb.version("1"), origins: [PackageOrigin(archive: "bookworm-security")])
        let baseline = PatchBaseline.testing(.debian, rules: [.security()])
        let assessed = baseline.assess(Deb.node([package]))[Deb.key("bash")]
        #expect(assessed?.isApproved == true)
        #expect(assessed?.classification == "Security")
    }

    @Test func `an installed rpm is judged by its notices and their dates`() {
        func isApproved(issuedDaysAgo days: Int) -> Bool? {
            let package = InstalledPackage(
                key: Rpm.key("dbus"), version: Rpm.version("1-1"), notices: [Rpm.notice(issued: Moments.daysAgo(days))])
            let rule = ApprovalRule(filters: [], time: .afterDays(7))
            return PatchBaseline.testing(.redHat, rules: [rule]).assess(Rpm.node([package]))[Rpm.key("dbus")]?
                .isApproved
        }
        #expect(isApproved(issuedDaysAgo: 7) == true)
        #expect(isApproved(issuedDaysAgo: 6) == false)
    }

    @Test func `a version spelled otherwise is the same version`() {
        let node = Deb.node([Deb.has("bash", "1.0")], offers: [Deb.offers("bash", "0:1.00", from: "bookworm")])
        #expect(Deb.openBaseline().wants(node).isEmpty)
        let rebuilt = Deb.node([Deb.has("bash", "1.9")], offers: [Deb.offers("bash", "1.10", from: "bookworm")])
        #expect(Deb.openBaseline().wants(rebuilt) == ["bash 1.10"])
    }

    @Test func `a version told of twice is offered by all who tell of it`() {
        let node = Deb.node(
            [Deb.has("bash", "1")],
            offers: [
                Deb.offers("bash", "2", from: "bookworm"), Deb.offers("bash", "2", from: "bookworm-security"),
            ])
        #expect(PatchBaseline.testing(.debian, rules: [.security()]).wants(node) == ["bash 2"])
    }
}
