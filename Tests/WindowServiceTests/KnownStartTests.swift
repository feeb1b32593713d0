import Foundation
import NodeAccess
import Synchronization
import Testing
import WindowCore
import WindowService
import WindowStore
import WindowTestSupport

/// What the node was heard to take is asked for again as such, so that a node without memory does not run it again.
@Suite(.timeLimit(.minutes(5))) struct KnownStartTests {
    let id = WindowID(rawValue: "mw-0123456789abcdef0")

    @Test(arguments: [true, false])
    func `a connection lost after the claim is asked for as known`(isClaimed: Bool) async throws {
        let tries = Atomic(0)
        let transport = ScriptedTransport { _, node in
            guard tries.wrappingAdd(1, ordering: .relaxed).newValue == 1 else { return .success(.exit(0)) }
            var circumstance = NodeAccessError.Circumstance(node: node.name, detail: "Broken pipe")
            circumstance.isWorkKnownStarted = isClaimed
            return .failure(.connectionLost(circumstance))
        }
        let harness = try await ServiceHarness(transport: transport)
        try await harness.addNodes(1)
        let window = try await harness.addWindow(.sample(id: id)) { [.sample(of: id, targets: [$0])] }
        let record = try await harness.running {
            try await harness.eventually {
                harness.clock.advance(by: 0.25)
                return try await harness.executions(of: window).last?.state.isFinal ?? false
            }
            return try await harness.finalExecution(of: window)
        }
        #expect(record.execution.state == .success)
        #expect(transport.runs.map(\.work.isKnownStarted) == [false, isClaimed])
        #expect(Set(transport.runs.map(\.work.id)).count == 1)
    }
}
