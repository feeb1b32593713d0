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

    /// - Parameters:
    ///   - texts: IDs, or names that one target of the window has.
    ///   - window: the window's ID.
    func targetIDs(_ texts: [String], in window: String) async throws(Complaint) -> [String] {
        // The ID of a target is a GUID; the service says when there is none with it.
        let isID = { (text: String) in text.utf8.count == 36 && text.filter { $0 == "-" }.count == 4 }
        if texts.allSatisfy(isID) { return texts }
        let known = try await list(DescribeMaintenanceWindowTargetsRequest(windowId: window), "Targets").value.targets
        var ids: [String] = []
        for text in texts {
            let found = isID(text) ? [text] : (known ?? []).filter { $0.name == text }.compactMap(\.windowTargetId)
            guard found.count == 1 else {
                throw Complaint(
                    found.isEmpty ? .notFound : .usage,
                    "The window has \(found.isEmpty ? "no target" : "\(found.count) targets") with the name \(text).",
                    hint: "See `mwctl target list \(window)`.")
            }
            ids += found
        }
        return ids
    }

    /// The window that has a target or task: the one named, or the one found by looking through all.
    func windowID<Request: WireRequest>(
        _ text: String?, having id: String, _ kind: String, _ member: String, request: (String) -> Request
    ) async throws(Complaint) -> String {
        if let text { return try await windowID(text) }
        let windows = try await list(DescribeMaintenanceWindowsRequest(), "WindowIdentities").value
        for window in (windows.windowIdentities ?? []).compactMap(\.windowId) {
            if let found = try await list(request(window), member).json[member]?.arrayValue, !found.isEmpty {
                return window
            }
        }
        throw Complaint(.notFound, "No window has a \(kind) with the ID \(id).", hint: "See `mwctl \(kind) list`.")
    }

    /// Whether a text is an ID of ours: a prefix and 17 hexadecimal digits.
    static func isIdentifier(_ text: String, prefix: String) -> Bool {
        let digits = text.dropFirst(prefix.count)
        return text.hasPrefix(prefix) && digits.count == 17
            && digits.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
