/// What patches would bring along, each installed alone.
package struct PatchSimulation: Codable, Hashable, Sendable {
    /// The packages outside the list that would be installed or upgraded with a patch; one that brings nothing is absent.
    package let companions: [WantedPatch: [WantedPatch]]
    /// Patches that cannot be installed, and why, in the package manager's words.
    package let refusals: [WantedPatch: String]

    package init(companions: [WantedPatch: [WantedPatch]] = [:], refusals: [WantedPatch: String] = [:]) {
        self.companions = companions
        self.refusals = refusals
    }

    /// Reads what ``PatchScript/simulate(_:sources:lockWaitSeconds:)`` wrote.
    ///
    ///     brings NAME ARCH VERSION NAME ARCH VERSION, cannot NAME ARCH VERSION TEXT
    package init(parsing output: String) throws(PatchScriptError) {
        let records = try NodeRecords(output).records
        let family = try NodeSystem(records).operatingSystem.packageFamily ?? .rpm
        var companions: [WantedPatch: [WantedPatch]] = [:]
        var refusals: [WantedPatch: String] = [:]
        for record in records {
            switch record.kind {
            case "system", "boot", "manager": break
            case "brings":
                companions[try record.patch(0, family: family), default: []].append(
                    try record.patch(3, family: family))
            case "cannot": refusals[try record.patch(0, family: family)] = record.text(3)
            default: throw record.malformed("“\(record.kind.prefix(40))” is no record")
            }
        }
        self.init(companions: companions, refusals: refusals)
    }
}
