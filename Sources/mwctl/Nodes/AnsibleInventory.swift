import AWSWire

/// Reads what `ansible-inventory --list` prints.
///
/// A host is in many groups and a tag has one value, so each group, direct or through its children, becomes a tag of its
/// own: `Group:web=true`. `all` and `ungrouped` say nothing and become none.
enum AnsibleInventory {
    private static let silentGroups: Set<String> = ["all", "ungrouped", "_meta"]

    static func entries(in text: String) throws(InventoryProblem) -> [InventoryEntry] {
        let root: JSONValue
        do {
            root = try JSONValue(parsing: Array(text.utf8), maximumBytes: TextFile.maximumBytes)
        } catch {
            throw InventoryProblem(place: "The inventory", message: error.message)
        }
        guard let groups = root.objectValue else {
            throw InventoryProblem(
                place: "The inventory", message: "It must be a JSON object, as ansible-inventory --list prints.")
        }
        let variables = root["_meta"]?["hostvars"]?.objectValue ?? [:]
        var members: [String: Set<String>] = [:]
        for (group, content) in groups where !silentGroups.contains(group) {
            for host in hosts(of: group, content, in: groups) { members[host, default: []].insert(group) }
        }
        // A host without variables stands in its groups only.
        var names = Set(variables.keys).union(members.keys)
        for group in ["all", "ungrouped"] { names.formUnion(listed(groups[group])) }
        var entries: [InventoryEntry] = []
        for name in names.sorted() {
            entries.append(try entry(name, variables[name] ?? [:], groups: members[name] ?? []))
        }
        return entries
    }

    private static func listed(_ group: JSONValue?) -> [String] {
        // Old inventory scripts give a group as a bare list.
        (group?["hosts"]?.arrayValue ?? group?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// The group's hosts and those of its children; a group that contains itself ends the descent.
    private static func hosts(
        of group: String, _ content: JSONValue, in groups: [String: JSONValue]
    ) -> Set<String> {
        var hosts = Set(listed(content))
        var seen: Set<String> = [group]
        var waiting = content["children"]?.arrayValue?.compactMap(\.stringValue) ?? []
        while let child = waiting.popLast() {
            guard seen.insert(child).inserted, let content = groups[child] else { continue }
            hosts.formUnion(listed(content))
            waiting += content["children"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        return hosts
    }

    private static func entry(
        _ name: String, _ variables: JSONValue, groups: Set<String>
    ) throws(InventoryProblem) -> InventoryEntry {
        func text(_ names: String...) -> String? {
            for name in names {
                if let value = variables[name]?.stringValue, !value.isEmpty { return value }
                if let value = variables[name]?.intValue { return String(value) }
            }
            return nil
        }
        var entry = InventoryEntry(name: name)
        if text("ansible_connection") == "local" { entry.transport = .local }
        if entry.transport == .ssh { entry.host = text("ansible_host", "ansible_ssh_host") ?? name }
        if let port = text("ansible_port", "ansible_ssh_port") {
            guard let number = Int(port), (1...65535).contains(number) else {
                throw InventoryProblem(
                    place: name, message: "ansible_port is \(port); it must lie between 1 and 65535.")
            }
            entry.port = number
        }
        entry.user = text("ansible_user", "ansible_ssh_user")
        entry.identityFile = text("ansible_ssh_private_key_file", "ansible_private_key_file")
        entry.sudo = variables["ansible_become"]?.boolValue ?? text("ansible_become")?.truthValue ?? false
        for group in groups { entry.tags["Group:\(group)"] = "true" }
        return entry
    }
}
