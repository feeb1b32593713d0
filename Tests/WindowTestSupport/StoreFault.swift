import Foundation
import Glibc

/// Spoils chosen writes of a store from a connection of its own, as a full disk would, until it is mended.
///
/// A trigger does it: the store's own connections meet it in the middle of their transactions, and reading goes on.
package final class StoreFault: Sendable {
    private let path: String
    private let name = "fault\(UInt32.random(in: 0 ... .max))"

    /// - Parameters:
    ///   - write: as SQLite's triggers call it, such as `UPDATE ON execution`.
    ///   - condition: on the rows `OLD` and `NEW`; all rows by default.
    /// - Throws: `Refused` when SQLite does not take it.
    package init(_ store: TemporaryStore, on write: String, when condition: String = "TRUE") throws {
        path = store.path
        try Self.execute(
            "CREATE TRIGGER \(name) BEFORE \(write) WHEN \(condition) BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END",
            path)
    }

    package func mend() throws { try Self.execute("DROP TRIGGER \(name)", path) }

    package struct Refused: Error {
        package let statement: String
        package let code: Int32
    }

    /// Through the library that the store brings into the process; its Swift interface belongs to the store.
    static func execute(_ statement: String, _ path: String) throws {
        typealias Open = @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> Int32
        typealias Timeout = @convention(c) (OpaquePointer?, Int32) -> Int32
        typealias Execute =
            @convention(c) (
                OpaquePointer?, UnsafePointer<CChar>, OpaquePointer?, OpaquePointer?, OpaquePointer?
            ) -> Int32
        typealias Close = @convention(c) (OpaquePointer?) -> Int32
        func function<T>(_ name: String, _: T.Type) throws -> T {
            guard let symbol = dlsym(nil, name) else { throw Refused(statement: name, code: -1) }
            return unsafeBitCast(symbol, to: T.self)
        }
        var connection: OpaquePointer?
        defer { if let close = try? function("sqlite3_close", Close.self) { _ = close(connection) } }
        var code = try function("sqlite3_open", Open.self)(path, &connection)
        if code == 0 { code = try function("sqlite3_busy_timeout", Timeout.self)(connection, 5000) }
        if code == 0 { code = try function("sqlite3_exec", Execute.self)(connection, statement, nil, nil, nil) }
        guard code == 0 else { throw Refused(statement: statement, code: code) }
    }
}
