import Foundation

@testable import Patching

/// Lists, dpkg's status and preferences of an apt that looks at nothing of this machine.
struct AptNode {
    static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/apt-get")

    let run: ScriptRun

    /// - Parameter lacking: what an installed package depends on, by its name.
    init(
        installed: [(name: String, version: String)] = [("a", "1"), ("b", "1.0")], lacking: [String: String] = [:]
    ) throws {
        run = try ScriptRun()
        for folder in ["state/lists/partial", "cache/archives/partial", "etc/preferences.d", "etc/apt.conf.d"] {
            try FileManager.default.createDirectory(atPath: run.path(folder), withIntermediateDirectories: true)
        }
        let ends = "Architecture: all\nMaintainer: M <m@example.org>\nDescription: d\n"
        try run.write(
            installed.map { name, version in
                "Package: \(name)\nStatus: install ok installed\nVersion: \(version)\n"
                    + (lacking[name].map { "Depends: \($0)\n" } ?? "") + "\(ends)\n"
            }.joined(), to: "status")
        let offers = [
            ("a", "2", "b (>= 1.1), c"), ("b", "1.1", ""), ("b", "1.2", ""), ("c", "1.1", ""), ("c", "1.2", ""),
        ]
        try run.write(
            offers.map { name, version, needs in
                "Package: \(name)\nVersion: \(version)\n\(needs.isEmpty ? "" : "Depends: \(needs)\n")\(ends)"
                    + "Filename: ./\(name)_\(version).deb\nSize: 1\nSHA256: \(String(repeating: "0", count: 64))\n\n"
            }.joined(), to: "repository/Packages")
        try run.write("deb [trusted=yes] file:\(run.path("repository")) ./\n", to: "etc/sources.list")
        try run.write(
            """
            Dir "\(run.base.path)";
            Dir::State "state";
            Dir::State::status "\(run.path("status"))";
            Dir::Cache "cache";
            Dir::Etc "etc";
            APT::Sandbox::User "";
            """, to: "apt.conf")
        // The one file that the script itself reads by its path.
        try run.program(
            "cat",
            #"case $1 in /etc/apt/preferences) exec /bin/cat "$BASE/etc/preferences" ;; *) exec /bin/cat "$@" ;; esac"#)
    }

    func pin(_ name: String, to version: String, priority: Int, in place: String) throws {
        try run.write("Package: \(name)\nPin: version \(version)\nPin-Priority: \(priority)\n", to: "etc/\(place)")
    }

    /// - Returns: what would come, sorted; `nil` when apt finds no way.
    func install(_ argument: String, wanting wanted: [(name: String, version: String)]) throws -> [String]? {
        var text = ScriptText(parts: [PackageResources.begin_sh, PackageResources.apt_sh])
        try text.configure(refreshes: true, sources: [], lockWaitSeconds: 0)
        try text.want(
            wanted.map {
                WantedPatch(
                    key: PackageKey(name: $0.name, architecture: "all"),
                    version: PackageVersion($0.version, family: .dpkg))
            })
        text.call("p_sources=\nmake_private\nprepare_apt\nrefresh_apt")
        text.call("apt apt-get -s -qq --no-remove install \(argument) 2>/dev/null || echo none")
        let output = try run.run(text.text, environment: ["APT_CONFIG": run.path("apt.conf")])
        let lines = output.split(separator: "\n").filter { $0.hasPrefix("Inst ") || !$0.hasPrefix("Conf ") }
        if lines == ["none"] { return nil }
        return lines.map { line in
            let words = line.replacing("(", with: "").split(separator: " ").filter { !$0.hasPrefix("[") }
            return words.prefix(3).dropFirst().joined(separator: " ")
        }.sorted()
    }
}
