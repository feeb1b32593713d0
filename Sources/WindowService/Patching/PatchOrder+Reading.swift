import Documents
import Patching

/// Why a patch step cannot be carried out as it is written.
struct PatchOrderRefusal: Error {
    let message: String
}

extension PatchOrder {
    /// Reads the inputs of a patch step (reference: patching 1.1).
    ///
    /// - Parameter defaultSnapshotID: for a document that has no parameter to hand one down.
    static func reading(
        _ work: ServiceWork, defaultSnapshotID: String
    ) -> Result<PatchOrder, PatchOrderRefusal> {
        func text(_ name: String) -> String? { work.inputs[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let operation = Operation(rawValue: text("operation") ?? "") else {
            return .failure(PatchOrderRefusal(message: "The input operation must be Scan or Install."))
        }
        guard let option = RebootOption(rawValue: text("rebootOption") ?? RebootOption.rebootIfNeeded.rawValue) else {
            return .failure(PatchOrderRefusal(message: "The input rebootOption must be RebootIfNeeded or NoReboot."))
        }
        let (list, baseline) = (text("installOverrideList"), text("baselineOverride"))
        if list != nil, baseline != nil {
            return .failure(
                PatchOrderRefusal(message: "InstallOverrideList and BaselineOverride cannot be used together."))
        }
        // A scan ignores the list.
        for address in [operation == .install ? list : nil, baseline].compactMap(\.self)
        where !address.hasPrefix("https://") {
            return .failure(
                PatchOrderRefusal(
                    message: "The address \(address) is not one that can be fetched: it must begin with https://."))
        }
        return .success(
            PatchOrder(
                operation: operation, rebootOption: option,
                snapshotID: (text("snapshotId") ?? defaultSnapshotID).lowercased(), installOverrideList: list,
                baselineOverride: baseline, timeoutSeconds: work.timeoutSeconds))
    }
}
