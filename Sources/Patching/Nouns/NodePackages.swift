/// What one look at a node found: everything a baseline is judged against.
package struct NodePackages: Codable, Hashable, Sendable {
    package let operatingSystem: OperatingSystem
    /// As baselines name it: `Debian12`, `Ubuntu22.04`, `RedhatEnterpriseLinux9.4`.
    package let product: String
    /// Every installed package, also several versions of one.
    package let installed: [InstalledPackage]
    /// Versions newer than the newest installed one, and packages that an upgrade would bring in; a package may be here
    /// several times, once for each version that some repository offers.
    package let available: [AvailablePackage]
    package let bootID: String
    /// What the system itself says about a reboot; `nil` when it says nothing, which proves nothing.
    package let wantsReboot: Bool?
    /// What the node's package manager complained of although it could be asked, for people: dependencies that do not
    /// hold, a package that dpkg finds half-configured, an offer that no script can name.
    package let remarks: [String]

    package init(
        operatingSystem: OperatingSystem, product: String, installed: [InstalledPackage],
        available: [AvailablePackage], bootID: String, wantsReboot: Bool? = nil, remarks: [String] = []
    ) {
        self.operatingSystem = operatingSystem
        self.product = product
        self.installed = installed
        self.available = available
        self.bootID = bootID
        self.wantsReboot = wantsReboot
        self.remarks = remarks
    }
}
