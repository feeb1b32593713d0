import Testing

@testable import Patching

@Suite struct PatchNoteTests {
    private let key = Deb.key("bash")

    private func note(
        _ order: PatchOrder, _ installed: InstalledPackage, result: InstallResult = InstallResult(changes: []),
        refused: [PackageKey: String] = [:], frozen: [PackageKey: FrozenVersion] = [:], wanted: Bool = true
    ) -> String? {
        let node = Deb.node([installed], offers: [Deb.offers("bash", "3", from: "bookworm")])
        let assessment = Deb.openBaseline().assess(node, frozen: frozen)
        let outcome = InstallOutcome(
            wanted: wanted ? assessment.wanted : [], result: result, refused: refused, bootID: "boot-1")
        let run = PatchRun(
            order: order, patchGroup: "", assessment: assessment, outcome: order.operation == .scan ? nil : outcome)
        return run.report().item("bash")?.note
    }

    @Test func `a missing patch says why an install would not help`() {
        #expect(note(.scan, Deb.has("bash", "1")) == nil)
        #expect(
            note(.scan, Deb.has("bash", "1", held: true)) == "It is on hold on the node: an install will not change it."
        )
        #expect(
            note(.scan, Deb.has("bash", "1", broken: "iF"))
                == "Version 1 is on the node, but its installation has not ended well (iF).")
        #expect(
            note(.scan, Deb.has("bash", "1"), frozen: [key: FrozenVersion(Deb.version("2"), isResolved: true)])
                == "Version 2, which this snapshot has settled on, is not offered any more by the node's repositories.")
    }

    @Test func `a failed patch says why it failed`() {
        let install = PatchOrder.install()
        #expect(note(install, Deb.has("bash", "1")) == "The node still has 1 after the installation.")
        #expect(note(install, Deb.has("bash", "1", held: true)) == "It is on hold on the node.")
        #expect(
            note(install, Deb.has("bash", "1"), frozen: [key: FrozenVersion(Deb.version("2"), isResolved: true)])
                == "Version 2, which this snapshot has settled on, is not offered any more by the node's repositories.")
        let result = InstallResult(changes: [], notes: [key: "No space left on device"], problem: "Some failed")
        #expect(note(install, Deb.has("bash", "1"), result: result) == "No space left on device")
        #expect(
            note(install, Deb.has("bash", "1"), result: InstallResult(changes: [], problem: "The lock was never free"))
                == "The lock was never free")
        #expect(
            note(install, Deb.has("bash", "1"), result: result, refused: [key: "It needs libbad, which is rejected."])
                == "It needs libbad, which is rejected.")
        #expect(
            note(install, Deb.has("bash", "3", broken: "iF"))
                == "Version 3 is on the node, but its installation has not ended well (iF).")
        #expect(
            note(install, Deb.has("bash", "1"), wanted: false)
                == "It was not among what this run set out to install; the node still has 1.")
    }

    @Test func `a rejected package names the entry`() {
        let assessment = Deb.openBaseline(rejected: ["ba*"], action: .block).assess(Deb.node([Deb.has("bash", "1")]))
        #expect(
            PatchRun(order: .scan, assessment: assessment).report().item("bash")?.note
                == "The baseline rejects it (ba*).")
    }
}
