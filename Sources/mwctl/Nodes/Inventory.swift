import ArgumentParser

/// A node as a file of another tool describes it.
struct InventoryEntry: Equatable, Sendable {
    var name: String
    var transport = NodeTransportName.ssh
    var host: String?
    var port: Int?
    var user: String?
    var identityFile: String?
    var sudo = false
    var tags: [String: String] = [:]
}

/// Why a file of nodes cannot be read, and where.
struct InventoryProblem: Error, Equatable {
    /// Line of a CSV file, or a host of an Ansible inventory.
    let place: String
    let message: String

    var complaint: Complaint { Complaint(.usage, "\(place): \(message)") }
}

enum InventoryFormat: String, CaseIterable, ExpressibleByArgument {
    /// The JSON that `ansible-inventory --list` prints.
    case ansible
    case csv

    func entries(in text: String) throws(InventoryProblem) -> [InventoryEntry] {
        let entries =
            switch self {
            case .ansible: try AnsibleInventory.entries(in: text)
            case .csv: try CSVInventory.entries(in: text)
            }
        var names: Set<String> = []
        for entry in entries where !names.insert(entry.name).inserted {
            throw InventoryProblem(place: entry.name, message: "The name stands twice.")
        }
        return entries
    }
}

extension String {
    /// What people write for yes and no in inventories; `nil` for anything else.
    var truthValue: Bool? {
        switch lowercased() {
        case "true", "yes", "on", "1", "y", "t": true
        case "false", "no", "off", "0", "n", "f", "": false
        default: nil
        }
    }
}
