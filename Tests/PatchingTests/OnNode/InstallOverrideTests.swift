import Testing

@testable import Patching

@Suite struct InstallOverrideTests {
    private func wanted(_ entries: InstallOverride.Entry...) throws -> [String] {
        let node = try NodePackages(parsing: try Recording.text("onnode/debian-collect.txt"))
        return InstallOverride(entries: entries).wanted(from: node).map { "\($0.key):\($0.version)" }
    }

    @Test func `an id alone wants the newest version`() throws {
        #expect(try wanted(.init(id: "mw-gamma.amd64")) == ["mw-gamma.amd64:1.10"])
    }

    @Test func `a title narrows it to a version`() throws {
        #expect(try wanted(.init(id: "mw-gamma.amd64", title: "mw-gamma.amd64:1.9")) == ["mw-gamma.amd64:1.9"])
        #expect(try wanted(.init(id: "*", title: "mw-gamma.*:1.9")) == ["mw-gamma.amd64:1.9"])
    }

    @Test func `id and title must both match`() throws {
        #expect(try wanted(.init(id: "mw-alpha.amd64", title: "mw-gamma.amd64:1.9")) == [])
    }

    @Test func `wildcards want many, and the case does not matter`() throws {
        #expect(try wanted(.init(id: "MW-[ab]*.*")) == ["mw-alpha.amd64:1.1", "mw-beta.all:1.1"])
    }

    @Test func `what is not installed is not wanted`() throws {
        #expect(try wanted(.init(id: "mw-zeta-data.all"), .init(id: "mw-new.amd64", title: "mw-new.amd64:1.0")) == [])
    }

    @Test func `the name without its architecture is no id`() throws {
        #expect(try wanted(.init(id: "mw-alpha")) == [])
    }

    @Test func `a version spelled out is wanted though nobody offers it, so that it fails`() throws {
        #expect(try wanted(.init(id: "mw-alpha.amd64", title: "mw-alpha.amd64:9.9")) == ["mw-alpha.amd64:9.9"])
        #expect(try wanted(.init(id: "mw-alpha.amd64", title: "mw-alpha.amd64:9;reboot")) == [])
    }

    @Test func `nothing is downgraded`() throws {
        #expect(try wanted(.init(id: "mw-alpha.amd64", title: "mw-alpha.amd64:0.1")) == [])
        #expect(try wanted(.init(id: "mw-alpha.amd64", title: "mw-alpha.amd64:1.0")) == [])
    }
}
