import Foundation
package import WindowCore

/// The snapshot ID that every node of one execution shares: UUIDv5 of the execution's ID, so it is deterministic and
/// needs no memory (reference: windows 7.3; docs/decisions/0008-snapshot-ids.md).
package enum SnapshotDerivation {
    /// UUIDv5 of the URL namespace and `urn:maintenance-windows:patch-snapshot:v1`.
    private static let namespace = UUID(uuidString: "e90c222c-6b30-5af9-a98c-1d4152723495")

    package static func snapshotID(of execution: ExecutionID) -> String {
        NameBasedID.version5(of: execution.rawValue.lowercased(), in: namespace ?? UUID())
    }

    /// For a patch step of a document that hands down no snapshot ID: the same for all nodes of the command.
    package static func snapshotID(of command: CommandID) -> String {
        NameBasedID.version5(of: command.rawValue.lowercased(), in: namespace ?? UUID())
    }

    /// For a run whose baseline is overridden: the same for all nodes of one snapshot and one override.
    /// - Parameter override: what tells it from others: its address, or itself.
    package static func snapshotID(of snapshot: String, override: String) -> String {
        NameBasedID.version5(of: "\(snapshot.lowercased()) \(override)", in: namespace ?? UUID())
    }

    /// What stands for “not given” in a document's `SnapshotId` parameter: nothing, or a text that asks for the
    /// execution's own.
    package static func isAbsent(_ values: [String]?) -> Bool {
        guard let values else { return true }
        return values.allSatisfy { value in
            let bare = value.filter { $0 != " " }
            return bare.isEmpty || bare == "{{WINDOW_EXECUTION_ID}}" || bare == "{{aws:ORCHESTRATION_ID}}"
        }
    }
}
