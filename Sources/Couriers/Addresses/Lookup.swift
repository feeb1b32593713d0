package import Notifications

/// Asks what addresses a host name has, in the order in which they should be tried.
package typealias Lookup = @Sendable (_ host: String) async -> Result<[IPAddress], LookupTrouble>

/// Why a name led nowhere.
package struct LookupTrouble: Error, Hashable, Sendable {
    /// What the resolver says, as the end of a sentence.
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
