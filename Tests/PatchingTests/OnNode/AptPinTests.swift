import Foundation
import Testing

@testable import Patching

/// What the real apt would do under the pins of a run, on a node that is a directory: `a` and `b` are installed, `a 2`
/// needs `b` and `c`, and of both there are two newer versions.
@Suite(.timeLimit(.minutes(2)), .enabled(if: AptNode.isPossible, "apt is not installed")) struct AptPinTests {
    @Test func `what a patch needs comes in the version that is wanted, not in the newest`() throws {
        let node = try AptNode()
        #expect(try node.install("a=2", wanting: []) == ["a 2", "b 1.2", "c 1.2"])
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == ["a 2", "b 1.1", "c 1.2"])
    }

    @Test(arguments: ["preferences", "preferences.d/own"])
    func `what the operator has pinned stays pinned`(place: String) throws {
        let node = try AptNode()
        try node.pin("c", to: "1.1", priority: 990, in: place)
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == ["a 2", "b 1.1", "c 1.1"])
    }

    @Test(arguments: ["preferences", "preferences.d/own"])
    func `a pin that keeps a package where it is is not run over by a patch that needs it newer`(place: String) throws {
        let node = try AptNode()
        try node.pin("b", to: "1.0", priority: 1000, in: place)
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == nil)
        // Asked for by its version it comes, as it would by hand.
        #expect(try node.install("b=1.1", wanting: [("a", "2"), ("b", "1.1")]) == ["b 1.1"])
    }

    @Test func `a wanted version that is older than what is there is no reason to go back`() throws {
        let node = try AptNode(installed: [("a", "1"), ("b", "1.2")])
        #expect(try node.install("a=2", wanting: [("a", "2"), ("b", "1.1")]) == ["a 2", "c 1.2"])
    }
}
