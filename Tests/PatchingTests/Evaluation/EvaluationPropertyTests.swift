import Testing

@testable import Patching

/// Random fleets: small worlds, so that everything meets everything.
private struct FleetMaker {
    var random: FleetRandom

    mutating func node() -> NodePackages {
        var installed: [InstalledPackage] = []
        var offers: [AvailablePackage] = []
        for name in ["a", "b", "c", "d", "e"] {
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                installed.append(
                    Deb.has(
                        name, version(), broken: Int.random(in: 0..<6, using: &random) == 0 ? "iF" : nil,
                        held: Bool.random(using: &random)))
            }
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                offers.append(
                    Deb.offers(name, version(), from: Bool.random(using: &random) ? "bookworm" : "bookworm-security"))
            }
        }
        return Deb.node(unique(installed), offers: offers)
    }

    mutating func baseline() -> PatchBaseline {
        let rules = [ApprovalRule.all(), .security(), .all(.only(.name, "a", "b"), level: .high)]
        return .testing(
            .debian, rules: rules.filter { _ in Bool.random(using: &random) }, approved: entries(), rejected: entries())
    }

    mutating func entries() -> [String] {
        ["a", "b-2", "*.amd64", "c*", "d-3", "4"].filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
    }

    private mutating func version() -> String { String(Int.random(in: 1...5, using: &random)) }

    /// A node has a version once.
    private func unique(_ packages: [InstalledPackage]) -> [InstalledPackage] {
        var seen: Set<String> = []
        return packages.filter { seen.insert("\($0.key):\($0.version)").inserted }
    }
}

private struct FleetRandom: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct EvaluationPropertyTests {
    private func everyFleet(_ check: (NodePackages, PatchBaseline, inout FleetMaker) -> Void) {
        let seed = UInt64.random(in: 0 ... .max)
        var maker = FleetMaker(random: FleetRandom(state: seed))
        for _ in 0..<400 { check(maker.node(), maker.baseline(), &maker) }
        print("seed \(seed)")
    }

    @Test func `what is rejected is never wanted`() {
        everyFleet { node, baseline, _ in
            let assessment = baseline.assess(node)
            for patch in assessment.wanted { #expect(assessment.isRejected(patch.key, patch.version) == nil) }
        }
    }

    @Test func `what is wanted is newer than everything installed, or repairs it`() {
        everyFleet { node, baseline, _ in
            let assessment = baseline.assess(node)
            for patch in assessment.wanted {
                for package in node.installed where package.key == patch.key {
                    let repairs = package.version.isSame(as: patch.version) && package.brokenStatus != nil
                    #expect(patch.version.isNewer(than: package.version) || repairs)
                }
            }
        }
    }

    @Test func `one more rejected entry adds nothing that is wanted`() {
        everyFleet { node, baseline, maker in
            var stricter = baseline
            stricter.rejectedPatches += maker.entries()
            let before = Dictionary(uniqueKeysWithValues: baseline.assess(node).wanted.map { ($0.key, $0.version) })
            for patch in stricter.assess(node).wanted {
                // An older version may take the place of the one that is out now.
                #expect(before[patch.key].map { !patch.version.isNewer(than: $0) } ?? false)
            }
        }
    }

    @Test func `the order in which a node tells of its packages does not matter`() {
        everyFleet { node, baseline, maker in
            let shuffled = Deb.node(
                node.installed.shuffled(using: &maker.random), offers: node.available.shuffled(using: &maker.random))
            let (one, other) = (baseline.assess(node), baseline.assess(shuffled))
            #expect(one.wanted == other.wanted)
            #expect(one.packages.map(\.key) == other.packages.map(\.key))
            #expect(one.packages.map(\.judgement) == other.packages.map(\.judgement))
            #expect(one.packages.map(\.target) == other.packages.map(\.target))
            #expect(one.versionsToFreeze == other.versionsToFreeze)
            #expect(one.notApplicableCount == other.notApplicableCount)
        }
    }

    @Test func `asked again with what it settled, a node wants the same`() {
        everyFleet { node, baseline, _ in
            let first = baseline.assess(node)
            let second = baseline.assess(node, frozen: first.versionsToFreeze)
            #expect(first.wanted == second.wanted)
            #expect(second.versionsToFreeze.isEmpty)
        }
    }

    @Test func `a later node gets nothing newer than what the first ones settled`() {
        everyFleet { node, baseline, maker in
            let settled = baseline.assess(node).versionsToFreeze
            let later = maker.node()
            for patch in baseline.assess(later, frozen: settled).wanted {
                guard let bound = settled[patch.key] else { continue }
                let repairs = later.installed.contains { $0.key == patch.key && $0.version.isSame(as: patch.version) }
                #expect(!patch.version.isNewer(than: bound.version) || repairs)
                if bound.isResolved, !repairs { #expect(patch.version.isSame(as: bound.version)) }
            }
        }
    }
}
