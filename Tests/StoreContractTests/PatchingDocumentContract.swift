import Foundation
import Testing
import WindowCore
import WindowStore
import WindowTestSupport

/// The documents that a command's steps run are kept with it, whatever becomes of them.
@Suite(.tags(.contract)) struct PatchingDocumentContract {
    private func document(_ name: String, _ content: String) -> Document {
        Document(
            name: name, version: 1, content: content, hash: "hash of \(content)", format: "JSON", type: "Command",
            schemaVersion: "2.2", owner: "Amazon", description: nil, displayName: nil, versionName: nil,
            targetType: nil, platformTypes: [], createdAt: .noon)
    }

    @Test(arguments: StoreBackend.allCases)
    func `an inner document outlives its document for as long as a command runs it`(
        _ backend: StoreBackend
    ) async throws {
        let (store, keeper) = try backend.makeStore()
        defer { withExtendedLifetime(keeper) {} }
        for (name, content) in [("Outer", "outer"), ("Inner", "inner"), ("Unused", "unused")] {
            try await store.install(document(name, content))
        }
        let node = Node.sample("node")
        try await store.add(node)
        let id = CommandID.random()
        let command = Command(
            id: id, documentName: "Outer", documentVersion: "1", documentHash: "hash of outer",
            innerDocuments: ["Inner": "hash of inner"], parameters: [:], run: RunCommandParameters(),
            requestedNodes: [node.id], criteria: [], maxConcurrency: "1", maxErrors: "0", timeoutSeconds: 60,
            executionSeconds: 60, budgetID: BudgetID(rawValue: id.rawValue))
        try await store.send(
            NewCommand(command: command, nodes: [(node.id, node.name)]),
            rate: RateControl(maxConcurrency: .count(1), maxErrors: .count(0), nodeCount: 1), at: .noon)
        for name in ["Outer", "Inner", "Unused"] { try await store.install(document(name, "other \(name)")) }

        _ = try await store.prune(before: .noon)
        #expect(try await store.content(hash: "hash of outer") == "outer")
        #expect(try await store.content(hash: "hash of inner") == "inner")
        await #expect(throws: StoreError.self) { try await store.content(hash: "hash of unused") }

        _ = try await store.advance([BudgetID(rawValue: id.rawValue)], at: .noon, owner: "test", room: 1)
        try await store.finish(
            .init(commandID: id, nodeID: node.id), as: .success, code: 0, trace: nil, at: .noon)
        _ = try await store.advance([BudgetID(rawValue: id.rawValue)], at: .noon, owner: "test", room: 1)
        _ = try await store.prune(before: .noon.addingTimeInterval(1))
        await #expect(throws: StoreError.self) { try await store.content(hash: "hash of inner") }
    }
}
