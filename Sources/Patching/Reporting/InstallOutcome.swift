/// What an install set out to do, and what the node told of it.
package struct InstallOutcome: Codable, Hashable, Sendable {
    /// What the run was to put on the node: each was absent, older or broken before. Holds those too that were not tried.
    package let wanted: [WantedPatch]
    /// The wanted patches come from an `InstallOverrideList` and stand in for those that the baseline approves.
    package let isOverride: Bool
    package let result: InstallResult
    /// What was not even tried, with the sentence that says why, such as that it needs a rejected package.
    package let refused: [PackageKey: String]
    /// The boot under which it was done: seen under another one, the node has been restarted since.
    package let bootID: String

    package init(
        wanted: [WantedPatch], isOverride: Bool = false, result: InstallResult, refused: [PackageKey: String] = [:],
        bootID: String
    ) {
        self.wanted = wanted
        self.isOverride = isOverride
        self.result = result
        self.refused = refused
        self.bootID = bootID
    }
}
