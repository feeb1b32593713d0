import AWSWire

/// What is registered with a window and may be named by its ID or its name.
enum RegistrationKind: String {
    case target
    case task
}

/// Where a target or a task was found.
struct Registration: Equatable {
    let windowID: String
    let id: String
}

extension Session {
    /// - Parameters:
    ///   - text: an ID, or a name that one target or task has.
    ///   - window: the window's ID or name; without one all windows are searched.
    func registration(
        _ text: String, _ kind: RegistrationKind, in window: String?
    ) async throws(Complaint) -> Registration {
        if let window {
            let id = try await windowID(window)
            return Registration(windowID: id, id: try await registrationIDs([text], kind, in: id)[0])
        }
        let windows = try await list(DescribeMaintenanceWindowsRequest(), "WindowIdentities").value
        var named: [Registration] = []
        for window in (windows.windowIdentities ?? []).compactMap(\.windowId) {
            for (id, name) in try await registrations(kind, of: window) {
                let found = Registration(windowID: window, id: id)
                if id == text.lowercased() { return found }
                if name == text { named.append(found) }
            }
        }
        guard let first = named.first else {
            throw Complaint(
                .notFound, "No window has a \(kind) with the ID or name \(text).", hint: "See `mwctl \(kind) list`.")
        }
        guard named.count == 1 else {
            let places = named.map { "\($0.id) in \($0.windowID)" }.joined(separator: ", ")
            throw Complaint(
                .usage, "\(named.count) \(kind)s have the name \(text): \(places).",
                hint: "Give the ID, or the window with --window.")
        }
        return first
    }

    /// - Parameters:
    ///   - texts: IDs, or names that one target or task of the window has.
    ///   - window: the window's ID.
    func registrationIDs(
        _ texts: [String], _ kind: RegistrationKind, in window: String
    ) async throws(Complaint) -> [String] {
        // The service says when there is none with an ID.
        if texts.allSatisfy(Self.isRegistrationID) { return texts }
        let known = try await registrations(kind, of: window)
        var ids: [String] = []
        for text in texts {
            let found = Self.isRegistrationID(text) ? [text] : known.filter { $0.name == text }.map(\.id)
            guard let first = found.first else {
                throw Complaint(
                    .notFound, "The window has no \(kind) with the ID or name \(text).",
                    hint: "See `mwctl \(kind) list \(window)`.")
            }
            guard found.count == 1 else {
                throw Complaint(
                    .usage,
                    "\(found.count) \(kind)s of the window have the name \(text): \(found.joined(separator: ", ")).",
                    hint: "Give the ID.")
            }
            ids.append(first)
        }
        return ids
    }

    private func registrations(
        _ kind: RegistrationKind, of window: String
    ) async throws(Complaint) -> [(id: String, name: String?)] {
        switch kind {
        case .target:
            try await list(DescribeMaintenanceWindowTargetsRequest(windowId: window), "Targets").value
                .targets?.compactMap { target in target.windowTargetId.map { ($0, target.name) } } ?? []
        case .task:
            try await list(DescribeMaintenanceWindowTasksRequest(windowId: window), "Tasks").value
                .tasks?.compactMap { task in task.windowTaskId.map { ($0, task.name) } } ?? []
        }
    }

    /// Targets and tasks have GUIDs.
    private static func isRegistrationID(_ text: String) -> Bool {
        text.utf8.count == 36
            && zip(text.utf8, 0...).allSatisfy { byte, place in
                [8, 13, 18, 23].contains(place) ? byte == UInt8(ascii: "-") : Self.isHexadecimal(byte)
            }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
