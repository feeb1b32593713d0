import Foundation
import Testing

@testable import Patching

@Suite struct NodePackagesParsingTests {
    @Test func `a Debian node tells what it has and what is on offer`() throws {
        let node = try NodePackages(parsing: try Recording.text("onnode/debian-collect.txt"))
        #expect(node.operatingSystem == .debian)
        #expect(node.product == "Debian12")
        #expect(!node.bootID.isEmpty)
        #expect(node.installed.count == 123)
        let alpha = try #require(node.installed.first { $0.key.name == "mw-alpha" })
        #expect(alpha.version == version("1.0"))
        #expect(alpha.priority == "standard")
        #expect(alpha.brokenStatus == nil)
        #expect(!alpha.isHeld)
        #expect(alpha.installedAt != nil)
        #expect(alpha.origins == [PackageOrigin(archive: "base", label: "Lab")])
        let update = try #require(node.available.first { $0.key.name == "mw-alpha" })
        #expect(update.version == version("1.1"))
        #expect(update.origins == [PackageOrigin(archive: "stable-security", label: "Debian-Security")])
        #expect(update.section == "admin")
        #expect(update.priority == "standard")
    }

    @Test func `every newer version is on offer, not only the newest`() throws {
        let node = try NodePackages(parsing: try Recording.text("onnode/debian-collect.txt"))
        #expect(node.available.filter { $0.key.name == "mw-gamma" }.map(\.version.text) == ["1.10", "1.9"])
    }

    @Test func `a package that an upgrade brings along is on offer, one that nobody needs is not`() throws {
        let node = try NodePackages(parsing: try Recording.text("onnode/debian-collect.txt"))
        let names = Set(node.available.map(\.key.name))
        #expect(names.contains("mw-zeta-data"))
        #expect(!names.contains("mw-new"))
        #expect(!node.installed.contains { $0.key.name == "mw-zeta-data" })
    }

    @Test func `a held package is on hold and its update on offer`() throws {
        let node = try NodePackages(parsing: try Recording.text("onnode/debian-collect.txt"))
        #expect(node.installed.filter(\.isHeld).map(\.key.name) == ["mw-held"])
        #expect(node.available.contains { $0.key.name == "mw-held" })
    }

    @Test func `a package whose script failed is there and broken`() throws {
        let node = try NodePackages(parsing: try Recording.text("onnode/debian-after.txt"))
        let broken = node.installed.filter { $0.brokenStatus != nil }
        #expect(broken.map(\.key.description) == ["mw-delta.amd64"])
        #expect(broken.first?.brokenStatus == "iF")
        #expect(broken.first?.version == version("1.1"))
        #expect(node.remarks.count == 1)
    }

    @Test(arguments: [
        "error\trefresh\tThe mirror is dead.\n", "format\t1\nsystem\tID\tdebian\nerror\trefresh\tThe mirror is dead.\n",
    ])
    func `a dead mirror is a failure, never an empty node`(output: String) {
        #expect(throws: PatchScriptError.refused(.refresh, detail: "The mirror is dead.")) {
            try NodePackages(parsing: output)
        }
    }

    @Test func `an answer cut anywhere says nothing`() throws {
        let lines = try Recording.text("onnode/debian-collect.txt").split(separator: "\n")
        for count in [0, 1, 5, 20, lines.count - 1] {
            #expect(throws: PatchScriptError.incomplete(lines: count)) {
                try NodePackages(parsing: lines.prefix(count).joined(separator: "\n"))
            }
        }
    }

    @Test(arguments: [
        "format\t2\nend", "surprise\nend", "system\tID\tdebian\nend", "offer\ta\tall\t1\t7\nend", "end\nboot\tx",
        "installed\ta\nend", "installed\ta\tall\t\nend", "archive\tx\ty\nend", "offer\ta\tall\t1\t\nend",
        "installed\ta\tall\t1\t\t0\tsoon\nend", "covers\t3\ta\tall\t1\nend", "error\twhat\never\nend",
    ])
    func `an answer in other words is not understood`(output: String) {
        #expect {
            try NodePackages(parsing: output)
        } throws: { error in
            guard case PatchScriptError.malformed = error else { return false }
            return true
        }
    }

    @Test func `an offer that no script could name is remarked on and ignored`() throws {
        let head = "format\t1\nsystem\tID\tdebian\nsystem\tVERSION_ID\t12\nboot\tb\narchive\t1\tstable\t\n"
        for (name, version) in [("a;reboot", "1"), ("-o", "1"), ("a", "1$(id)"), ("a b", "1"), ("a", "*"), ("a", "-1")]
        {
            let node = try NodePackages(parsing: "\(head)offer\t\(name)\tall\t\(version)\t1\nend\n")
            #expect(node.available.isEmpty)
            #expect(node.remarks.count == 1)
        }
    }

    @Test func `random damage never crashes`() throws {
        let original = Array(try Recording.text("onnode/debian-collect.txt").utf8.prefix(4000)) + Array("\nend\n".utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var bytes = original
            for _ in 0..<4 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            _ = try? NodePackages(parsing: String(decoding: bytes, as: UTF8.self))
        }
    }

    private func version(_ text: String) -> PackageVersion { PackageVersion(text, family: .dpkg) }
}
