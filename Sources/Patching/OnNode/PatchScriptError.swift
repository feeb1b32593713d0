/// Why a patch script cannot be written, or why what came back says nothing about the node. In each case what was known of
/// the node before stays true (reference: patching 6.2).
package enum PatchScriptError: Error, Hashable, Sendable {
    /// The script gave up and said why; nothing was found out.
    case refused(Refusal, detail: String)
    /// The output has no last line: the script was killed, or there was more than is brought back.
    case incomplete(lines: Int)
    /// The output is not what the script writes.
    case malformed(line: Int, reason: String)
    /// The node says what it is, and it is nothing that can be patched.
    case unsupportedOperatingSystem(id: String, version: String)
    /// The baseline has sources, and none is for the node's product.
    case noSourceFor(product: String)
    /// Something that cannot be put into a script, such as a package name with a space.
    case inexpressible(what: String)
    /// The document at the address of an override is not what it should be; a sentence says why.
    case override(String)

    /// The script's own word for what stopped it.
    package enum Refusal: String, CaseIterable, Hashable, Sendable {
        /// Not root.
        case root
        /// No os-release.
        case system
        /// The package manager is missing or broken.
        case manager
        /// A repository did not answer, or its answer was not valid.
        case refresh
        /// A lock was not freed in time.
        case lock
        /// No room for a temporary directory.
        case space
        /// The address of an override could not be read.
        case fetch
        /// Neither curl nor wget.
        case client
        /// More bytes than allowed at that address.
        case size
    }

    package var code: String {
        switch self {
        case .refused(.root, _): "RootRequired"
        case .refused(.system, _), .unsupportedOperatingSystem: "UnsupportedOperatingSystem"
        case .refused(.manager, _): "PackageManagerBroken"
        case .refused(.refresh, _): "RepositoryUnavailable"
        case .refused(.lock, _): "PackageManagerLocked"
        case .refused(.space, _): "NoTemporarySpace"
        case .refused(.fetch, _): "OverrideUnavailable"
        case .refused(.client, _): "DownloadClientMissing"
        case .refused(.size, _): "OverrideTooLarge"
        case .incomplete: "IncompletePatchOutput"
        case .malformed: "UnexpectedPatchOutput"
        case .noSourceFor: "NoMatchingPatchSource"
        case .inexpressible: "InexpressiblePatch"
        case .override: "InvalidOverride"
        }
    }

    package var message: String {
        switch self {
        case .refused(_, let detail): detail
        case .incomplete(let lines): "The node's answer breaks off after \(lines) lines."
        case .malformed(let line, let reason): "Line \(line) of the node's answer is not understood: \(reason)"
        case .unsupportedOperatingSystem(let id, let version):
            "The node runs \(id.isEmpty ? "a system that does not say its name" : id)\(version.isEmpty ? "" : " \(version)"), which this service cannot patch."
        case .noSourceFor(let product): "The baseline has sources of its own, but none for \(product)."
        case .inexpressible(let what): "\(what) cannot be handed to a node."
        case .override(let reason): "The override is not usable. \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .refused(.root, _): "Log in as root, or let the node's user run sudo without a password."
        case .refused(.system, _), .unsupportedOperatingSystem:
            "Debian, Ubuntu, Raspberry Pi OS, Red Hat, CentOS, Rocky, Alma, Oracle and Amazon Linux and SUSE can be patched."
        case .refused(.manager, _): "Repair the package manager on the node, then scan again."
        case .refused(.refresh, _): "The earlier report stands. Is the mirror up, and can the node reach it?"
        case .refused(.lock, _):
            "Something else was installing, such as unattended-upgrades. Try later, or wait longer."
        case .refused(.space, _): "Make room in /var/tmp on the node."
        case .refused(.fetch, _): "Can the node itself reach that address?"
        case .refused(.client, _): "Install curl or wget on the node."
        case .refused(.size, _), .malformed, .inexpressible, .override: nil
        case .incomplete: "Did the step run out of time, or out of room for its output?"
        case .noSourceFor: "Add the product to one of the sources, or use * to mean all."
        }
    }
}
