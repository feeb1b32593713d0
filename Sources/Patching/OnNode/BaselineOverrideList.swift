package import Foundation

/// Baselines that an operator hands to one run, one for each operating system (reference: patching 1.4).
package struct BaselineOverrideList: Hashable, Sendable {
    package let baselines: [PatchBaseline]

    /// Reads a JSON list of baselines with the API's member names, as `get-patch-baseline` prints them. A name is not
    /// needed. A member that baselines do not have is refused: a misspelt list of rejected patches must not mean none.
    ///
    /// - Parameter now: stands for the moments of creation and change.
    /// - Throws: ``PatchScriptError/override(_:)``, saying which baseline and which member.
    package init(_ data: Data, at now: Date) throws(PatchScriptError) {
        let read: [OverridingBaseline]
        do {
            read = try JSONDecoder().decode([OverridingBaseline].self, from: data)
        } catch let error as DecodingError {
            throw .override(error.sentence)
        } catch {
            throw .override("It is not a JSON list of baselines.")
        }
        var baselines: [PatchBaseline] = []
        for (index, one) in read.enumerated() {
            do throws(BaselineProblem) {
                baselines.append(try one.definition.baseline(id: one.id, operatingSystem: one.operatingSystem, at: now))
            } catch {
                throw .override("Baseline \(index + 1): \(error.message)")
            }
        }
        self.baselines = baselines
    }
}

extension DecodingError {
    /// `Baseline 1, ApprovalRules.PatchRules[2].ComplianceLevel: “HUGE” is none of …`.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.place(context.codingPath))\(key.stringValue) is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(Self.place(context.codingPath))\(context.debugDescription)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "It is not JSON." : "\(Self.place(context.codingPath))\(context.debugDescription)"
        @unknown default: "It is not a JSON list of baselines."
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        guard let first = path.first, let index = first.intValue else { return "" }
        var place = ""
        for key in path.dropFirst() {
            if let index = key.intValue {
                place += "[\(index + 1)]"
            } else {
                place += (place.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return place.isEmpty ? "Baseline \(index + 1): " : "Baseline \(index + 1), \(place): "
    }
}
