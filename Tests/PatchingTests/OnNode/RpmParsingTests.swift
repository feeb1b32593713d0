import Foundation
import Testing

@testable import Patching

@Suite struct RpmParsingTests {
    private func node() throws -> NodePackages {
        try NodePackages(parsing: try Recording.text("onnode/rocky-collect.txt"))
    }

    @Test func `versions have their epoch, and every newer one is on offer`() throws {
        let node = try node()
        #expect(node.operatingSystem == .rockyLinux)
        #expect(node.product == "RockyLinux9.4")
        #expect(node.installed.first { $0.key.name == "mwr-epoch" }?.version.text == "1:1.0-1")
        #expect(node.available.filter { $0.key.name == "mwr-alpha" }.map(\.version.text) == ["0:1.1-1", "0:1.2-1"])
        #expect(node.available.allSatisfy { $0.origins == [PackageOrigin(archive: "lab-base")] && $0.builtAt != nil })
        #expect(node.installed.allSatisfy { $0.installedAt != nil && $0.builtAt != nil })
        #expect(node.wantsReboot == false)
    }

    @Test func `a notice is that of the versions it names`() throws {
        let node = try node()
        let first = try #require(node.available.first { $0.title == "mwr-alpha.noarch:0:1.1-1" }?.notices.first)
        #expect(first.id == "LAB-2026:0001")
        #expect(first.classification == "Security")
        #expect(first.isSecurity)
        #expect(first.severity == "Important")
        #expect(first.cves == ["CVE-2026-1111", "CVE-2026-2222"])
        #expect(first.bugzillas == ["12345"])
        #expect(first.issuedAt == (try Date("2026-10-01T10:00:00Z", strategy: .iso8601)))
        #expect(first.updatedAt == (try Date("2026-10-15T12:00:00Z", strategy: .iso8601)))
        let second = try #require(node.available.first { $0.title == "mwr-alpha.noarch:0:1.2-1" })
        #expect(second.notices.map(\.id) == ["LAB-2026:0002"])
        #expect(second.notices.map(\.severity) == ["None"])
        #expect(node.available.first { $0.key.name == "mwr-dep" }?.notices.isEmpty == true)
    }

    @Test func `a notice dated by the day alone has its date, though dnf cannot read it`() throws {
        let notice = try #require(try node().available.flatMap(\.notices).first { $0.id == "LAB-2026:0002" })
        #expect(notice.issuedAt == (try Date("2026-11-01T00:00:00Z", strategy: .iso8601)))
        #expect(notice.updatedAt == nil)
    }

    @Test func `what is installed keeps its notices`() throws {
        let installed = try #require(try node().installed.first { $0.key.name == "mwr-alpha" })
        #expect(installed.notices.map(\.id) == ["LAB-2026:0003"])
        #expect(installed.notices.map(\.classification) == ["Enhancement"])
    }

    @Test func `a second kernel comes beside the first`() throws {
        let result = try InstallResult(parsing: try Recording.text("onnode/rocky-install.txt"))
        let changes = Dictionary(uniqueKeysWithValues: result.changes.map { ($0.key.name, $0) })
        #expect(changes["kernel-core"]?.from == nil)
        #expect(changes["kernel-core"]?.to?.text == "0:5.14.0-2")
        #expect(changes["mwr-native"]?.to?.text == "0:1.1~rc1-1")
        #expect(changes["mwr-brought"]?.to?.text == "0:1.0-1")
        #expect(changes["mwr-fail"] == nil)
    }

    @Test func `what one package suffers is told, and the others are in`() throws {
        let result = try InstallResult(parsing: try Recording.text("onnode/rocky-install.txt"))
        let notes = Dictionary(uniqueKeysWithValues: result.notes.map { ($0.key.name, $0.value) })
        #expect(notes["mwr-lost"]?.contains("nothing provides nowhere-to-be-found") == true)
        #expect(notes["mwr-fail"]?.contains("PREIN scriptlet") == true)
        #expect(notes["mwr-post"]?.contains("POSTIN scriptlet") == true)
        #expect(Set(result.changes.map(\.key.name)).isSuperset(of: ["mwr-alpha", "mwr-epoch", "mwr-dep", "mwr-post"]))
    }

    @Test func `a simulation names what comes along and what cannot come`() throws {
        let simulation = try PatchSimulation(parsing: try Recording.text("onnode/rocky-simulate.txt"))
        #expect(
            simulation.companions.map { "\($0.key.key) \($0.value.map(\.key.name))" } == [
                #"mwr-dep.noarch ["mwr-brought"]"#
            ])
        #expect(simulation.refusals.keys.map(\.key.name) == ["mwr-lost"])
    }
}
