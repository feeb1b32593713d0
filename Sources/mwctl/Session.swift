import AWSWire
import ArgumentParser

/// What a command that talks to the service works with; tests give it other parts.
struct Session: Sendable {
    let client: any ControlClient
    let address: ControlAddress
    let console: Console
    let clock: any WallClock

    func call<Request: WireRequest>(_ request: Request) async throws(Complaint) -> Reply<Request.Response> {
        do throws(CallFailure) {
            return try await client.call(request)
        } catch {
            throw Complaint(error)
        }
    }

    func list<Request: WireRequest>(
        _ request: Request, _ member: String, limit: Int = .max
    ) async throws(Complaint) -> Reply<Request.Response> {
        do throws(CallFailure) {
            return try await client.list(request, member, limit: limit)
        } catch {
            throw Complaint(error)
        }
    }
}

/// Where a command prints.
struct Console: Sendable {
    let terminal: Terminal
    let write: @Sendable (String) -> Void
    /// Remarks that are not the result: standard error.
    let remark: @Sendable (String) -> Void

    static let standard = Console(
        terminal: .standard, write: { StandardStreams.writeOutput($0) },
        remark: { StandardStreams.writeError($0 + "\n") })

    func print(_ table: Table) { write(table.rendered(colours: terminal.showsColours)) }
    func print(_ sheet: Sheet) { write(sheet.rendered(colours: terminal.showsColours)) }

    /// The result in the form asked for; `table` is made only when people read it.
    func print(_ json: JSONValue, as format: OutputFormat, table: () -> String) {
        switch format {
        case .table: write(table())
        case .json: write(json.text(.pretty) + "\n")
        case .yaml: write((try? json.yaml) ?? json.text(.pretty) + "\n")
        }
    }

    func print(_ json: JSONValue, as format: OutputFormat, _ table: Table, empty: String) {
        guard format != .table || !table.rows.isEmpty else { return remark(empty) }
        print(json, as: format) { table.rendered(colours: terminal.showsColours) }
    }

    func print(_ json: JSONValue, as format: OutputFormat, _ sheet: Sheet) {
        print(json, as: format) { sheet.rendered(colours: terminal.showsColours) }
    }
}

/// A command that talks to the service.
protocol ServiceCommand: AsyncParsableCommand {
    var connection: ConnectionOptions { get }
    func run(_ session: Session) async throws
}

extension ServiceCommand {
    mutating func run() async throws {
        let clock = SystemClock()
        let address = try ControlAddress(options: connection)
        try await run(
            Session(
                client: HTTPControlClient(address: address, clock: clock), address: address, console: .standard,
                clock: clock))
    }
}
