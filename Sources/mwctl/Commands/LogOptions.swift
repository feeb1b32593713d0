import AWSWire
import ArgumentParser

/// Which output to print, and how.
struct LogOptions: ParsableArguments {
    @Option(name: [.long, .customLong("instance-id")], help: "Only this node, by name or ID.")
    var node: String?

    @Flag(help: "Only what was written: output to standard output, errors to standard error, no headings.")
    var raw = false

    /// Prints the outputs of commands, node by node.
    func print(_ commands: [String], as format: OutputFormat, _ session: Session) async throws {
        var node: String?
        if let name = self.node { node = try await session.nodeID(name) }
        var all: [JSONValue] = []
        var printed = 0
        var isComplete = true
        for command in commands {
            let reply = try await session.list(
                ListCommandInvocationsRequest(commandId: command, instanceId: node, details: true),
                "CommandInvocations")
            all += reply.json["CommandInvocations"]?.arrayValue ?? []
            guard format == .table else { continue }
            for invocation in reply.value.commandInvocations ?? [] {
                if try await !print(invocation, session) { isComplete = false }
                printed += 1
            }
        }
        if format != .table {
            session.console.print(["CommandInvocations": .array(all)], as: format) { "" }
        } else if printed == 0 {
            session.console.remark("No node has output.")
        }
        if !isComplete { throw SilentFailure() }
    }

    /// - Returns: whether all that the API keeps of it could be had; the rest was noted on standard error.
    private func print(_ invocation: Wire.CommandInvocation, _ session: Session) async throws -> Bool {
        let name = NodeProgress(invocation, work: "").node
        let steps = invocation.commandPlugins ?? []
        if steps.isEmpty, !raw {
            session.console.write("==> \(Cell.harmless(name)): \(Self.silence(of: invocation)) <==\n")
        }
        var isComplete = true
        for step in steps {
            let place = "\(Cell.harmless(name)) \(Cell.harmless(step.name ?? ""))"
            var streams = StepStreams(listed: step)
            if step.output?.isEmpty == false {
                do throws(Complaint) {
                    if let whole = try await session.streams(of: step, in: invocation) { streams = whole }
                } catch {
                    // A service that is gone says nothing of the other steps and nodes either.
                    guard error.status != .unreachable else { throw error }
                    session.console.remark("note: \(place): \(Cell.harmless(error.message))")
                    isComplete = false
                }
            }
            if raw {
                let cuts = streams.takeOffMarks()
                session.console.write(streams.output)
                // One step's output is given byte for byte; the next one's begins on a line of its own.
                if steps.count > 1, let last = streams.output.last, !last.isNewline { session.console.write("\n") }
                let errors = streams.errors
                if !errors.isEmpty {
                    session.console.remark(errors.hasSuffix("\n") ? String(errors.dropLast()) : errors)
                }
                for cut in cuts { session.console.remark("note: \(place): \(cut)") }
                continue
            }
            let status = Wording.status(step.status, details: step.statusDetails).text
            let code = step.responseCode.map { $0 >= 0 ? ", exit \($0)" : "" } ?? ""
            session.console.write("==> \(place): \(status)\(code) <==\n")
            session.console.write(Self.closed(streams.output))
            if !streams.errors.isEmpty {
                session.console.write("--- standard error ---\n" + Self.closed(streams.errors))
            }
        }
        return isComplete
    }

    /// Why there is nothing to print of a node.
    private static func silence(of invocation: Wire.CommandInvocation) -> String {
        let progress = NodeProgress(invocation, work: "")
        let why = progress.reason.map { ": \(Cell.harmless($0))" } ?? ""
        return switch invocation.status {
        case "InProgress", "Cancelling": "running, output comes when the step ends"
        case "Pending": "Pending, not started yet"
        case "Delayed": "Delayed, not started yet\(why)"
        default: "\(Cell.harmless(progress.shownStatus)), no step ran\(why)"
        }
    }

    private static func closed(_ text: String) -> String { text.isEmpty || text.hasSuffix("\n") ? text : text + "\n" }
}
