/// What a script learns from a finished command. Documented in docs/mwctl.md; never renumbered.
enum ProgramStatus: Int32, CaseIterable, Sendable {
    case done = 0
    /// The command was understood and the work failed: a failed execution, a failed check, a conflict.
    case failed = 1
    /// The command line or a value in it is wrong.
    case usage = 2
    case notFound = 3
    /// Nothing answers at the socket or endpoint, or it does not let the caller in.
    case unreachable = 4
}

/// Why a command ended: what happened, what to try, and the exit status.
struct Complaint: Error, Equatable {
    let status: ProgramStatus
    let message: String
    let hint: String?

    init(_ status: ProgramStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    /// One or two lines for standard error.
    var text: String { "error: \(message)\n" + (hint.map { "hint: \($0)\n" } ?? "") }
}

/// Ends the program with status 1 and no further word.
struct SilentFailure: Error, Equatable {}
