import Crypto
import Foundation
import Patching
import WindowCore

/// An address at which one snapshot can be downloaded by whoever has the address, for a while.
///
/// It is not signed as requests are: the program on the node that fetches it has no key of this service. The signature
/// covers every part, so a holder cannot turn it to another snapshot or to a later hour.
struct SnapshotLink: Hashable {
    static let path = "/patch-snapshots"

    enum Refusal: Error {
        /// A part is missing, or the signature is not this service's for these parts.
        case invalid
        case expired
    }

    let identity: SnapshotIdentity
    let nodeID: NodeID
    /// Whole seconds.
    let expiresAt: Date

    /// Path and query.
    func target(signedWith key: [UInt8]) -> String {
        let query = [
            ("group", identity.patchGroup), ("expires", "\(epoch)"), ("signature", signature(key)),
        ]
        let path = "\(Self.path)/\(identity.snapshotID)/\(identity.operatingSystem.rawValue)/\(nodeID)"
        return path + "?" + query.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
    }

    /// Reads an address that somebody has brought.
    /// - Parameters:
    ///   - parts: snapshot, operating system and node, as they stand in the path.
    ///   - query: its values by name, unescaped.
    init(
        _ parts: (snapshot: String, operatingSystem: String, node: String), query: [String: String], key: [UInt8],
        now: Date
    ) throws(Refusal) {
        guard let system = OperatingSystem(rawValue: parts.operatingSystem), let group = query["group"],
            let expires = query["expires"].flatMap({ Int($0) }), (0...1 << 40).contains(expires),
            let code = query["signature"].flatMap(Self.bytes)
        else { throw .invalid }
        self.init(
            identity: SnapshotIdentity(
                patchGroup: group, operatingSystem: system, snapshotID: parts.snapshot),
            nodeID: NodeID(rawValue: parts.node), expiresAt: Date(timeIntervalSince1970: Double(expires)))
        // Compares in constant time. The signature first: an address that was changed tells nothing, not even its age.
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Data(signedText.utf8), using: SymmetricKey(data: key))
        else { throw .invalid }
        guard now < expiresAt else { throw .expired }
    }

    init(identity: SnapshotIdentity, nodeID: NodeID, expiresAt: Date) {
        self.identity = identity
        self.nodeID = nodeID
        self.expiresAt = expiresAt
    }

    private var epoch: Int { Int(expiresAt.timeIntervalSince1970) }

    /// No part can hold a line's end: the shapes of all but the group are narrower, and the group's pattern knows none.
    private var signedText: String {
        [
            "patch-snapshot-v1", identity.snapshotID, identity.operatingSystem.rawValue, nodeID.rawValue,
            "\(epoch)", identity.patchGroup,
        ].joined(separator: "\n")
    }

    private func signature(_ key: [UInt8]) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(signedText.utf8), using: SymmetricKey(data: key))
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func escaped(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    private static func bytes(_ hex: String) -> [UInt8]? {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
