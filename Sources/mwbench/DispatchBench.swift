import ArgumentParser
import Foundation
import WindowCore
import WindowService
import WindowStore
import WindowStoreSQLite

struct DispatchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch", abstract: "No-op invocations on local nodes.")

    @Option(help: "How many invocations, each on a node of its own.") var invocations = 1000
    @Option(help: "How many at once.") var concurrency = 8

    func run() async throws {
        let scratch = try Scratch()
        let service = try await BenchService(in: scratch)
        let nodes = try await addNodes(to: service)
        var progress: CommandProgress?
        let cost = try await Cost.of {
            progress = try await service.run(on: nodes, script: ":", concurrency: concurrency)
        }
        guard let progress else { return }
        print(
            "\(progress.state.rawValue): \(progress.completedCount) of \(progress.targetCount), \(progress.errorCount) errors\n"
        )
        printRow("", ["syncs/inv", "wall s", "inv/s", "own ms/inv", "child ms/inv"])
        let number = Double(invocations)
        printRow(
            "\(invocations) × “:” on local, \(concurrency) at once",
            [
                (Double(cost.syncs) / number).fixed(2), cost.wallSeconds.fixed(2), (number / cost.wallSeconds).fixed(0),
                (cost.ownCPU / number * 1000).fixed(2), (cost.childCPU / number * 1000).fixed(2),
            ])
    }

    private func addNodes(to service: BenchService) async throws -> [Node] {
        let now = service.control.clock.now
        let facts = NodeFacts(
            platformType: "Linux", platformName: "", platformVersion: "", architecture: "", hostname: "", kernel: "",
            bootID: "")
        var nodes: [Node] = []
        for number in 0..<invocations {
            let node = Node(id: .random(), name: "node-\(number)", transport: .local, registeredAt: now)
            try await service.store.add(node)
            try await service.store.recordContact(with: node.id, facts: facts, at: now)
            nodes.append(node)
        }
        return nodes
    }
}
