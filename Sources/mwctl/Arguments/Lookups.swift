import AWSWire

/// Names where the API wants IDs.
extension Session {
    /// - Parameter text: an ID, or a name that one window has.
    func windowID(_ text: String) async throws(Complaint) -> String {
        if Self.isIdentifier(text, prefix: "mw-") { return text }
        let named = Wire.MaintenanceWindowFilter(key: "Name", values: [text])
        // The filter matches beginnings of names.
        let found =
            try await list(DescribeMaintenanceWindowsRequest(filters: [named]), "WindowIdentities")
            .value.windowIdentities?.filter { $0.name == text }.compactMap(\.windowId) ?? []
        guard let first = found.first else {
            throw Complaint(
                .notFound, "There is no window with the ID or name \(text).", hint: "See `mwctl window list`.")
        }
        guard found.count == 1 else {
            throw Complaint(
                .usage, "\(found.count) windows have the name \(text): \(found.joined(separator: ", ")).",
                hint: "Give the ID.")
        }
        return first
    }

    /// - Parameter text: an ID, or a node's name.
    func nodeID(_ text: String) async throws(Complaint) -> String {
        if Self.isIdentifier(text, prefix: "mi-") { return text }
        do {
            let node = try await call(GetRegisteredNodeRequest(name: text)).value.node
            if let id = node?.instanceId { return id }
        } catch  where error.status == .notFound {
            // Said below, in words that fit a name.
        }
        throw Complaint(.notFound, "There is no node with the ID or name \(text).", hint: "See `mwctl node list`.")
    }

    func nodeIDs(_ texts: [String]) async throws(Complaint) -> [String] {
        var ids: [String] = []
        for text in texts { ids.append(try await nodeID(text)) }
        return ids
    }

    /// Whether a text is an ID of ours: a prefix and 17 hexadecimal digits.
    static func isIdentifier(_ text: String, prefix: String) -> Bool {
        let digits = text.dropFirst(prefix.count)
        return text.hasPrefix(prefix) && digits.count == 17
            && digits.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
