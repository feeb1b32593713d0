/// What an address is for, as far as it matters to whoever is asked to connect to it.
package enum AddressKind: String, CaseIterable, Sendable {
    case global
    /// Of this site: private, shared and unique local addresses.
    case site
    case loopback
    case linkLocal
    /// Where clouds tell machines their secrets.
    case metadata
    case multicast
    /// No address of one machine: unspecified, broadcast, reserved or for documentation of protocols.
    case unusable

    package var inWords: String {
        switch self {
        case .global: "a public address"
        case .site: "a private address"
        case .loopback: "a loopback address"
        case .linkLocal: "a link-local address"
        case .metadata: "a cloud's metadata address"
        case .multicast: "a multicast address"
        case .unusable: "not the address of a machine"
        }
    }
}

extension IPAddress {
    package var kind: AddressKind {
        if let embedded { return embedded.kind }
        return (isIPv4 ? Self.ipv4Kinds : Self.ipv6Kinds).first { block, _ in block.contains(self) }?.kind ?? .global
    }

    /// The IPv4 address that an IPv6 address leads to: mapped, compatible, translated (NAT64) or tunnelled (6to4).
    private var embedded: IPAddress? {
        guard !isIPv4 else { return nil }
        let start = Self.embeddings.first { block, _ in block.contains(self) }?.start
        // `::` and `::1` are addresses of their own.
        let isSmall = networkBytes.dropLast().allSatisfy { $0 == 0 } && networkBytes[15] < 2
        return isSmall ? nil : start.flatMap { IPAddress(networkBytes: Array(networkBytes[$0..<$0 + 4])) }
    }

    private static let embeddings: [(block: AddressBlock, start: Int)] = [
        (v6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96), 12), (v6([], 96), 12),
        (v6([0, 0x64, 0xFF, 0x9B], 96), 12), (v6([0x20, 0x02], 16), 2),
        // Translated in a network of one's own, and by stateless translators.
        (v6([0, 0x64, 0xFF, 0x9B, 0, 1], 48), 12), (v6([0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96), 12),
    ]

    /// First match wins.
    private static let ipv4Kinds: [(block: AddressBlock, kind: AddressKind)] = [
        // Amazon and most others; Azure's wire server; Alibaba; Oracle.
        (v4([169, 254, 169, 254], 32), .metadata), (v4([169, 254, 170, 2], 32), .metadata),
        (v4([168, 63, 129, 16], 32), .metadata), (v4([100, 100, 100, 200], 32), .metadata),
        (v4([192, 0, 0, 192], 32), .metadata),
        (v4([0], 8), .unusable), (v4([127], 8), .loopback), (v4([169, 254], 16), .linkLocal),
        (v4([10], 8), .site), (v4([172, 16], 12), .site), (v4([192, 168], 16), .site), (v4([100, 64], 10), .site),
        (v4([198, 18], 15), .site), (v4([192, 0, 0], 24), .unusable), (v4([224], 4), .multicast),
        (v4([240], 4), .unusable), (v4([192, 0, 2], 24), .unusable), (v4([198, 51, 100], 24), .unusable),
        (v4([203, 0, 113], 24), .unusable), (v4([169, 254, 170, 23], 32), .metadata),
    ]

    private static let ipv6Kinds: [(block: AddressBlock, kind: AddressKind)] = [
        (v6([0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54], 128), .metadata),
        // Google; Amazon's pod identity.
        (v6([0xFD, 0x20, 0, 0xCE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54], 128), .metadata),
        (v6([0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x23], 128), .metadata),
        // A tunnel hides the address it leads to; examples lead nowhere.
        (v6([0x20, 0x01], 32), .unusable), (v6([0x20, 0x01, 0x0D, 0xB8], 32), .unusable),
        (v6([], 128), .unusable), (v6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128), .loopback),
        (v6([0xFE, 0x80], 10), .linkLocal), (v6([0xFE, 0xC0], 10), .site), (v6([0xFC], 7), .site),
        (v6([0xFF], 8), .multicast),
    ]

    private static func v4(_ bytes: [UInt8], _ bits: Int) -> AddressBlock { AddressBlock(bytes, of: 4, bits: bits) }
    private static func v6(_ bytes: [UInt8], _ bits: Int) -> AddressBlock { AddressBlock(bytes, of: 16, bits: bits) }
}
