import Testing

@testable import Patching

@Suite struct InstallResultParsingTests {
    @Test func `changes name every package that moved, dependencies included`() throws {
        let result = try InstallResult(parsing: try Recording.text("onnode/debian-install.txt"))
        let changes = Dictionary(uniqueKeysWithValues: result.changes.map { ($0.key.name, $0) })
        #expect(changes["mw-alpha"]?.from?.text == "1.0")
        #expect(changes["mw-alpha"]?.to?.text == "1.1")
        #expect(changes["mw-gamma"]?.to?.text == "1.9")
        #expect(changes["mw-helper"]?.to?.text == "1.1")
        #expect(changes["mw-zeta-data"]?.from == nil)
        #expect(changes["mw-zeta-data"]?.to?.text == "1.1")
        #expect(changes["mw-held"] == nil)
        #expect(result.problem == nil)
    }

    @Test func `what did not work is told in the package manager's words`() throws {
        let result = try InstallResult(parsing: try Recording.text("onnode/debian-install.txt"))
        let notes = Dictionary(uniqueKeysWithValues: result.notes.map { ($0.key.name, $0.value) })
        #expect(notes["mw-held"]?.contains("hold") == true)
        #expect(notes["mw-kernel"] == "E: Version '9.9' for 'mw-kernel' was not found")
        #expect(notes["mw-delta"]?.contains("mw-delta: this script fails") == true)
        #expect(notes["mw-new"]?.contains("not installed") == true)
        #expect(notes["mw-alpha"] == nil)
    }

    @Test func `a simulation names what comes along and what cannot come at all`() throws {
        let simulation = try PatchSimulation(parsing: try Recording.text("onnode/debian-simulate.txt"))
        let companions = simulation.companions.map { "\($0.key.key) \($0.value.map(\.key.description))" }.sorted()
        #expect(companions == [#"mw-epsilon.amd64 ["mw-helper.amd64"]"#, #"mw-zeta.amd64 ["mw-zeta-data.all"]"#])
        #expect(simulation.refusals.keys.map(\.key.name) == ["mw-kernel"])
    }

    @Test(arguments: ["change\ta\tall\t\t\nend", "note\ta\nend", "other\nend"])
    func `other words are not understood`(line: String) {
        #expect(throws: PatchScriptError.self) {
            try InstallResult(parsing: "system\tID\tdebian\n\(line)")
        }
    }
}
