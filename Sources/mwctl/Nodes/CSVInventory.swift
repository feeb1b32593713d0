/// Reads a table with the header `name,host,port,user,transport,identity,sudo,tags`; columns in any order, all but `name`
/// optional. `tags` holds `KEY=VALUE` pairs with semicolons between.
enum CSVInventory {
    private static let columns = ["name", "host", "port", "user", "transport", "identity", "sudo", "tags"]

    static func entries(in text: String) throws(InventoryProblem) -> [InventoryEntry] {
        let records = try CSVRecord.records(in: text)
        guard let header = records.first else {
            throw InventoryProblem(
                place: "Line 1", message: "The file is empty; it begins with \(columns.joined(separator: ",")).")
        }
        let names = header.fields.map { $0.trimmed.lowercased() }
        for name in names where !columns.contains(name) {
            throw InventoryProblem(
                place: "Line \(header.line)",
                message: "There is no column “\(name)”; columns are \(columns.joined(separator: ", ")).")
        }
        guard names.contains("name"), Set(names).count == names.count else {
            throw InventoryProblem(
                place: "Line \(header.line)", message: "The header must hold “name”, and each column once.")
        }
        var entries: [InventoryEntry] = []
        for record in records.dropFirst() {
            guard record.fields.count == names.count else {
                throw InventoryProblem(
                    place: "Line \(record.line)",
                    message: "It has \(Wording.count(record.fields.count, "field")), the header \(names.count).")
            }
            let values = Dictionary(uniqueKeysWithValues: zip(names, record.fields.map(\.trimmed)))
            entries.append(try entry(values, place: "Line \(record.line)"))
        }
        return entries
    }

    private static func entry(_ values: [String: String], place: String) throws(InventoryProblem) -> InventoryEntry {
        func value(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let name = value("name") else { throw InventoryProblem(place: place, message: "The name is missing.") }
        var entry = InventoryEntry(name: name)
        if let transport = value("transport") {
            guard let known = NodeTransportName(rawValue: transport.lowercased()) else {
                throw InventoryProblem(
                    place: place, message: "The transport is “\(transport)”; it must be local or ssh.")
            }
            entry.transport = known
        }
        entry.host = value("host") ?? (entry.transport == .ssh ? name : nil)
        if let port = value("port") {
            guard let number = Int(port), (1...65535).contains(number) else {
                throw InventoryProblem(place: place, message: "The port is “\(port)”; it must lie between 1 and 65535.")
            }
            entry.port = number
        }
        entry.user = value("user")
        entry.identityFile = value("identity")
        guard let sudo = (value("sudo") ?? "").truthValue else {
            throw InventoryProblem(
                place: place, message: "The value of sudo is “\(value("sudo") ?? "")”; write yes or no.")
        }
        entry.sudo = sudo
        for text in (value("tags") ?? "").split(separator: ";") where !String(text).trimmed.isEmpty {
            guard let pair = Pair(argument: String(text).trimmed) else {
                throw InventoryProblem(place: place, message: "The tag “\(text)” is not KEY=VALUE.")
            }
            entry.tags[pair.key] = pair.value
        }
        return entry
    }
}

/// One record of a comma-separated file (RFC 4180): fields may be quoted, quotes are doubled inside.
struct CSVRecord: Equatable {
    /// Where it begins; 1 is the first line.
    let line: Int
    let fields: [String]

    /// Blank lines are passed over.
    static func records(in text: String) throws(InventoryProblem) -> [CSVRecord] {
        var records: [CSVRecord] = []
        var fields: [String] = []
        var field = ""
        var line = 1
        var start = 1
        var isQuoted = false
        var wasQuoted = false
        // Scalars: a carriage return and newline are one Character.
        var scalars = text.unicodeScalars.drop { $0 == "\u{FEFF}" }[...]
        func end() {
            if !(fields.isEmpty && field.isEmpty && !wasQuoted) {
                records.append(CSVRecord(line: start, fields: fields + [field]))
            }
            fields = []
            field = ""
            wasQuoted = false
        }
        while let scalar = scalars.popFirst() {
            if isQuoted {
                if scalar == "\n" { line += 1 }
                if scalar != "\"" {
                    field.unicodeScalars.append(scalar)
                } else if scalars.first == "\"" {
                    scalars.removeFirst()
                    field.append("\"")
                } else {
                    isQuoted = false
                }
                continue
            }
            switch scalar {
            case "\"" where field.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case ",":
                fields.append(field)
                field = ""
                wasQuoted = false
            case "\n":
                end()
                line += 1
                start = line
            case "\r" where scalars.first == "\n": break
            default: field.unicodeScalars.append(scalar)
            }
        }
        guard !isQuoted else {
            throw InventoryProblem(place: "Line \(start)", message: "A quotation mark is not closed.")
        }
        end()
        return records
    }
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
