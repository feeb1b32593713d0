import Foundation
import Testing

@testable import Patching

@Suite struct ZypperParsingTests {
    private func node() throws -> NodePackages {
        try NodePackages(parsing: try Recording.text("onnode/sles-collect.txt"))
    }

    @Test func `of all versions in a repository only the newer ones are on offer`() throws {
        let node = try node()
        #expect(node.operatingSystem == .suse)
        #expect(node.product == "Suse15.5")
        #expect(node.available.filter { $0.key.name == "mwr-alpha" }.map(\.version.text) == ["0:1.2-1", "0:1.1-1"])
        #expect(node.available.filter { $0.key.name == "mwr-epoch" }.map(\.version.text) == ["1:1.1-1"])
        #expect(node.available.allSatisfy { $0.origins == [PackageOrigin(archive: "lab-base")] })
        #expect(node.wantsReboot == false)
    }

    @Test func `a patch is the notice of the versions it demands`() throws {
        let node = try node()
        let notice = try #require(node.available.first { $0.title == "mwr-alpha.noarch:0:1.1-1" }?.notices.first)
        #expect(notice.id == "LAB-2026:0001")
        #expect(notice.classification == "Security")
        #expect(notice.severity == "Important")
        #expect(notice.cves == ["CVE-2026-1111", "CVE-2026-2222"])
        #expect(notice.bugzillas == ["12345"])
        #expect(notice.updatedAt == (try Date("2026-10-15T12:00:00Z", strategy: .iso8601)))
        let native = try #require(node.available.first { $0.key.name == "mwr-native" })
        #expect(native.notices.map(\.id) == ["LAB-2026:0004"])
        // The only package of its patch, which zypper writes in another form.
        let later = try #require(node.available.first { $0.title == "mwr-alpha.noarch:0:1.2-1" })
        #expect(later.notices.map(\.id) == ["LAB-2026:0002"])
        #expect(node.installed.first { $0.key.name == "mwr-alpha" }?.notices.map(\.id) == ["LAB-2026:0003"])
    }

    @Test func `what one package suffers is told, and the others are in`() throws {
        let result = try InstallResult(parsing: try Recording.text("onnode/sles-install.txt"))
        let notes = Dictionary(uniqueKeysWithValues: result.notes.map { ($0.key.name, $0.value) })
        #expect(notes["mwr-lost"]?.contains("nothing provides nowhere-to-be-found") == true)
        #expect(notes["mwr-fail"]?.contains("%prein(mwr-fail-1.1-1.noarch) scriptlet failed") == true)
        #expect(notes["mwr-locked"]?.contains("No provider") == true)
        #expect(
            Set(result.changes.map(\.key.name)) == [
                "kernel-core", "mwr-alpha", "mwr-brought", "mwr-dep", "mwr-epoch", "mwr-native", "mwr-post",
            ])
    }

    @Test func `a simulation names what comes along and what cannot come`() throws {
        let simulation = try PatchSimulation(parsing: try Recording.text("onnode/sles-simulate.txt"))
        #expect(
            simulation.companions.map { "\($0.key.key) \($0.value.map(\.key.name))" } == [
                #"mwr-dep.noarch ["mwr-brought"]"#
            ])
        #expect(simulation.refusals.keys.map(\.key.name) == ["mwr-lost"])
    }
}
