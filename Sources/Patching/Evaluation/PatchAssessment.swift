/// What a baseline says of a node, package by package.
package struct PatchAssessment: Sendable {
    /// The look that was judged.
    package let node: NodePackages
    package let baselineID: BaselineID
    package let rejectedAction: RejectedAction
    /// Every installed package, in order of key.
    package let packages: [AssessedPackage]
    /// Packages that are approved and not installed; on Linux they are only counted (reference: patching 6.1).
    package let notApplicableCount: Int
    /// What this node settles for the snapshot: only packages for which nothing was settled yet.
    package let versionsToFreeze: [PackageKey: FrozenVersion]
    let judge: BaselineJudge

    /// Every package that a newer version is approved for, in order of key; also what is on hold, and what this node's
    /// repositories do not offer.
    package var wanted: [WantedPatch] {
        packages.compactMap { package in
            package.target.map { WantedPatch(key: package.key, version: $0.version) }
        }
    }

    /// Those of ``wanted`` that this node can get.
    package var installable: [WantedPatch] {
        packages.compactMap { package in
            guard let target = package.target, target.isOffered else { return nil }
            return WantedPatch(key: package.key, version: target.version)
        }
    }

    package subscript(key: PackageKey) -> AssessedPackage? {
        let index = packages.partitioningIndex { $0.key >= key }
        guard index < packages.endIndex, packages[index].key == key else { return nil }
        return packages[index]
    }

    /// The entry of the rejected list that names this version, if any. Under ``RejectedAction/block`` a change that a
    /// simulation shows for such a version keeps out what needs it (reference: patching 5.1).
    package func isRejected(_ key: PackageKey, _ version: PackageVersion) -> String? {
        judge.rejection(of: key, version)?.entry
    }
}

extension Array {
    /// The first index whose element satisfies the predicate, given that all after it do too.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
