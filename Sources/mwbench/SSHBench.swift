import ArgumentParser
import Foundation
import NodeAccess
import Subprocess
import WindowCore
import WindowService
import WindowStore
import WindowStoreSQLite

struct SSHBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ssh", abstract: "Invocations of `true` over SSH beside plain `xargs -P N ssh`, in the same run.",
        discussion: """
            Needs an ssh_config whose hosts node-1, node-2 … can be reached, as Tests/Nodes/sshd-nodes makes one:

              Tests/Nodes/sshd-nodes start /tmp/nodes 8
              mwbench ssh --ssh-config /tmp/nodes/ssh_config --hosts 8
            """)

    @Option(help: "An ssh_config with hosts node-1 and up.") var sshConfig: String
    @Option(help: "How many hosts it has.") var hosts = 8
    @Option(help: "How many invocations, each on a node entry of its own.") var invocations = 300
    @Option(help: "How many at once.") var concurrency = 50
    @Option(help: "Rounds; ours goes first in odd ones, the other first in even ones.") var rounds = 3

    func run() async throws {
        printRow("", ["ours s", "xargs s", "ratio", "own ms/inv", "ssh ms/inv", "xargs ms/inv"])
        for round in 1...rounds {
            let ours: (cold: Cost, warm: Cost)
            let plain: Cost
            if round % 2 == 1 {
                ours = try await measureOurs()
                plain = try await measurePlain()
            } else {
                plain = try await measurePlain()
                ours = try await measureOurs()
            }
            for (name, cost) in [("first command", ours.cold), ("second, connections open", ours.warm)] {
                let number = Double(invocations)
                printRow(
                    "round \(round): \(name)",
                    [
                        cost.wallSeconds.fixed(2), plain.wallSeconds.fixed(2),
                        (cost.wallSeconds / plain.wallSeconds).fixed(2), (cost.ownCPU / number * 1000).fixed(2),
                        (cost.childCPU / number * 1000).fixed(2), (plain.childCPU / number * 1000).fixed(2),
                    ])
            }
        }
        print("\n\(invocations) × true, \(concurrency) at once; node and control host are this one machine.")
    }

    private func measureOurs() async throws -> (cold: Cost, warm: Cost) {
        let scratch = try Scratch()
        let settings = SSHSettings(controlDirectory: scratch.path + "/s", configurationFile: sshConfig)
        let service = try await BenchService(in: scratch, ssh: settings)
        let now = service.control.clock.now
        var nodes: [Node] = []
        for number in 0..<invocations {
            let node = Node(
                id: .random(), name: "entry-\(number)",
                transport: .ssh(SSHDestination(host: "node-\(number % hosts + 1)")), registeredAt: now)
            try await service.store.add(node)
            try await service.store.recordContact(
                with: node.id,
                facts: NodeFacts(
                    platformType: "Linux", platformName: "", platformVersion: "", architecture: "", hostname: "",
                    kernel: "", bootID: ""), at: now)
            nodes.append(node)
        }
        let cold = try await measure(service, nodes)
        let warm = try await measure(service, nodes)
        await service.control.transport.close()
        return (cold, warm)
    }

    private func measure(_ service: BenchService, _ nodes: [Node]) async throws -> Cost {
        var progress: CommandProgress?
        let cost = try await Cost.of {
            progress = try await service.run(on: nodes, script: "true", concurrency: concurrency)
        }
        guard progress?.state == .success else {
            throw ValidationError("The command ended as \(progress?.state.rawValue ?? "nothing").")
        }
        return cost
    }

    private func measurePlain() async throws -> Cost {
        let list = (0..<invocations).map { "node-\($0 % hosts + 1)" }.joined(separator: "\n")
        return try await Cost.of {
            let result = try await Subprocess.run(
                .name("xargs"),
                arguments: [
                    "-P", "\(concurrency)", "-I", "{}", "ssh", "-F", sshConfig, "-o", "BatchMode=yes", "{}", "true",
                ], input: .string(list + "\n"), output: .discarded, error: .discarded)
            guard result.terminationStatus.isSuccess else { throw ValidationError("xargs ssh failed.") }
        }
    }
}
