/// Lets a store take so many writes of an invocation's way, and none after them until it is lifted: as if the service had
/// been killed there.
package final class StoreStop: Sendable {
    private let path: String

    /// One for each kind of write that a walk makes.
    private static let writes = [
        "INSERT ON step", "UPDATE OF startedWork ON invocation", "UPDATE OF endedAt ON invocation",
        "INSERT ON patchSnapshot", "INSERT ON frozenVersion", "INSERT ON patchReport",
    ]

    /// - Throws: `StoreFault.Refused` when SQLite does not take it.
    package init(_ store: TemporaryStore, after count: Int) throws {
        path = store.path
        var statements = "CREATE TABLE stop (remaining INTEGER); INSERT INTO stop VALUES (\(count));"
        for (number, write) in Self.writes.enumerated() {
            statements += """
                CREATE TRIGGER stop\(number) BEFORE \(write) BEGIN
                    SELECT CASE WHEN (SELECT remaining FROM stop) <= 0 THEN RAISE(ABORT, 'stopped') END;
                    UPDATE stop SET remaining = remaining - 1;
                END;
                """
        }
        try StoreFault.execute(statements, path)
    }

    package func lift() throws {
        let triggers = Self.writes.indices.map { "DROP TRIGGER stop\($0);" }.joined()
        try StoreFault.execute(triggers + "DROP TABLE stop;", path)
    }
}
