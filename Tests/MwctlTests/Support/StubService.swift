import AWSWire
import Foundation
import Synchronization
import Testing

@testable import mwctl

/// Answers calls from a script and remembers them.
final class StubService: ControlClient {
    struct Call: Equatable {
        let target: String
        let input: JSONValue
    }

    private let state: Mutex<(answers: [String: [Result<JSONValue, CallFailure>]], calls: [Call])>

    /// - Parameter answers: by operation, without its prefix; the last answer of an operation is given again.
    init(_ answers: [String: [Result<JSONValue, CallFailure>]]) { state = Mutex((answers, [])) }

    convenience init(_ answers: [String: JSONValue]) { self.init(answers.mapValues { [.success($0)] }) }

    var calls: [Call] { state.withLock { $0.calls } }

    func inputs(_ operation: String) -> [JSONValue] {
        calls.filter { $0.target.hasSuffix(".\(operation)") }.map(\.input)
    }

    func call(_ target: String, _ input: JSONValue) async throws(CallFailure) -> JSONValue {
        let operation = String(target.split(separator: ".").last ?? "")
        let answer = state.withLock { state -> Result<JSONValue, CallFailure>? in
            state.calls.append(Call(target: target, input: input))
            guard let waiting = state.answers[operation], let first = waiting.first else { return nil }
            if waiting.count > 1 { state.answers[operation] = Array(waiting.dropFirst()) }
            return first
        }
        guard let answer else {
            throw .refused(WireError(.unknownOperationException, "The test has no answer to \(operation)."))
        }
        return try answer.get()
    }
}

/// Keeps what a command prints.
final class Printout: Sendable {
    private let text = Mutex((output: "", remarks: ""))

    var output: String { text.withLock { $0.output } }
    var remarks: String { text.withLock { $0.remarks } }

    func console(terminal: Terminal = .pipe) -> Console {
        Console(
            terminal: terminal, write: { more in self.text.withLock { $0.output += more } },
            remark: { more in self.text.withLock { $0.remarks += more + "\n" } })
    }
}

/// Stands still until something sleeps on it.
final class SleeperClock: mwctl.WallClock {
    private let moment: Mutex<Date>

    init(_ secondsSince1970: Double = 1_795_305_600) { moment = Mutex(Date(timeIntervalSince1970: secondsSince1970)) }

    var now: Date { moment.withLock { $0 } }
    func sleep(seconds: Double) async throws { moment.withLock { $0 += seconds } }
}

/// What came of a command line.
struct Ran {
    let output: String
    let remarks: String
    /// As the shell would see it.
    let status: Int32
    let complaint: Complaint?
}

/// Runs a command line against a stub.
func run(_ line: String, _ service: StubService, terminal: Terminal = .pipe) async throws -> Ran {
    let printout = Printout()
    let session = Session(
        client: service, address: .socket(path: "/run/mwd/mwd.sock"), console: printout.console(terminal: terminal),
        clock: SleeperClock())
    let parsed = try Mwctl.parsed(Array(ShellWords.split(line).dropFirst()))
    let command = try #require(parsed as? any ServiceCommand, "\(line) is a command that talks to the service")
    do {
        try await command.run(session)
        return Ran(output: printout.output, remarks: printout.remarks, status: 0, complaint: nil)
    } catch let complaint as Complaint {
        return Ran(
            output: printout.output, remarks: printout.remarks, status: complaint.status.rawValue,
            complaint: complaint)
    } catch is SilentFailure {
        return Ran(output: printout.output, remarks: printout.remarks, status: 1, complaint: nil)
    }
}
