import Documents
import Foundation
import Patching

/// Lists that an operator hands to one run in place of what a baseline says (reference: patching 1.3, 1.4).
enum PatchOverrides {
    /// YAML: `patches`, a list of maps with `id` and an optional `title`.
    static func installList(_ text: String) throws(PatchScriptError) -> InstallOverride {
        guard let value = try? DocumentFormat.yaml.read(text), case .map(let map) = value,
            case .list(let entries)? = map["patches"]
        else { throw .override("It is not YAML with a list under the key patches.") }
        var patches: [InstallOverride.Entry] = []
        for (number, entry) in entries.enumerated() {
            guard case .map(let fields) = entry, case .string(let id)? = fields["id"], !id.isEmpty else {
                throw .override("Entry \(number + 1) of patches has no text as its id.")
            }
            var title: String?
            switch fields["title"] {
            case nil, .null?: title = nil
            case .string(let text)?: title = text.isEmpty ? nil : text
            // Left out, it would let every version in.
            default: throw .override("The title of entry \(number + 1) of patches is no text; put it in quotes.")
            }
            patches.append(InstallOverride.Entry(id: id, title: title))
        }
        return InstallOverride(entries: patches)
    }

    /// JSON: a list of baselines with the API's member names.
    static func baselines(_ text: String, at now: Date) throws(PatchScriptError) -> [PatchBaseline] {
        try BaselineOverrideList(Data(text.utf8), at: now).baselines
    }

    static func baseline(
        for system: OperatingSystem, in text: String, at now: Date
    ) throws(PatchScriptError) -> PatchBaseline {
        guard let baseline = try baselines(text, at: now).first(where: { $0.operatingSystem == system }) else {
            throw .override("It holds no baseline for \(system.rawValue).")
        }
        return baseline
    }
}
