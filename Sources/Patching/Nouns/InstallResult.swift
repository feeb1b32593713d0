/// What the node's install script told: facts, not success. Whether a patch is in is judged by looking at the node
/// afterwards (reference: patching 9.3).
package struct InstallResult: Codable, Hashable, Sendable {
    /// Every package whose version differs from before the script, dependencies included.
    package let changes: [PackageChange]
    /// What went wrong with one package, in the package manager's words, shortened.
    package let notes: [PackageKey: String]
    /// What went wrong as a whole, such as a lock that was never free; `nil` when nothing did.
    package let problem: String?

    package init(changes: [PackageChange], notes: [PackageKey: String] = [:], problem: String? = nil) {
        self.changes = changes
        self.notes = notes
        self.problem = problem
    }
}

package struct PackageChange: Codable, Hashable, Sendable {
    package let key: PackageKey
    /// `nil` when it was not there.
    package let from: PackageVersion?
    /// `nil` when it is gone.
    package let to: PackageVersion?

    package init(key: PackageKey, from: PackageVersion?, to: PackageVersion?) {
        self.key = key
        self.from = from
        self.to = to
    }
}
