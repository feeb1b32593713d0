import Foundation
import Patching
import Testing

/// Ours against the real programs; Tests/Patching/versions/prove runs it with tens of thousands of pairs.
@Suite(.tags(.slow, .property)) struct VersionOrderProof {
    @Test(.enabled(if: RealTool.isUsable(.dpkg), "dpkg is not installed"))
    func `dpkg itself orders every pair as we do`() throws {
        // One process per pair, some 4 ms each.
        try prove(.dpkg, usualCount: 1_000)
    }

    @Test(.enabled(if: RealTool.isUsable(.rpm), "rpm is not installed"))
    func `rpm itself orders every pair as we do`() throws {
        try prove(.rpm, usualCount: 20_000)
    }

    private func prove(_ family: PackageFamily, usualCount: Int) throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["VERSION_SEED"].flatMap(UInt64.init) ?? .random(in: 0 ... .max)
        let count = environment["VERSION_PAIRS"].flatMap(Int.init) ?? usualCount
        var generator = SeededGenerator(seed: seed)
        let ladders = VersionLadder.all(of: family).flatMap(\.pairs).map { ($0.0, $0.1) }
        let pairs = ladders + (0..<count).map { _ in generator.pair(family) }
        let claims = try pairs.map { left, right in
            try #require(
                PackageVersion(left, family: family).compare(to: PackageVersion(right, family: family)))
        }

        // The last claim is false: a tool that agrees with everything, or is not asked, proves nothing.
        let answers = try RealTool.agrees(family, pairs: pairs + [("1", "2")], claims: claims + [.newer])
        try #require(answers.count == pairs.count + 1, "\(family) left pairs unanswered")
        #expect(answers.last == false)

        for (index, agrees) in answers.dropLast().enumerated() where !agrees {
            Issue.record("\(family), seed \(seed): \(pairs[index].0) is not \(claims[index]) than/as \(pairs[index].1)")
        }
        for order in [VersionOrder.older, .same, .newer] {
            #expect(claims.count { $0 == order } > claims.count / 20, "too few pairs are \(order)")
        }
        if answers.dropLast().allSatisfy({ $0 }) {
            print("\(family) agrees on \(pairs.count) pairs, seed \(seed)")
        }
    }
}
