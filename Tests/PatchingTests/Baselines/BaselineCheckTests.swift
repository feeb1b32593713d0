import Foundation
import Testing

@testable import Patching

@Suite struct BaselineCheckTests {
    private func make(
        _ system: OperatingSystem, _ definition: BaselineDefinition
    ) -> Result<PatchBaseline, BaselineProblem> {
        Result { () throws(BaselineProblem) in
            try definition.baseline(
                id: BaselineID(rawValue: "pb-0123456789abcdef0"), operatingSystem: system,
                at: Date(timeIntervalSince1970: 0))
        }
    }

    private func problem(_ system: OperatingSystem, _ change: (inout BaselineDefinition) -> Void) -> String? {
        var definition = BaselineDefinition(name: "testing")
        change(&definition)
        if case .failure(let problem) = make(system, definition) { return problem.message }
        return nil
    }

    private func rule(
        _ key: PatchFilterKey = .product, days: Int? = 7, until: String? = nil, nonSecurity: Bool? = nil
    ) -> RuleDefinition {
        RuleDefinition(
            filters: [PatchFilter(key: key, values: ["*"])], approveAfterDays: days, approveUntilDate: until,
            includesNonSecurity: nonSecurity)
    }

    /// The table of the rule book, written out by hand (reference: patching 4.2).
    private static let keys: [OperatingSystem: Set<PatchFilterKey>] = {
        var keys: [OperatingSystem: Set<PatchFilterKey>] = [
            .macOS: [.product, .classification],
            .windows: [.patchSet, .product, .productFamily, .classification, .msrcSeverity],
        ]
        for system: OperatingSystem in [.debian, .ubuntu, .raspbian] { keys[system] = [.product, .priority, .section] }
        for system: OperatingSystem in [
            .amazonLinux, .amazonLinux2, .amazonLinux2022, .amazonLinux2023, .redHat, .centOS, .oracleLinux,
            .rockyLinux, .almaLinux, .suse,
        ] { keys[system] = [.product, .classification, .severity] }
        return keys
    }()

    @Test(arguments: OperatingSystem.allCases, PatchFilterKey.allCases)
    func `a filter key is for some operating systems only`(_ system: OperatingSystem, _ key: PatchFilterKey) throws {
        let isAllowed = try #require(Self.keys[system]).contains(key)
        #expect((problem(system) { $0.rules = [rule(key)] } == nil) == isAllowed)
        #expect((problem(system) { $0.globalFilters = [PatchFilter(key: key, values: ["a"])] } == nil) == isAllowed)
    }

    @Test(arguments: OperatingSystem.allCases)
    func `a rule has exactly one time, except where packages have no date`(_ system: OperatingSystem) {
        #expect(problem(system) { $0.rules = [rule(days: 0)] } == nil)
        #expect(problem(system) { $0.rules = [rule(days: nil, until: "2026-11-16")] } == nil)
        #expect(problem(system) { $0.rules = [rule(days: 7, until: "2026-11-16")] }?.contains("both") == true)
        let isOptional = [.debian, .ubuntu, .raspbian].contains(system)
        #expect((problem(system) { $0.rules = [rule(days: nil)] } == nil) == isOptional)
    }

    @Test(arguments: ["2026-02-30", "2026-13-01", "2026-1-01", "26-01-01", "2026/01/01", "tomorrow", "2026-01-0x", ""])
    func `a date that is none is refused`(_ date: String) {
        #expect(problem(.redHat) { $0.rules = [rule(days: nil, until: date)] }?.contains("YYYY-MM-DD") == true)
    }

    @Test(arguments: [(-1, false), (0, true), (360, true), (361, false)])
    func `approval days lie between 0 and 360`(_ days: Int, _ isAllowed: Bool) {
        #expect((problem(.suse) { $0.rules = [rule(days: days)] } == nil) == isAllowed)
    }

    @Test func `lists end where the field's do`() {
        let entries = { (count: Int) in (0..<count).map { "package-\($0)" } }
        #expect(problem(.debian) { $0.approvedPatches = entries(50) } == nil)
        #expect(problem(.debian) { $0.approvedPatches = entries(51) } != nil)
        #expect(problem(.debian) { $0.rejectedPatches = entries(51) } != nil)
        #expect(problem(.debian) { $0.rules = Array(repeating: rule(), count: 10) } == nil)
        #expect(problem(.debian) { $0.rules = Array(repeating: rule(), count: 11) } != nil)
        let filter = PatchFilter(key: .product, values: ["*"])
        #expect(problem(.debian) { $0.globalFilters = Array(repeating: filter, count: 4) } == nil)
        #expect(problem(.debian) { $0.globalFilters = Array(repeating: filter, count: 5) } != nil)
        #expect(problem(.debian) { $0.globalFilters = [PatchFilter(key: .product, values: [])] } != nil)
    }

    @Test func `names of patches hold no blanks`() {
        #expect(problem(.debian) { $0.rejectedPatches = ["openssl libssl3"] }?.contains("openssl libssl3") == true)
        #expect(problem(.debian) { $0.approvedPatches = ["a\u{7}"] } != nil)
        #expect(
            problem(.amazonLinux) { $0.rejectedPatches = ["system-release.*", "CVE-2026-1", "kernel[-0-9]*"] } == nil)
    }

    @Test(arguments: OperatingSystem.allCases)
    func `what only Linux has is refused elsewhere`(_ system: OperatingSystem) {
        let isLinux = ![OperatingSystem.windows, .macOS].contains(system)
        let line =
            [.debian, .ubuntu, .raspbian].contains(system) ? "deb http://mirror.example/ x main" : "[main]\nname=x"
        let source = PatchSource(name: "mirror", products: ["*"], configuration: line)
        #expect((problem(system) { $0.sources = [source] } == nil) == isLinux)
        #expect((problem(system) { $0.rules = [rule(nonSecurity: true)] } == nil) == isLinux)
        #expect((problem(system) { $0.approvedPatchesIncludeNonSecurity = true } == nil) == isLinux)
        // Tools send what they know, also when it says nothing.
        #expect(
            problem(system) {
                $0.approvedPatchesIncludeNonSecurity = false
                $0.sources = []
                $0.rules = [rule(nonSecurity: false)]
            } == nil)
        #expect((problem(system) { $0.availableSecurityUpdatesStatus = "COMPLIANT" } == nil) == (system == .windows))
    }

    @Test(arguments: [
        (OperatingSystem.debian, "deb http://mirror.example/debian bookworm main", true),
        (.debian, "# ours\ndeb [signed-by=/etc/k.gpg] http://mirror.example/debian bookworm main\n", true),
        (.debian, "deb http://a.example/ x main\ndeb http://b.example/ x main", false),
        (.debian, "[main]\nbaseurl=http://a.example/", false),
        (.redHat, "[main] \nname=x\nbaseurl=http://a.example/", true),
        (.redHat, "baseurl=http://a.example/", false), (.suse, "deb http://a.example/ x main", false),
    ])
    func `a source is written as its package manager reads it`(
        _ system: OperatingSystem, _ text: String, _ isAllowed: Bool
    ) {
        let problem = problem(system) {
            $0.sources = [PatchSource(name: "ours", products: ["*"], configuration: text)]
        }
        #expect((problem == nil) == isAllowed)
        #expect(problem?.contains("example") != true, "A configuration may hold secrets.")
    }

    @Test func `an update is judged with what stays`() throws {
        let before = try make(
            .debian,
            BaselineDefinition(name: "before", description: "d", rejectedPatches: ["a"], rejectedAction: .block)
        ).get()
        let now = Date(timeIntervalSince1970: 60)
        let merged = try BaselineDefinition(approvedPatches: ["b"]).applied(to: before, replacingAll: false, at: now)
        #expect(merged.name == "before" && merged.description == "d" && merged.rejectedPatches == ["a"])
        #expect(merged.approvedPatches == ["b"] && merged.modifiedAt == now && merged.createdAt == before.createdAt)

        let replaced = try BaselineDefinition(name: "after").applied(to: merged, replacingAll: true, at: now)
        #expect(replaced.description == nil && replaced.rejectedPatches.isEmpty && replaced.approvedPatches.isEmpty)
        #expect(replaced.rejectedAction == .allowAsDependency && replaced.id == before.id)
        #expect(throws: BaselineProblem.self) {
            try BaselineDefinition(description: "x").applied(to: merged, replacingAll: true, at: now)
        }
    }
}
