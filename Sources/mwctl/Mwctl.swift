import ArgumentParser
import Glibc

/// The administrator's program. Every noun is a subcommand, every verb a subcommand below it.
@main
struct Mwctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mwctl",
        abstract: "Define, preview, watch and explain maintenance windows.",
        discussion: """
            Talks to the service on this machine over its socket, or to --endpoint URL with the \
            AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION of the environment.

            Example:
              mwctl status
              mwctl schedule next 'cron(0 2 ? * THU#3 *)' --timezone Europe/Berlin
              mwctl window preview nightly-patching

            Exit status: 0 done, 1 the work failed, 2 usage, 3 not found, 4 unreachable or refused.
            Completion: mwctl --generate-completion-script bash|zsh|fish
            """,
        version: "0.1.0",
        subcommands: [
            StatusCommand.self, WindowCommand.self, TargetCommand.self, TaskCommand.self, ExecutionCommand.self,
            CommandCommand.self, NodeCommand.self, DocumentCommand.self, BaselineCommand.self, PatchGroupCommand.self,
            PatchCommand.self, ComplianceCommand.self, SnapshotCommand.self, TopicCommand.self,
            SubscriptionCommand.self, RuleCommand.self, DeliveryCommand.self, EventCommand.self, WebhookCommand.self,
            KeyCommand.self, ScheduleCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        let status = await run(Array(CommandLine.arguments.dropFirst()))
        Glibc.exit(status)
    }

    /// Runs one command line to its end.
    /// - Returns: the exit status; see ``ProgramStatus``.
    static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try parsed(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ProgramStatus.done.rawValue
        } catch {
            return report(error)
        }
    }

    /// The command that a command line means, not yet run.
    static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        try parseAsRoot(GlobalOptionOrder.hoisted(arguments))
    }

    /// Says on standard error what went wrong; help and completion scripts, which also arrive as errors, go to
    /// standard output.
    static func report(_ error: any Error) -> Int32 {
        if let complaint = error as? Complaint {
            StandardStreams.writeError(complaint.text)
            return complaint.status.rawValue
        }
        if error is SilentFailure { return ProgramStatus.failed.rawValue }
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        if code.isSuccess {
            if !message.isEmpty { StandardStreams.writeOutput(message + "\n") }
            return ProgramStatus.done.rawValue
        }
        if !message.isEmpty { StandardStreams.writeError(message + "\n") }
        return code == .validationFailure ? ProgramStatus.usage.rawValue : code.rawValue
    }
}
