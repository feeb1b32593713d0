import Foundation
import GRDB
import WindowCore
import WindowStore

/// How our values become columns: moments as milliseconds, definitions as JSON with sorted keys.
extension Date {
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

enum Columns {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return encoder
    }()

    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return decoder
    }()

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<T: Decodable>(_ type: T.Type, from json: String) throws -> T {
        try decoder.decode(type, from: Data(json.utf8))
    }
}

extension Row {
    func date(_ column: String) -> Date? { (self[column] as Int64?).map(Date.init(milliseconds:)) }

    func definition<T: Decodable>(_ type: T.Type, _ column: String = "definition") throws -> T {
        try Columns.value(type, from: self[column])
    }

    /// A raw value that this version knows; a row that says otherwise is corrupt.
    func state<S: RawRepresentable<String>>(_ type: S.Type, _ column: String = "state") throws -> S {
        let raw: String = self[column]
        guard let state = S(rawValue: raw) else { throw StoreError.unavailable("“\(raw)” is not a known \(column).") }
        return state
    }
}

extension Database {
    /// Runs one statement, prepared once.
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(try cachedStatement(sql: sql), arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
    }

    func count(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int {
        try Int.fetchOne(try cachedStatement(sql: sql), arguments: arguments) ?? 0
    }

    /// `?, ?, ?` for a list of values.
    static func marks(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
}

extension Page {
    /// The page of rows fetched with one more than asked for; `cursor` of the last kept item leads to the rest.
    init(fetched: [Item], request: PageRequest, cursor: (Item) -> String) {
        let items = Array(fetched.prefix(request.limit))
        self.init(items: items, next: fetched.count > items.count ? items.last.map(cursor) : nil)
    }
}

/// A place in a list that is ordered by a moment, newest first, and an ID.
struct TimeCursor {
    let milliseconds: Int64
    let id: String

    /// Before everything: the place where a first page starts.
    static let start = TimeCursor(milliseconds: .max, id: "")

    init(milliseconds: Int64, id: String) {
        self.milliseconds = milliseconds
        self.id = id
    }

    init(_ text: String?) throws(StoreError) {
        guard let text else {
            self = .start
            return
        }
        let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else { throw .invalidCursor }
        self.init(milliseconds: milliseconds, id: String(parts[1]))
    }

    var text: String { "\(milliseconds)|\(id)" }
}
