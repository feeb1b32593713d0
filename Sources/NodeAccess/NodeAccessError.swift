import WindowCore

/// Why a node could not be made to do something. None of these says anything about a work that had started.
package enum NodeAccessError: UserFacingError, Hashable {
    /// No connection: refused, timed out, no such host. Transient.
    case unreachable(Circumstance)
    /// The host key is in no `known_hosts`.
    case hostKeyUnknown(Circumstance)
    /// The host key is not the one in `known_hosts`: reinstalled, or somebody in between.
    case hostKeyChanged(Circumstance)
    case authenticationRefused(Circumstance)
    case sudoRefused(Circumstance)
    /// No directory for the spool, or it cannot be written.
    case spoolUnavailable(Circumstance)
    /// The connection broke and could not be mended in time, perhaps with work started. Call again to attach. Transient.
    case connectionLost(Circumstance)
    /// A connection, but no POSIX shell answered in our words: `nologin`, a forced command, a shell that prints and dies.
    case garbled(Circumstance)
    /// `ssh` (or `sh`) is not installed on this host.
    case clientMissing(Circumstance)
    /// `ssh` refuses its configuration, or the node's host or user could not be a host or a user.
    case configurationInvalid(Circumstance)
    /// The request cannot be put to a shell, such as a script with a NUL byte.
    case inexpressible(Circumstance)
    case rebootRefused(Circumstance)
    /// The Swift task was cancelled. The work, if it started, goes on; call again to attach. Transient.
    case detached(Circumstance)

    /// On which node, and what was heard of it.
    package struct Circumstance: Hashable, Sendable {
        package var node: String
        /// How `ssh` is told about the node, such as `-p 2222 deploy@web-1`; empty for this host itself.
        package var destination: String
        /// The last thing `ssh` or the node said.
        package var detail: String
        /// The node had said that it took the work.
        package var isWorkKnownStarted = false

        package init(node: String, destination: String = "", detail: String) {
            self.node = node
            self.destination = destination
            self.detail = detail
        }
    }

    /// Trying again later, unchanged, may help.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .connectionLost, .detached: true
        case .hostKeyUnknown, .hostKeyChanged, .authenticationRefused, .sudoRefused, .spoolUnavailable, .garbled,
            .clientMissing, .configurationInvalid, .inexpressible, .rebootRefused:
            false
        }
    }

    package var circumstance: Circumstance {
        switch self {
        case .unreachable(let it), .hostKeyUnknown(let it), .hostKeyChanged(let it), .authenticationRefused(let it),
            .sudoRefused(let it), .spoolUnavailable(let it), .connectionLost(let it), .garbled(let it),
            .clientMissing(let it), .configurationInvalid(let it), .inexpressible(let it), .rebootRefused(let it),
            .detached(let it):
            it
        }
    }

    package var code: String {
        switch self {
        case .unreachable: "NodeUnreachable"
        case .hostKeyUnknown: "HostKeyUnknown"
        case .hostKeyChanged: "HostKeyChanged"
        case .authenticationRefused: "AuthenticationRefused"
        case .sudoRefused: "SudoRefused"
        case .spoolUnavailable: "SpoolUnavailable"
        case .connectionLost: "ConnectionLost"
        case .garbled: "UnexpectedAnswer"
        case .clientMissing: "ClientMissing"
        case .configurationInvalid: "NodeConfigurationInvalid"
        case .inexpressible: "WorkInexpressible"
        case .rebootRefused: "RebootRefused"
        case .detached: "Detached"
        }
    }

    package var message: String {
        let it = circumstance
        let what =
            switch self {
            case .unreachable: "cannot be reached"
            case .hostKeyUnknown: "has a host key that this host does not know"
            case .hostKeyChanged: "shows another host key than the one this host knows"
            case .authenticationRefused: "refuses the login"
            case .sudoRefused: "does not let this user run sudo without a password"
            case .spoolUnavailable: "has no usable spool directory"
            case .connectionLost: "stopped answering"
            case .garbled: "answered something else than a POSIX shell would"
            case .clientMissing: "cannot be reached for want of a program on this host"
            case .configurationInvalid: "has a configuration that ssh does not take"
            case .inexpressible: "cannot be given this work"
            case .rebootRefused: "refuses to reboot"
            case .detached: "is no longer waited for; its work goes on"
            }
        return it.detail.isEmpty ? "Node \(it.node) \(what)." : "Node \(it.node) \(what): \(it.detail)"
    }

    package var hint: String? {
        let ssh = "ssh \(circumstance.destination)"
        return switch self {
        case .unreachable where circumstance.destination.isEmpty: nil
        case .unreachable: "Try “\(ssh)” from this host, as the service’s user; check address, port and firewall."
        case .hostKeyUnknown:
            "Compare the fingerprint that “\(ssh)” shows with the node’s own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), "
                + "then accept it there, or add the node with --accept-new-host-key."
        case .hostKeyChanged:
            "If the node was reinstalled, forget the old key with “ssh-keygen -R” and learn the new one; "
                + "if it was not, somebody may be listening in: do not connect."
        case .authenticationRefused:
            "Run “ssh -v -o BatchMode=yes \(circumstance.destination) true” as the service’s user; "
                + "the key must be usable without a passphrase, and in the node’s authorized_keys."
        case .sudoRefused:
            "Allow it with visudo on the node: “USER ALL=(root) NOPASSWD: /bin/sh”, or add the node without --sudo."
        case .spoolUnavailable:
            "Give the node a spool directory that its user can write, on a file system that survives reboots."
        case .connectionLost: "The work goes on on the node; its result is fetched as soon as the node answers."
        case .garbled:
            "“\(ssh) 'sh -c \"echo ok\"'” must print ok; look for nologin, ForceCommand and restricted shells."
        case .clientMissing: "Install it: apt-get install openssh-client."
        case .configurationInvalid: "“ssh -G \(circumstance.destination)” shows what ssh makes of its configuration."
        case .inexpressible, .detached: nil
        case .rebootRefused: "The user needs the right to run “shutdown -r now”; add the node with --sudo."
        }
    }
}
