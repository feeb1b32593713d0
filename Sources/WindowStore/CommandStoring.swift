package import Foundation
package import WindowCore

/// An invocation that this process has claimed, with all it takes to run it.
package struct ClaimedInvocation: Hashable, Sendable {
    package let invocation: Invocation
    /// An earlier process had claimed it: the work may have started on the node.
    package let isAdopted: Bool
    /// How far its document has come, as ``CommandStoring/record(_:flow:for:)`` was told; `nil` before the first step.
    package let flow: String?

    package init(invocation: Invocation, isAdopted: Bool, flow: String?) {
        self.invocation = invocation
        self.isAdopted = isAdopted
        self.flow = flow
    }
}

/// Which commands or invocations to list: all conditions hold.
package struct CommandFilter: Hashable, Sendable {
    package var commandID: CommandID?
    package var nodeID: NodeID?
    package var taskExecutionID: TaskExecutionID?
    /// Words of either `Status` or `StatusDetails`; any may match. Empty means all.
    package var statuses: [String]
    package var documentName: String?
    package var requestedBefore: Date?
    package var requestedAfter: Date?
    /// Whether the command is final.
    package var isComplete: Bool?

    package init(
        commandID: CommandID? = nil, nodeID: NodeID? = nil, taskExecutionID: TaskExecutionID? = nil,
        statuses: [String] = [], documentName: String? = nil, requestedBefore: Date? = nil,
        requestedAfter: Date? = nil, isComplete: Bool? = nil
    ) {
        self.commandID = commandID
        self.nodeID = nodeID
        self.taskExecutionID = taskExecutionID
        self.statuses = statuses
        self.documentName = documentName
        self.requestedBefore = requestedBefore
        self.requestedAfter = requestedAfter
        self.isComplete = isComplete
    }
}

/// An invocation beside its command.
package struct InvocationListing: Hashable, Sendable {
    package let invocation: Invocation
    package let progress: CommandProgress
    /// How far its document has come; see ``ClaimedInvocation/flow``. Only ``CommandStoring/invocation(_:)`` tells.
    package let flow: String?
    /// The last work that the node was heard to take; see ``CommandStoring/recordStart(of:for:)``. Told where `flow` is.
    package let startedWork: String?

    package init(
        invocation: Invocation, progress: CommandProgress, flow: String? = nil, startedWork: String? = nil
    ) {
        self.invocation = invocation
        self.progress = progress
        self.flow = flow
        self.startedWork = startedWork
    }
}

/// Spooled results that a node may forget.
package struct FinishedSpool: Hashable, Sendable {
    package let key: Invocation.Key
    /// Each a list of parts, as ``SpoolName`` gives them.
    package let names: [[String]]

    package init(key: Invocation.Key, names: [[String]]) {
        self.key = key
        self.names = names
    }
}

/// Commands, their invocations, and the claims on them.
package protocol CommandStoring: Sendable {
    func send(_ command: NewCommand, rate: RateControl, at now: Date) async throws(StoreError)
    func command(_ id: CommandID) async throws(StoreError) -> CommandProgress
    /// Newest first.
    func commands(_ filter: CommandFilter, page: PageRequest) async throws(StoreError) -> Page<CommandProgress>
    /// Newest command first, then in the command's order of nodes.
    func invocations(_ filter: CommandFilter, page: PageRequest) async throws(StoreError) -> Page<InvocationListing>
    func invocation(_ key: Invocation.Key) async throws(StoreError) -> InvocationListing
    func steps(of key: Invocation.Key) async throws(StoreError) -> [StepRecord]
    func counts(of task: TaskExecutionID) async throws(StoreError) -> InvocationCounts

    /// Budgets that need a decision at `now`, those that wait longest first.
    func budgetsDue(at now: Date, limit: Int) async throws(StoreError) -> [BudgetID]
    func nextBudgetAttention() async throws(StoreError) -> Date?
    /// Takes the decision of ``RateControl`` for each budget: claims what may start, terminates what may not, ends
    /// commands whose nodes are all final, and starts the next command of the task.
    /// - Parameters:
    ///   - owner: who claims.
    ///   - room: how many invocations the owner can take on.
    func advance(
        _ budgets: [BudgetID], at now: Date, owner: String, room: Int
    ) async throws(StoreError) -> [ClaimedInvocation]
    /// Claims what an earlier owner had claimed and not finished: for the start of a process, when no other runs.
    func adopt(owner: String) async throws(StoreError) -> [ClaimedInvocation]

    /// Notes that the node took a work, so that a later process knows that it was started; a final invocation is left alone.
    /// - Parameter work: the name of the work on the node.
    func recordStart(of work: String, for key: Invocation.Key) async throws(StoreError)
    /// Records what a step came to, or that it waits for a reboot.
    /// - Parameter flow: how far the document has come with it; given back by the next claim.
    /// - Returns: where the invocation stands, so that a cancel is seen before the next step.
    @discardableResult
    func record(_ step: StepRecord, flow: String, for key: Invocation.Key) async throws(StoreError) -> InvocationState
    /// Gives the place up because the node was not reached and nothing has started there.
    func postpone(
        _ key: Invocation.Key, until moment: Date, trace: String, at now: Date
    ) async throws(StoreError)
    /// Ends an invocation; a final one is left alone. What the node itself reported is also its last contact, and what it
    /// could not be given counts as no answer.
    func finish(
        _ key: Invocation.Key, as state: InvocationState, code: Int, trace: String?, at now: Date
    ) async throws(StoreError)
    /// - Parameter nodes: `nil` for all of them.
    /// - Throws: `notFound` for an unknown command or a node outside it.
    func cancelCommand(_ id: CommandID, nodes: [NodeID]?, at now: Date) async throws(StoreError)
    /// Invocations that run though they were asked to stop.
    func cancellingInvocations() async throws(StoreError) -> [ClaimedInvocation]
    func finishedSpools(limit: Int) async throws(StoreError) -> [FinishedSpool]
    func markCleared(_ keys: [Invocation.Key]) async throws(StoreError)
}
