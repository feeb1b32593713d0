import AWSWire
import ArgumentParser

struct DoctorCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check what the service needs, and say what to do.",
        discussion: """
            Exit status 1 when a check fails, 4 when the service cannot be reached.

            Example:
              mwctl doctor
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ session: Session) async throws {
        let local = LocalChecks(address: session.address)
        var checks = local.reach()
        var isReached = true
        do throws(Complaint) {
            let status = try await session.call(GetServiceStatusRequest()).value
            checks.append(Check("service", .good, "mwd \(status.version ?? "") answers"))
            checks += local.compare(status, now: session.clock.now)
        } catch {
            isReached = false
            // The usual hint sends people here.
            checks.append(Check("service", .failed, error.message))
        }
        checks += local.machine()
        let json = checks.map { check in
            var value: JSONValue = [
                "Check": .string(check.name), "Result": .string(check.result.rawValue),
                "Message": .string(check.message),
            ]
            value["Hint"] = check.hint.map { .string($0) }
            return value
        }
        let colours = session.console.terminal.showsColours
        session.console.print(["Checks": .array(json)], as: output.output) {
            checks.map { $0.text(colours: colours) }.joined()
        }
        guard isReached else {
            throw Complaint(.unreachable, "The service cannot be reached at \(session.address.place).")
        }
        if checks.contains(where: { $0.result == .failed }) { throw SilentFailure() }
    }
}

/// One thing the doctor looked at.
struct Check: Equatable, Sendable {
    enum Result: String, Sendable { case good, warning, failed }

    let name: String
    let result: Result
    let message: String
    let hint: String?

    init(_ name: String, _ result: Result, _ message: String, _ hint: String? = nil) {
        self.name = name
        self.result = result
        self.message = message
        self.hint = hint
    }

    func text(colours: Bool) -> String {
        let mark: Cell =
            switch result {
            case .good: Cell("ok     ", .good)
            case .warning: Cell("WARNING", .busy)
            case .failed: Cell("FAILED ", .bad)
            }
        return "\(mark.rendered(colours: colours))  \(name): \(Cell.harmless(message))\n"
            + (hint.map { "         try: \(Cell.harmless($0))\n" } ?? "")
    }
}
