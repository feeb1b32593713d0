package import Foundation
package import WindowCore

/// An opening about to be recorded.
package struct NewOpening: Hashable, Sendable {
    package let execution: Execution
    package let tasks: [TaskExecution]
    /// Where the window's schedule goes on; `nil` when it is over.
    package let nextOpeningAt: Date?

    package init(execution: Execution, tasks: [TaskExecution], nextOpeningAt: Date?) {
        self.execution = execution
        self.tasks = tasks
        self.nextOpeningAt = nextOpeningAt
    }
}

/// A command and the nodes it is for.
package struct NewCommand: Hashable, Sendable {
    package let command: Command
    /// In the order in which they run.
    package let nodes: [(id: NodeID, name: String)]

    package init(command: Command, nodes: [(id: NodeID, name: String)]) {
        self.command = command
        self.nodes = nodes
    }

    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.command == rhs.command && lhs.nodes.elementsEqual(rhs.nodes, by: ==)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(command) }
}

/// Which executions of a window to list.
package struct ExecutionFilter: Hashable, Sendable {
    /// Opened strictly before.
    package var before: Date?
    /// Opened strictly after.
    package var after: Date?

    package init(before: Date? = nil, after: Date? = nil) {
        self.before = before
        self.after = after
    }
}

/// An execution with its tasks.
package struct ExecutionRecord: Hashable, Sendable {
    package let execution: Execution
    /// In order of priority, then registration.
    package let tasks: [TaskExecution]

    package init(execution: Execution, tasks: [TaskExecution]) {
        self.execution = execution
        self.tasks = tasks
    }
}

/// Openings and how they go on.
package protocol ExecutionStoring: Sendable {
    /// Records openings and moves their windows on, all in one transaction.
    ///
    /// A window has at most one unfinished execution: an opening that meets one is recorded as skipped when the
    /// schedule asked for it, and not at all when a person did.
    /// - Returns: for each, whether it is new; one that is not changes nothing but the window's next opening.
    func record(_ openings: [NewOpening]) async throws(StoreError) -> [Bool]
    func execution(_ id: ExecutionID) async throws(StoreError) -> ExecutionRecord
    /// Newest first.
    func executions(
        of window: WindowID?, filter: ExecutionFilter, page: PageRequest
    ) async throws(StoreError) -> Page<Execution>
    func taskExecution(_ id: TaskExecutionID) async throws(StoreError) -> TaskExecution

    /// Executions that need a decision at `now`.
    func executionsDue(at now: Date, limit: Int) async throws(StoreError) -> [ExecutionID]
    /// When the next execution needs a decision though nothing happens.
    func nextExecutionAttention() async throws(StoreError) -> Date?
    /// Takes the decision of ``ExecutionStep`` and records all of it but the starts.
    ///
    /// As many executions run as ``Quotas/runningWindows`` says; the others stay pending and not due until the cutoff, or
    /// until one that ends makes the earliest opened of them due at `now`.
    /// - Returns: the execution as it was, and its tasks whose turn it is; they stay due until ``start(_:commands:rate:emptyTargets:at:)``.
    func advance(
        _ id: ExecutionID, at now: Date
    ) async throws(StoreError) -> (record: ExecutionRecord, starts: [TaskExecution])
    /// Starts a task with the commands its targets came to. Does nothing if the task is no longer pending, the
    /// execution is cancelled, or the cutoff has passed.
    /// - Parameter emptyTargets: registered targets that matched no node, which the world is told of.
    /// - Returns: whether it started.
    func start(
        _ id: TaskExecutionID, commands: [NewCommand], rate: RateControl, emptyTargets: [WindowTargetID], at now: Date
    ) async throws(StoreError) -> Bool
    /// Ends a task that could not start.
    /// - Parameters:
    ///   - details: why, at most 250 characters.
    ///   - emptyTargets: registered targets that matched no node, which the world is told of.
    func failToStart(
        _ id: TaskExecutionID, details: String, emptyTargets: [WindowTargetID], at now: Date
    ) async throws(StoreError)
    /// Asks an execution to end; a final one is left alone.
    /// - Throws: `notFound`.
    func cancelExecution(_ id: ExecutionID, at now: Date) async throws(StoreError)
    /// Lets an execution be looked at again at `moment` and not before, unless something happens to it.
    func postpone(_ id: ExecutionID, until moment: Date) async throws(StoreError)
}
