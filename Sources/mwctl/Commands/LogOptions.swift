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
        for command in commands {
            let reply = try await session.list(
                ListCommandInvocationsRequest(commandId: command, instanceId: node, details: true),
                "CommandInvocations")
            all += reply.json["CommandInvocations"]?.arrayValue ?? []
            guard format == .table else { continue }
            for invocation in reply.value.commandInvocations ?? [] {
                try await print(invocation, session)
                printed += 1
            }
        }
        if format != .table {
            session.console.print(["CommandInvocations": .array(all)], as: format) { "" }
        } else if printed == 0 {
            session.console.remark("No node has output.")
        }
    }

    private func print(_ invocation: Wire.CommandInvocation, _ session: Session) async throws {
        let name = NodeProgress(invocation, work: "").node
        let steps = invocation.commandPlugins ?? []
        if steps.isEmpty, !raw {
            session.console.write("==> \(Cell.harmless(name)): \(Self.silence(of: invocation)) <==\n")
        }
        for step in steps {
            var output = ""
            var errors = ""
            if step.output?.isEmpty == false {
                // The listing holds the first 2,500 characters of both streams together; this holds more of each.
                let full = try await session.call(
                    GetCommandInvocationRequest(
                        commandId: invocation.commandId ?? "", instanceId: invocation.instanceId ?? "",
                        pluginName: step.name)
                ).value
                output = full.standardOutputContent ?? ""
                errors = full.standardErrorContent ?? ""
            }
            if raw {
                let cut = [Self.uncut(&output, limit: Self.outputLimit), Self.uncut(&errors, limit: Self.errorLimit)]
                session.console.write(output)
                // One step's output is given byte for byte; the next one's begins on a line of its own.
                if steps.count > 1, let last = output.last, !last.isNewline { session.console.write("\n") }
                if !errors.isEmpty {
                    session.console.remark(errors.hasSuffix("\n") ? String(errors.dropLast()) : errors)
                }
                let place = "\(Cell.harmless(name)) \(Cell.harmless(step.name ?? ""))"
                if cut[0] { session.console.remark("note: \(place): output cut at 24,000 characters") }
                if cut[1] { session.console.remark("note: \(place): standard error cut at 8,000 characters") }
                continue
            }
            let status = Wording.status(step.status, details: step.statusDetails).text
            let code = step.responseCode.map { $0 >= 0 ? ", exit \($0)" : "" } ?? ""
            session.console.write(
                "==> \(Cell.harmless(name)) \(Cell.harmless(step.name ?? "")): \(status)\(code) <==\n")
            session.console.write(Self.closed(output))
            if !errors.isEmpty { session.console.write("--- standard error ---\n" + Self.closed(errors)) }
        }
    }

    /// What the API holds of a step's streams, in characters.
    private static let outputLimit = 24_000
    private static let errorLimit = 8_000
    private static let cutMark = "\n--output truncated--"

    /// Takes the service's own mark off a stream that it cut.
    /// - Returns: whether it was cut.
    private static func uncut(_ text: inout String, limit: Int) -> Bool {
        guard text.utf8.count >= limit, text.count == limit else { return false }
        if text.hasSuffix(cutMark) { text.removeLast(cutMark.count) }
        return true
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
