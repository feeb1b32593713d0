import Testing

@testable import Patching

@Suite struct PatchNameListTests {
    struct Row: CustomTestStringConvertible {
        let entry: String
        let package: String
        let architecture: String
        let version: PackageVersion
        let isListed: Bool

        var testDescription: String { "\(entry) \(isListed ? "lists" : "does not list") \(package) \(version)" }

        static func rpm(_ entry: String, _ name: String, _ version: String, _ arch: String, _ isListed: Bool) -> Row {
            Row(
                entry: entry, package: name, architecture: arch,
                version: PackageVersion(version, family: .rpm), isListed: isListed)
        }

        static func dpkg(_ entry: String, _ name: String, _ version: String, _ arch: String, _ isListed: Bool) -> Row {
            Row(
                entry: entry, package: name, architecture: arch,
                version: PackageVersion(version, family: .dpkg), isListed: isListed)
        }
    }

    private static let rows: [Row] = [
        // The table of the patching rules, §5.2.
        .rpm("system-release.*", "system-release", "1:2-13.amzn2", "x86_64", true),
        .rpm("system-release.*", "system-release-cpe", "1:2-13.amzn2", "noarch", false),
        .rpm("system-release*", "system-release-cpe", "1:2-13.amzn2", "noarch", true),
        .rpm("dbus", "dbus-libs", "1:1.12.28-1.amzn2023.0.1", "x86_64", false),
        .rpm("DBUS", "dbus", "1:1.12.28-1.amzn2023.0.1", "x86_64", true),
        .rpm("dbus-1.12.2*", "dbus", "1:1.12.28-1.amzn2023.0.1", "x86_64", true),
        .rpm("dbus-*:1.12.28-1.amzn2023.0.1.x86_64", "dbus", "1:1.12.28-1.amzn2023.0.1", "x86_64", true),
        .rpm("1.12.28", "dbus-libs", "1:1.12.28-1.amzn2023.0.1", "x86_64", true),
        .rpm("kernel-5.14", "kernel", "5.14.0-70.el9", "x86_64", false),
        .rpm("kernel-5.14*", "kernel", "5.14.0-70.el9", "x86_64", true),
        .dpkg("linux-image-*", "linux-image-6.1.0-18-amd64", "6.1.76-1", "amd64", true),
        .dpkg("openssl*", "libssl3", "3.0.11-1~deb12u2", "amd64", false),
        // Near misses.
        .rpm("dbus-1.12.2", "dbus", "1:1.12.28-1", "x86_64", false),
        .rpm("x86_64", "dbus", "1:1.12.28-1", "x86_64", false),
        .rpm("dbus-1.12.28.x86_64", "dbus", "1:1.12.28-1", "x86_64", false),
        .rpm("0:5.14.0-70.el9", "kernel", "5.14.0-70.el9", "x86_64", true),
        .rpm("1:5.14.0-70.el9", "kernel", "5.14.0-70.el9", "x86_64", false),
        .rpm("*", "kernel", "5.14.0-70.el9", "x86_64", true),
        .rpm("", "kernel", "5.14.0-70.el9", "x86_64", false),
        .dpkg("amd64", "libssl3", "3.0.11-1", "amd64", false),
        .dpkg("libssl3:amd64", "libssl3", "3.0.11-1", "amd64", false),
        .dpkg("amd64:*", "libssl3", "3.0.11-1", "amd64", true),
        .dpkg("AMD64:3.0.11-1", "libssl3", "3.0.11-1", "amd64", true),
        .dpkg("3.0.11", "libssl3", "3.0.11-1", "amd64", false),
        .dpkg("1:9.2p1-2", "openssh-server", "1:9.2p1-2", "amd64", true),
        .dpkg("9.2p1-2", "openssh-server", "1:9.2p1-2", "amd64", false),
        .dpkg("?penssh-[cs]*", "openssh-server", "1:9.2p1-2", "amd64", true),
    ]

    @Test(arguments: rows) func `an entry lists a package by any of its spellings`(row: Row) {
        for list in [PatchNameList(approved: [row.entry]), PatchNameList(rejected: ["other", row.entry])] {
            let match = list.match(name: row.package, architecture: row.architecture, version: row.version)
            #expect((match != nil) == row.isListed)
            #expect(match == nil || match?.entry == row.entry)
        }
    }

    @Test func `an rpm has twelve spellings`() {
        let spellings = PackageSpellings(
            name: "dbus", architecture: "x86_64", version: PackageVersion("1:1.12-3.el9", family: .rpm))
        #expect(
            spellings.texts == [
                "dbus", "dbus.x86_64", "dbus-1.12", "dbus-1.12-3.el9", "dbus-1.12-3.el9.x86_64", "1.12", "1.12-3.el9",
                "1:1.12-3.el9", "dbus-1:1.12-3.el9", "dbus-1:1.12-3.el9.x86_64", "1:dbus-1.12-3.el9.x86_64",
                "dbus.x86_64:1:1.12-3.el9",
            ])
    }

    @Test func `a Debian package has six spellings`() {
        let spellings = PackageSpellings(
            name: "Libc6", architecture: "amd64", version: PackageVersion("2.36-9", family: .dpkg))
        #expect(
            spellings.texts == [
                "Libc6", "2.36-9", "Libc6.amd64", "Libc6-2.36-9", "amd64:2.36-9", "Libc6.amd64:2.36-9",
            ])
    }

    @Test func `a package without architecture or release has fewer spellings`() {
        let noRelease = PackageSpellings(
            name: "patch-1", architecture: "", version: PackageVersion("3", family: .rpm))
        #expect(noRelease.texts == ["patch-1", "patch-1-3", "3"])
        let nothing = PackageSpellings(name: "", architecture: "", version: PackageVersion("", family: .dpkg))
        #expect(nothing.texts.isEmpty)
    }

    private static let noticeIDs = ["RHSA-2023:0864", "CVE-2023-0286", "CVE-2023-0215", "2164440"]

    @Test(
        arguments: [
            ("2164440", "2164440"), ("CVE-2023-0286", "CVE-2023-0286"), ("cve-2023-0215", "CVE-2023-0215"),
            ("rhsa-2023:0864", "RHSA-2023:0864"), ("216444", nil), ("CVE-2023-*", nil), ("*2023*", nil),
            ("CVE-2023-02", nil),
        ] as [(String, String?)])
    func `an approved id stands for the packages of its notices`(entry: String, id: String?) {
        let version = PackageVersion("1:3.0.1-47.el9_1", family: .rpm)
        let approved = PatchNameList(approved: [entry])
            .match(name: "openssl", architecture: "x86_64", version: version, noticeIDs: Self.noticeIDs)
        #expect(approved == id.map { PatchNameMatch(entry: entry, spelling: $0, isNotice: true) })
        let rejected = PatchNameList(rejected: [entry])
            .match(name: "openssl", architecture: "x86_64", version: version, noticeIDs: Self.noticeIDs)
        #expect(rejected == nil)
    }

    @Test func `the first entry that matches is the one named`() {
        let list = PatchNameList(approved: ["kernel", "openssl-3*", "OpenSSL", "*"])
        let match = list.match(
            name: "openssl", architecture: "x86_64", version: PackageVersion("1:3.0.1-47.el9", family: .rpm))
        #expect(match == PatchNameMatch(entry: "openssl-3*", spelling: "openssl-3.0.1", isNotice: false))
        #expect(PatchNameList(rejected: []).isEmpty && !list.isEmpty)
    }

    /// The quick look at how spellings start must never lose a match.
    @Test(.tags(.property), arguments: PackageFamily.allCases)
    func `a list finds what its spellings say`(family: PackageFamily) {
        var generator = SeededGenerator(seed: 6)
        var listed = 0
        for _ in 0..<5_000 {
            let name = generator.one(["a", "ab", "amd", "1", "lib-1", "x", "0ad", ""])
            let architecture = generator.one(["amd64", "all", "x86_64", ""])
            let text = generator.one(["1.0-1", "0:1.0-1", "1:1-1", "a-1", "", "1", "2:0ad", ":1"])
            let version = PackageVersion(text, family: family)
            let texts = PackageSpellings(name: name, architecture: architecture, version: version).texts
            var entry = Array(generator.one(texts + ["a*", "1:*", "amd64*", "0:*", ":*"]))
            for index in entry.indices where generator.happens(15) {
                entry[index] = generator.one(["*", "?", "1", "a"])
            }
            let isListed = texts.contains { NaiveGlob.matches(entry, Array($0)) }
            listed += isListed ? 1 : 0
            let match = PatchNameList(rejected: [String(entry)])
                .match(name: name, architecture: architecture, version: version)
            #expect((match != nil) == isListed, "\(String(entry)) on \(texts)")
        }
        #expect(listed > 1_000)
    }
}
