import AWSWire
import Foundation
import WindowCore

extension Node {
    /// A node is not asked for its health all the time: one that was reached within a day counts as online.
    private static let freshSeconds = 86_400.0

    /// `Online`, `ConnectionLost` for one that did not answer since or was reached longer ago, `Inactive` for one that
    /// never was.
    func pingStatus(at now: Date) -> String {
        guard let lastContactAt else { return "Inactive" }
        return unreachableSince == nil && now.timeIntervalSince(lastContactAt) <= Self.freshSeconds
            ? "Online" : "ConnectionLost"
    }
}

extension Wire.RegisteredNode {
    init(_ node: Node, at now: Date) {
        let destination: SSHDestination? =
            if case .ssh(let destination) = node.transport { destination } else { nil }
        self.init(
            instanceId: node.id.rawValue, name: node.name, transport: destination == nil ? "local" : "ssh",
            host: destination?.host, port: destination?.port, user: destination?.user,
            identityFile: destination?.identityFile, sudo: node.usesSudo,
            acceptNewHostKey: destination?.acceptsNewHostKey, spoolDirectory: node.spoolDirectory,
            tags: [Wire.Tag](node.tags), pingStatus: node.pingStatus(at: now), platformType: node.facts?.platformType,
            platformName: node.facts?.platformName, platformVersion: node.facts?.platformVersion,
            architecture: node.facts?.architecture, hostname: node.facts?.hostname, kernel: node.facts?.kernel,
            bootId: node.facts?.bootID, registeredAt: node.registeredAt, lastContactAt: node.lastContactAt)
    }
}

extension Wire.InstanceInformation {
    init(_ node: Node, at now: Date) {
        let address: String? = if case .ssh(let destination) = node.transport { destination.host } else { nil }
        self.init(
            instanceId: node.id.rawValue, pingStatus: node.pingStatus(at: now), lastPingDateTime: node.lastContactAt,
            platformType: node.facts?.platformType, platformName: node.facts?.platformName,
            platformVersion: node.facts?.platformVersion, registrationDate: node.registeredAt,
            resourceType: "ManagedInstance", name: node.name, ipAddress: address, computerName: node.facts?.hostname)
    }
}
