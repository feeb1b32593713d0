import Foundation
import Testing
import WindowCore

@Suite struct TargetTests {
    func selector(_ criteria: (String, [String])...) throws -> TargetSelector {
        try TargetSelector(criteria.map { TargetCriterion(key: $0.0, values: $0.1) })
    }

    let node = NodeID(rawValue: "mi-00000000000000001")

    @Test func `values are ORed and criteria ANDed`() throws {
        let both = try selector(("tag:Department", ["Finance", "Marketing"]), ("tag:Role", ["Web", "DB"]))
        #expect(both.matches(id: node, tags: ["Department": "Marketing", "Role": "DB"]))
        #expect(!both.matches(id: node, tags: ["Department": "Marketing", "Role": "Mail"]))
        #expect(!both.matches(id: node, tags: ["Department": "Marketing"]))
    }

    @Test func `the values of tag-key are ANDed`() throws {
        let keys = try selector(("tag-key", ["A", "B"]))
        #expect(keys.matches(id: node, tags: ["A": "1", "B": ""]))
        #expect(!keys.matches(id: node, tags: ["A": "1"]))
    }

    @Test func `fixed keys are read in any case, tags as they are`() throws {
        #expect(try selector(("instanceids", [node.rawValue])).matches(id: node, tags: [:]))
        #expect(try !selector(("tag:role", ["web"])).matches(id: node, tags: ["Role": "web"]))
        #expect(try !selector(("tag:Role", ["web"])).matches(id: node, tags: ["Role": "Web"]))
    }

    @Test func `what cannot be understood is refused with a reason`() {
        #expect(throws: TargetError.noCriteria) { try TargetSelector([]) }
        #expect(throws: TargetError.unknownKey("Workload")) { try self.selector(("Workload", ["Test"])) }
        #expect(throws: TargetError.unknownKey("tag:")) { try self.selector(("tag:", ["Test"])) }
        #expect(throws: TargetError.noValues(key: "tag:A")) { try self.selector(("tag:A", [])) }
        #expect(throws: TargetError.referenceOutsideTask) { try self.selector(("WindowTargetIds", ["x"])) }
        #expect(throws: TargetError.noResourceGroups(key: "resource-groups:Name")) {
            try self.selector(("resource-groups:Name", ["g"]))
        }
        #expect(throws: TargetError.tooManyCriteria(6)) {
            try TargetSelector(Array(repeating: TargetCriterion(key: "tag:A", values: ["1"]), count: 6))
        }
        #expect(throws: TargetError.tooManyValues(key: "tag-key", count: 6)) {
            try self.selector(("tag-key", ["1", "2", "3", "4", "5", "6"]))
        }
    }

    @Test func `a node that two targets match runs once, for the first`() {
        let ids = (1...3).map { NodeID(rawValue: "mi-0000000000000000\($0)") }
        let resolution = TargetResolution(matches: [(nil, [ids[1], ids[0], ids[0]]), (nil, [ids[1], ids[2]])])
        #expect(resolution.nodeCount == 3)
        #expect(resolution.shares[0].nodes == [ids[0], ids[1]])
        #expect(resolution.shares[1].nodes == [ids[2]])
        #expect(resolution.shares[1].droppedCount == 1)
    }
}
