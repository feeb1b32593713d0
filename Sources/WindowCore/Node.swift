package import Foundation

/// A machine the service may touch.
package struct Node: Codable, Hashable, Sendable, Identifiable {
    package let id: NodeID
    /// Chosen by the operator, unique in the registry, 1 to 255 characters.
    package var name: String
    package var transport: NodeTransportKind
    /// Run the work through `sudo -n` on the node.
    package var usesSudo: Bool
    /// Where the runner keeps what it spools on the node; absolute. `nil` lets the runner choose
    /// (`/var/lib/mwd-node` as root, below the user's home otherwise).
    package var spoolDirectory: String?
    package var tags: [String: String]
    /// What the node said of itself at the last contact; `nil` before the first.
    package var facts: NodeFacts?
    package let registeredAt: Date
    package var lastContactAt: Date?
    /// When it first did not answer after its last contact; `nil` while it does, and before the first contact.
    package var unreachableSince: Date?

    package init(
        id: NodeID, name: String, transport: NodeTransportKind, usesSudo: Bool = false, spoolDirectory: String? = nil,
        tags: [String: String] = [:], facts: NodeFacts? = nil, registeredAt: Date, lastContactAt: Date? = nil,
        unreachableSince: Date? = nil
    ) {
        self.id = id
        self.name = name
        self.transport = transport
        self.usesSudo = usesSudo
        self.spoolDirectory = spoolDirectory
        self.tags = tags
        self.facts = facts
        self.registeredAt = registeredAt
        self.lastContactAt = lastContactAt
        self.unreachableSince = unreachableSince
    }
}

/// How a node is reached.
package enum NodeTransportKind: Codable, Hashable, Sendable {
    /// The control host itself.
    case local
    /// The system's OpenSSH client.
    case ssh(SSHDestination)
}

/// What the operator says about an SSH node. Whatever is `nil` is left to `ssh_config`.
package struct SSHDestination: Codable, Hashable, Sendable {
    /// A host name, an address, or an alias from `ssh_config`.
    package var host: String
    /// 1 to 65535.
    package var port: Int?
    package var user: String?
    /// Path of a private key on the control host.
    package var identityFile: String?
    /// Learn an unknown host key at the first contact (`StrictHostKeyChecking=accept-new`); a changed one is refused always.
    package var acceptsNewHostKey: Bool

    package init(
        host: String, port: Int? = nil, user: String? = nil, identityFile: String? = nil,
        acceptsNewHostKey: Bool = false
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.identityFile = identityFile
        self.acceptsNewHostKey = acceptsNewHostKey
    }
}

/// Facts learned from a node by asking it.
package struct NodeFacts: Codable, Hashable, Sendable {
    /// `Linux`, `MacOS` or `Windows`: the field's platform types.
    package var platformType: String
    /// The distribution's name, such as `Debian GNU/Linux`.
    package var platformName: String
    /// The distribution's version, such as `12`.
    package var platformVersion: String
    /// The machine's architecture as `uname -m` prints it.
    package var architecture: String
    package var hostname: String
    /// The kernel's release as `uname -r` prints it.
    package var kernel: String
    /// Changes with each boot, and with nothing else.
    package var bootID: String

    package init(
        platformType: String, platformName: String, platformVersion: String, architecture: String, hostname: String,
        kernel: String, bootID: String
    ) {
        self.platformType = platformType
        self.platformName = platformName
        self.platformVersion = platformVersion
        self.architecture = architecture
        self.hostname = hostname
        self.kernel = kernel
        self.bootID = bootID
    }
}
