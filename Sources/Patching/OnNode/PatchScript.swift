/// The programs that a patch step runs on a node, as texts for its `sh`. Each needs root, reads nothing from standard
/// input and answers in the records that ``NodePackages/init(parsing:)`` and its siblings read.
///
/// Whatever comes from elsewhere (names, versions, sources, addresses) is data in a quoted here-document, never code.
package enum PatchScript {
    /// Enough for what any node says; a cut answer counts as none.
    package static let outputLimitBytes = 32 << 20

    /// Finds out what a node has and what it could have: ``NodePackages``.
    ///
    /// - Parameters:
    ///   - refreshes: fetches the repositories' metadata first, and fails when one cannot be had. Sources imply it.
    ///   - sources: replace the node's repositories for this run, in a private directory that goes with it.
    ///   - lockWaitSeconds: how long another package manager is waited for.
    package static func collect(
        refreshes: Bool = true, sources: [PatchSource] = [], lockWaitSeconds: Int = 300
    ) throws(PatchScriptError) -> String {
        var text = ScriptText(parts: managers + collecting)
        try text.configure(refreshes: refreshes, sources: sources, lockWaitSeconds: lockWaitSeconds)
        text.call("collect")
        return text.text
    }

    /// Finds out what else each patch alone would bring: ``PatchSimulation``. Changes nothing.
    package static func simulate(
        _ wanted: [WantedPatch], sources: [PatchSource] = [], lockWaitSeconds: Int = 300
    ) throws(PatchScriptError) -> String {
        var text = ScriptText(parts: managers + simulating)
        try text.configure(refreshes: false, sources: sources, lockWaitSeconds: lockWaitSeconds)
        try text.want(wanted)
        text.call("simulate")
        return text.text
    }

    /// Puts exactly these versions on a node, as far as that goes without removing or downgrading anything, and tells
    /// what changed: ``InstallResult``. What is not installed is not installed anew, except as a dependency.
    ///
    /// - Parameter refreshes: the metadata that a collecting run just fetched will do, so `false` is the rule.
    package static func install(
        _ wanted: [WantedPatch], refreshes: Bool = false, sources: [PatchSource] = [], lockWaitSeconds: Int = 300
    ) throws(PatchScriptError) -> String {
        var text = ScriptText(parts: managers + installing)
        try text.configure(refreshes: refreshes, sources: sources, lockWaitSeconds: lockWaitSeconds)
        try text.want(wanted)
        text.call("install")
        return text.text
    }

    /// Reads a document at an address from where the node is: ``FetchedDocument``.
    ///
    /// - Parameter url: `http` or `https`, at most 2048 bytes, without blanks or control characters.
    package static func fetch(
        _ url: String, limitBytes: Int = 1 << 20, timeoutSeconds: Int = 60
    ) throws(PatchScriptError) -> String {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http", url.contains("://"), url.utf8.count <= 2048,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { throw .inexpressible(what: "The address “\(url.prefix(100))”") }
        var text = ScriptText(parts: [PackageResources.begin_sh, PackageResources.fetch_sh])
        text.assign("p_limit", max(0, limitBytes))
        text.assign("p_time", max(1, timeoutSeconds))
        // Who asks for https is not to be led to anything else.
        text.assign("p_secure", scheme == "https" ? 1 : 0)
        try text.define("put_url", printing: [url])
        text.call("fetch")
        return text.text
    }

    private static let managers = [
        PackageResources.begin_sh, PackageResources.apt_sh, PackageResources.rpm_sh, PackageResources.dnf_sh,
        PackageResources.zypper_sh,
    ]
    private static let collecting = [
        PackageResources.collect_apt_sh, PackageResources.collect_rpm_sh, PackageResources.collect_dnf_sh,
        PackageResources.collect_yum_sh, PackageResources.collect_zypper_sh, PackageResources.collect_sh,
    ]
    private static let simulating = [
        PackageResources.simulate_apt_sh, PackageResources.simulate_dnf_sh, PackageResources.simulate_zypper_sh,
        PackageResources.simulate_sh,
    ]
    private static let installing = [
        PackageResources.install_apt_sh, PackageResources.install_dnf_sh, PackageResources.install_zypper_sh,
        PackageResources.install_sh,
    ]
}
