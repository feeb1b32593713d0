import ArgumentParser
import Foundation
import Patching
import WindowCore
import WindowStore
import WindowStoreSQLite

struct PatchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patching", abstract: "Judging a node by its baseline, and the reports of a fleet.")

    @Option(help: "Packages that the judged node has.") var installed = 2000
    @Option(help: "Newer versions on offer to it.") var available = 500
    @Option(help: "Nodes that report.") var nodes = 1000
    @Option(help: "Patches in each report.") var items = 500

    func run() async throws {
        try await judging()
        print()
        try await reporting()
    }

    private func judging() async throws {
        let packages = Self.packages(installed: installed, available: available)
        printRow("judging \(installed) installed, \(available) on offer", ["allocations", "wall ms", "wanted"])
        for (name, entries) in [("10 rules", 0), ("10 rules, 100 list entries with wildcards", 50)] {
            let baseline = Self.baseline(listEntries: entries)
            let evaluation = PatchEvaluation(baseline: baseline, approvalClock: Self.now)
            var best: Cost?
            var wanted = 0
            for _ in 0..<5 {
                let cost = await Cost.of { wanted = evaluation.assess(packages).wanted.count }
                if cost.wall < best?.wall ?? .seconds(3600) { best = cost }
            }
            guard let best else { continue }
            printRow(name, ["\(best.allocations)", (best.wallSeconds * 1000).fixed(1), "\(wanted)"])
        }
    }

    private func reporting() async throws {
        let scratch = try Scratch()
        let service = try await BenchService(in: scratch)
        let (store, groups) = (service.store, ["canary", "web", "data", "edge"])
        let baseline = Self.baseline(listEntries: 0)
        let packages = Self.packages(installed: items, available: items / 5)
        let assessment = PatchEvaluation(baseline: baseline, approvalClock: Self.now).assess(packages)
        var ids: [NodeID] = []
        for number in 0..<nodes {
            let id = NodeID.random()
            ids.append(id)
            try await store.add(Node(id: id, name: "node-\(number)", transport: .local, registeredAt: Self.now))
        }
        printRow("\(nodes) nodes, \(items) patches each", ["syncs", "wall s", "own CPU s"])
        for round in ["first reports", "reports that replace them"] {
            let cost = try await Cost.of {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (number, id) in ids.enumerated() {
                        let order = PatchOrder(operation: .scan, snapshotID: UUID().uuidString)
                        let run = PatchRun(
                            order: order, patchGroup: groups[number % groups.count], assessment: assessment)
                        group.addTask {
                            try await store.record(
                                run.report(startedAt: Self.now, endedAt: Self.now, rebootFollows: false), for: id,
                                execution: "bench", at: Self.now)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            printRow(round, ["\(cost.syncs)", cost.wallSeconds.fixed(2), cost.ownCPU.fixed(2)])
        }
        printRow("asked of them", ["wall ms"])
        try await ask("states of a patch group") { _ = try await store.patchStatuses(ofGroup: "web") }
        try await ask("states of the whole fleet") { _ = try await store.patchStatuses() }
        try await ask("states of 50 nodes") { _ = try await store.patchStatuses(of: Array(ids.prefix(50))) }
        try await ask("compliance of the whole fleet") {
            _ = try await store.complianceSummaries(ComplianceFilter(), page: .all)
        }
        try await ask("one node's report with its patches") { _ = try await store.patchReport(of: ids[0]) }
    }

    private func ask(_ name: String, _ body: () async throws -> Void) async throws {
        var best = Double.infinity
        for _ in 0..<5 { best = min(best, try await Cost.of(body).wallSeconds) }
        printRow(name, [(best * 1000).fixed(1)])
    }

    private static let now = Date(timeIntervalSince1970: 1_795_000_000)

    private static func packages(installed: Int, available: Int) -> NodePackages {
        func key(_ number: Int) -> PackageKey { PackageKey(name: "package-\(number)", architecture: "x86_64") }
        func version(_ text: String) -> PackageVersion { PackageVersion(text, family: .rpm) }
        return NodePackages(
            operatingSystem: .rockyLinux, product: "RockyLinux9.4",
            installed: (0..<installed).map {
                InstalledPackage(key: key($0), version: version("0:1.\($0 % 40).0-1.el9"))
            },
            available: (0..<available).map { number in
                let notice = UpdateNotice(
                    id: "RLSA-2026:\(number)", classification: number % 3 == 0 ? "Bugfix" : "Security",
                    severity: ["Critical", "Important", "Moderate", "Low"][number % 4],
                    issuedAt: now.addingTimeInterval(-86_400 * Double(number % 30)), cves: ["CVE-2026-\(number)"])
                let index = number * max(1, installed / max(1, available))
                return AvailablePackage(
                    key: key(index), version: version("0:1.\(index % 40).1-1.el9"),
                    origins: [PackageOrigin(archive: "baseos")], notices: [notice])
            }, bootID: "boot")
    }

    /// - Parameter listEntries: so many approved and as many rejected, none of which match anything.
    private static func baseline(listEntries: Int) -> PatchBaseline {
        PatchBaseline(
            id: BaselineID(rawValue: "pb-0123456789abcdef0"), operatingSystem: .rockyLinux, name: "bench",
            rules: (0..<10).map { number in
                ApprovalRule(
                    filters: [
                        PatchFilter(key: .product, values: ["RockyLinux9.\(number)"]),
                        PatchFilter(key: .classification, values: ["Security", "Bugfix"]),
                        PatchFilter(key: .severity, values: ["Critical", "Important"]),
                    ], level: .high, time: .afterDays(7))
            },
            approvedPatches: (0..<listEntries).map { "approved-\($0)-*" },
            rejectedPatches: (0..<listEntries).map { "*-rejected-\($0).*" }, rejectedAction: .block, createdAt: now,
            modifiedAt: now)
    }
}
