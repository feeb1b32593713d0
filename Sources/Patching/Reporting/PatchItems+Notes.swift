/// Why a patch is not there, in a sentence for people.
extension PatchItems {
    /// The most telling reason first: what was decided, then what the node is like, then what it said.
    func failureNote(_ key: PackageKey, version: PackageVersion, package: AssessedPackage?) -> String {
        let result = run.outcome?.result
        if let refusal = run.outcome?.refused[key] { return refusal }
        if let package, let sentence = notOfferedSentence(package) { return sentence }
        if let package, package.newest.isHeld { return "It is on hold on the node." }
        if let note = result?.notes[key] { return note }
        if let problem = result?.problem { return problem }
        guard let package else { return "It is not on the node after the installation." }
        if let sentence = brokenSentence(package.newest) { return sentence }
        if run.outcome?.wanted.contains(where: { $0.key == key }) != true {
            return
                "It was not among what this run set out to install; the node still has \(package.newest.version.spoken)."
        }
        return "The node still has \(package.newest.version.spoken) after the installation."
    }

    func missingNote(_ package: AssessedPackage) -> String? {
        if let refusal = run.outcome?.refused[package.key] { return refusal }
        if let sentence = notOfferedSentence(package) { return sentence }
        if package.newest.isHeld { return "It is on hold on the node: an install will not change it." }
        return brokenSentence(package.newest)
    }

    func presentNote(_ package: AssessedPackage, shown: InstalledPackage, state: PatchState) -> String? {
        if state == .installedRejected, let rejected = package.rejected {
            return "The baseline rejects it (\(rejected.entry))."
        }
        return brokenSentence(shown)
    }

    private func notOfferedSentence(_ package: AssessedPackage) -> String? {
        guard let target = package.target, !target.isOffered else { return nil }
        return
            "Version \(target.version.spoken), which this snapshot has settled on, is not offered any more by the node's "
            + "repositories."
    }

    private func brokenSentence(_ package: InstalledPackage) -> String? {
        package.brokenStatus.map {
            "Version \(package.version.spoken) is on the node, but its installation has not ended well (\($0))."
        }
    }
}
