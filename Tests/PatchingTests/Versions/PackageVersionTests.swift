import Foundation
import Patching
import Testing

@Suite struct PackageVersionTests {
    @Test(arguments: [
        ("1.2-3", "0:1.2-3"), ("0:1.2-3", "0:1.2-3"), (":1.2-3", "0:1.2-3"), ("2:1.2-3", "2:1.2-3"), ("", "0:"),
        ("1.2", "0:1.2"), ("(none):1-1", "0:(none):1-1"),
    ])
    func `an rpm version always shows its epoch`(text: String, normalised: String) {
        let version = PackageVersion(text, family: .rpm)
        #expect(version.text == normalised)
        #expect("\(version)" == normalised)
        #expect(PackageVersion(normalised, family: .rpm) == version)
    }

    @Test func `a Debian version stays as it was written`() {
        #expect(PackageVersion("0:1.0-0", family: .dpkg).text == "0:1.0-0")
        #expect(PackageVersion("1.0", family: .dpkg).text == "1.0")
    }

    @Test func `the same version written differently is not the same value`() {
        let short = PackageVersion("1.0", family: .dpkg)
        let long = PackageVersion("1.00", family: .dpkg)
        #expect(short.isSame(as: long))
        #expect(short != long)
        #expect(Set([short, long]).count == 2)
    }

    @Test(arguments: [
        ("1:2.3-4", PackageFamily.dpkg, ["1", "2.3", "4"]), ("2.3", .dpkg, ["0", "2.3"]),
        ("2.3-4-5", .dpkg, ["0", "2.3-4", "5"]), (":2.3-4", .dpkg, ["0", "2.3", "4"]),
        ("a:2-", .dpkg, ["0", "a:2", ""]),
        ("1.12.28-1.amzn2023.0.1", .rpm, ["0", "1.12.28", "1.amzn2023.0.1"]), ("7:1", .rpm, ["7", "1"]),
    ])
    func `a version has an epoch, an upstream version and perhaps a release`(
        text: String, family: PackageFamily, parts: [String]
    ) {
        let version = PackageVersion(text, family: family)
        let found = [version.epoch, version.upstream] + (version.release.map { [$0] } ?? [])
        #expect(found.map(String.init) == parts)
    }

    @Test(arguments: [
        ("1.2-3.el9", "1.2", true), ("0:1.2-3.el9", "1.2-3.el9", true), ("1.2-3", "1.2-4", false),
        ("1:1.2-3", "1.2", false), ("1.2-3", "1.02", true), ("1.2.0-3", "1.2", false),
    ])
    func `rpm compares releases only when both name one`(installed: String, wanted: String, satisfies: Bool) {
        let installed = PackageVersion(installed, family: .rpm)
        let wanted = PackageVersion(wanted, family: .rpm)
        #expect(installed.satisfies(wanted) == satisfies)
        #expect(wanted.satisfies(installed) == satisfies)
    }

    @Test func `in Debian a missing revision is a revision of 0`() {
        let wanted = PackageVersion("1.2", family: .dpkg)
        #expect(PackageVersion("1.2-0", family: .dpkg).satisfies(wanted))
        #expect(!PackageVersion("1.2-1", family: .dpkg).satisfies(wanted))
    }

    @Test func `a stored version comes back, normalised`() throws {
        let version = PackageVersion("1.2-3", family: .rpm)
        let stored = try JSONEncoder().encode(version)
        #expect(try JSONDecoder().decode(PackageVersion.self, from: stored) == version)
        let older = Data(#"{"family":"rpm","text":"1.2-3"}"#.utf8)
        #expect(try JSONDecoder().decode(PackageVersion.self, from: older) == version)
    }

    @Test func `the newest of several is found with max`() {
        let versions = ["1.9-1", "1.10-1", "1.10~rc1-1"].map { PackageVersion($0, family: .dpkg) }
        #expect(versions.max { $0.isOlder(than: $1) }?.text == "1.10-1")
    }
}
