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
            let ours: Cost
            let plain: Cost
            if round % 2 == 1 {
                ours = try await measureOurs()
                plain = try await measurePlain()
            } else {
                plain = try await measurePlain()
                ours = try await measureOurs()
            }
            let number = Double(invocations)
            printRow(
                "round \(round): \(invocations) × true, \(concurrency) at once, cold",
                [
                    ours.wallSeconds.fixed(2), plain.wallSeconds.fixed(2),
                    (ours.wallSeconds / plain.wallSeconds).fixed(2),
                    (ours.ownCPU / number * 1000).fixed(2), (ours.childCPU / number * 1000).fixed(2),
                    (plain.childCPU / number * 1000).fixed(2),
                ])
        }
    }

    private func measureOurs() async throws -> Cost {
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
        var progress: CommandProgress?
        let cost = try await Cost.of {
            progress = try await service.run(on: nodes, script: "true", concurrency: concurrency)
        }
        await service.control.transport.close()
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
