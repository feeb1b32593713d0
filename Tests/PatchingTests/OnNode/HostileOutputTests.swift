import Foundation
import Testing

@testable import Patching

/// What a node may say at the most. Compared each with each, these would keep the control host for hours; that the limit
/// of time is met is the proof, and it is far from either.
@Suite(.timeLimit(.minutes(3))) struct HostileOutputTests {
    private static let many = 90_000
    private static let heading = "format\t1\nsystem\tID\trocky\nsystem\tVERSION_ID\t9.4\nboot\tb\narchive\t1\tbase\t\n"

    private func output(_ kinds: (Int) -> String...) -> String {
        var text = Self.heading
        for kind in kinds {
            for number in 0..<Self.many {
                text += kind(number)
                text += "\n"
            }
        }
        return text + "end\n"
    }

    @Test func `very many versions of one package are held against very many offers of it`() throws {
        let node = try NodePackages(
            parsing: output(
                { "installed\ta\tx86_64\t0:1.\($0)-1\t\t0\t0\t\t\t" },
                // Every second one is there already; the others are newer than all that is there.
                { "offer\ta\tx86_64\t0:\($0 % 2 + 1).\($0)-1\t1\t\t\t" }))
        #expect(node.installed.count == Self.many)
        #expect(node.available.count == Self.many / 2)
        #expect(node.installed.count { !$0.origins.isEmpty } == Self.many / 2)
    }

    @Test func `very many notices cover one version, each twice`() throws {
        let node = try NodePackages(
            parsing: output(
                { "notice\t\($0)\tN-\($0)\tsecurity\t\t\t\t\t" }, { "covers\t\($0)\ta\tx86_64\t0:1-1" },
                { "covers\t\($0)\ta\tx86_64\t0:1-1" }, { _ in "installed\ta\tx86_64\t0:1-1\t\t0\t0\t\t\t" }))
        #expect(node.installed.map(\.notices.count) == [Self.many])
    }

    @Test func `a version that is named again counts once, so its notices do`() throws {
        let node = try NodePackages(
            parsing: Self.heading + """
                notice\t1\tN-1\tsecurity\t\t\t\t
                covers\t1\ta\tx86_64\t0:2-1
                installed\ta\tx86_64\t0:1-1\t\t1\t0\t\t\t
                installed\ta\tx86_64\t0:1-1\t\t0\t0\t\t\t
                offer\ta\tx86_64\t0:2-1\t1\t\t\t5
                offer\ta\tx86_64\t2-1\t1\t\t\t6
                end

                """)
        #expect(node.installed.map(\.isHeld) == [true])
        #expect(node.available.map(\.builtAt?.timeIntervalSince1970) == [5])
        #expect(node.available.map(\.notices.count) == [1])
    }

    @Test func `more records than a node can have are none`() {
        let output = String(repeating: "remark\ta\n", count: NodeRecords.limit + 1)
        #expect(
            throws: PatchScriptError.malformed(line: NodeRecords.limit + 1, reason: "more records than a node can have")
        ) {
            try NodePackages(parsing: output)
        }
    }
}
