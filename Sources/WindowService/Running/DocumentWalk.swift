import Documents
import Foundation
import Logging
import NodeAccess
import WindowCore
import WindowStore

/// One invocation's way through its document.
struct DocumentWalk {
    let control: Control
    let logger: Logger
    let key: Invocation.Key
    let command: Command
    let node: Node
    var flow: StepFlow
    /// When a dispatcher first took the invocation.
    let claimedAt: Date
    /// When this walk began, which may be long after the deadline if the service was away: the node is asked all the same.
    let startedAt: Date
    let attempts: Int
    /// Something may have started on the node, so an unreachable one has to be waited for, not postponed.
    var isMaybeStarted: Bool
    /// Works that the node is known to have taken: if it has lost its memory of one, that is not run again.
    private var knownStarted: Set<SpoolID>
    /// What may run on the node is to be killed before anything is asked of it.
    private var killsFirst = false

    private static let longestBackoffSeconds = 60.0
    /// What a node may take longer than its limits before it is given up.
    private static let graceSeconds = 30.0

    init(
        control: Control, logger: Logger, key: Invocation.Key, command: Command, node: Node, flow: StepFlow,
        claimedAt: Date, startedAt: Date, attempts: Int, isMaybeStarted: Bool, startedWork: String?
    ) {
        self.control = control
        self.logger = logger
        self.key = key
        self.command = command
        self.node = node
        self.flow = flow
        self.claimedAt = claimedAt
        self.startedAt = startedAt
        self.attempts = attempts
        self.isMaybeStarted = isMaybeStarted || startedWork != nil
        knownStarted = Set([startedWork.flatMap(SpoolID.init)].compactMap(\.self))
    }

    /// Only the node can say what became of what may run there; without such, nothing is started any more.
    mutating func cancel() {
        if isMaybeStarted { killsFirst = true } else { flow.cancel() }
    }

    /// The delivery and the execution budget, once more for each reboot that a step asked for
    /// (docs/decisions/0009-time-limits.md).
    private var deadline: Date {
        let budget = Double(command.timeoutSeconds + command.executionSeconds)
        let end = claimedAt.addingTimeInterval(budget * Double(flow.progress.resumes + 1))
        return max(end, startedAt).addingTimeInterval(Self.graceSeconds)
    }

    private var deliveryDeadline: Date { claimedAt.addingTimeInterval(Double(command.timeoutSeconds)) }

    /// Walks on until the invocation is final, postponed, or the task is cancelled.
    mutating func run() async throws(StoreError) {
        var failures = 0
        while !Task.isCancelled {
            switch flow.next {
            case .run(let index, let script):
                let work = work(script, step: index)
                let (transport, node, killsFirst, mark) = (control.transport, node, killsFirst, startMark(of: work))
                let result = await beforeDeadline { () throws(NodeAccessError) in
                    // A work that never started is refused from then on, and `run` then says that it was cancelled.
                    if killsFirst { try await transport.cancel(work.id, on: node) }
                    return try await transport.run(work, on: node) { mark.make() }
                }
                // Whatever is recorded next must not be overtaken by the mark.
                if await mark.isMade { knownStarted.insert(work.id) }
                switch result {
                case .success(let report?):
                    (isMaybeStarted, failures) = (true, 0)
                    try await take(report, ofStep: index)
                case .success(nil):
                    return try await expire()
                case .failure(let error):
                    failures += 1
                    if error.circumstance.isWorkKnownStarted { knownStarted.insert(work.id) }
                    guard try await goesOn(after: error, failures: failures) else { return }
                }
            case .settle(let index, let outcome, let message):
                try await settle(index, outcome, message)
            case .reboot(let index):
                guard try await reboot(for: index) else { return }
            case .finish(let status, let code):
                return try await finish(status, code)
            }
        }
    }

    private func work(_ script: RunScript, step index: Int) -> NodeWork {
        let id = SpoolID(joining: SpoolName.parts(of: key, step: index, resume: flow.progress.resumes))
        let facts = node.facts
        let environment = [
            "SSM_COMMAND_ID": key.commandID.rawValue, "AWS_SSM_INSTANCE_ID": key.nodeID.rawValue,
            "AWS_SSM_REGION_NAME": control.settings.region, "AWS_SSM_PLATFORM_NAME": facts?.platformName ?? "",
            "AWS_SSM_PLATFORM_VERSION": facts?.platformVersion ?? "",
        ]
        return NodeWork(
            id: id, script: script.text, environment: environment.merging(script.environment) { _, given in given },
            workingDirectory: script.workingDirectory, timeoutSeconds: script.timeoutSeconds,
            outputLimitBytes: control.settings.outputLimitBytes, isKnownStarted: knownStarted.contains(id))
    }

    private func startMark(of work: NodeWork) -> StartMark {
        let (control, logger, key) = (control, logger, key)
        return StartMark {
            guard !work.isKnownStarted else { return }
            do throws(StoreError) {
                try await control.store.recordStart(of: work.id.rawValue, for: key)
            } catch {
                // The work runs all the same, and this process remembers.
                logger.warning(
                    "A step's start could not be noted.",
                    metadata: ["invocation": "\(key)", "error": "\(error.sentence)"])
            }
        }
    }

    /// - Returns: `nil` when the deadline came first; the work is then left alone on the node.
    private func beforeDeadline(
        _ body: @escaping @Sendable () async throws(NodeAccessError) -> NodeWorkReport
    ) async -> Result<NodeWorkReport?, NodeAccessError> {
        let (clock, deadline) = (control.clock, deadline)
        return await withTaskGroup(of: Result<NodeWorkReport?, NodeAccessError>?.self) { group in
            group.addTask {
                do throws(NodeAccessError) { return .success(try await body()) } catch { return .failure(error) }
            }
            group.addTask { (try? await clock.sleep(until: deadline)) == nil ? nil : .success(nil) }
            defer { group.cancelAll() }
            // A sleep that was cancelled says nothing; the run does.
            for await result in group {
                if let result { return result }
            }
            return .success(nil)
        }
    }

    private mutating func take(_ report: NodeWorkReport, ofStep index: Int) async throws(StoreError) {
        let outcome: StepOutcome
        var note = ""
        switch report.outcome {
        case .exited(let code): outcome = .exited(code: code)
        case .timedOut: outcome = .timedOut
        case .cancelled: outcome = .cancelled
        case .interruptedByReboot:
            outcome = .interrupted
            note = "The node was rebooted while the step ran; it was not run again."
        case .lost(let reason):
            outcome = .interrupted
            note = reason
        }
        let resumes = flow.progress.resumes
        // A kill on request is a cancel even if the request came from elsewhere than this command.
        if outcome == .cancelled { flow.cancel() }
        flow.record(outcome, ofStep: index)
        var record = record(index, resumes: resumes)
        record.standardOutput = report.standardOutput
        record.standardError = [report.standardError, note].filter { !$0.isEmpty }.joined(separator: "\n")
        record.isTruncated = report.isStandardOutputTruncated || report.isStandardErrorTruncated
        record.startedAt = report.startedAt
        record.endedAt = report.endedAt ?? control.clock.now
        record.bootID = report.bootID
        try await save(record)
    }

    private mutating func settle(_ index: Int, _ outcome: StepOutcome, _ message: String) async throws(StoreError) {
        flow.record(outcome, ofStep: index)
        var record = record(index, resumes: flow.progress.resumes)
        if outcome == .refused { record.standardError = message } else { record.standardOutput = message }
        record.startedAt = control.clock.now
        record.endedAt = record.startedAt
        try await save(record)
    }

    /// What the flow says of a step, without its output.
    private func record(_ index: Int, resumes: Int) -> StepRecord {
        let step = flow.plan.steps[index]
        let result = flow.progress.results[index]
        return StepRecord(
            index: index, name: step.name, action: step.action,
            status: result?.status.wireName ?? StepRecord.rebooting, code: result?.code ?? ExitCode.reboot,
            resumes: resumes)
    }

    private mutating func save(_ record: StepRecord) async throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let progress = (try? encoder.encode(flow.progress)) ?? Data()
        let state = try await control.store.record(record, flow: String(decoding: progress, as: UTF8.self), for: key)
        // The step is over, so nothing of ours runs there.
        if state == .cancelling { flow.cancel() }
    }

    /// Reboots the node and waits until it answers under another boot ID: the only proof that it did
    /// (reference: run command 3.4).
    /// - Returns: whether the walk goes on.
    private mutating func reboot(for index: Int) async throws(StoreError) -> Bool {
        var before = try await control.store.steps(of: key).first { $0.index == index }?.bootID ?? ""
        let (transport, node, clock, deadline) = (control.transport, node, control.clock, deadline)
        logger.info("A step asked for a reboot.", metadata: ["invocation": "\(key)", "node": "\(node.name)"])
        while clock.now < deadline, !Task.isCancelled {
            if try await control.store.invocation(key).invocation.state == .cancelling {
                flow.cancel()
                return true
            }
            // A node that is going down or coming up does not answer; that is what is waited for.
            if let probe = try? await transport.probe(node) {
                // A node that never told its boot ID must not be rebooted over and over: what it says now counts.
                if before.isEmpty { before = probe.facts.bootID }
                if probe.facts.bootID != before {
                    try await control.store.recordContact(with: key.nodeID, facts: probe.facts, at: clock.now)
                    flow.rebooted()
                    return true
                }
                do {
                    try await transport.reboot(node, ifStillBootedAs: before)
                } catch .rebootRefused(let circumstance) {
                    let refusal = NodeAccessError.rebootRefused(circumstance)
                    try await control.store.finish(
                        key, as: .failed, code: ExitCode.reboot, trace: refusal.sentence, at: clock.now)
                    return false
                } catch {
                }
            }
            try? await clock.sleep(seconds: 2)
        }
        if Task.isCancelled { return false }
        try await expire()
        return false
    }

    /// What a failed contact means.
    /// - Returns: whether to try again at once; otherwise the invocation is final, postponed, or left.
    private mutating func goesOn(after error: NodeAccessError, failures: Int) async throws(StoreError) -> Bool {
        if Task.isCancelled { return false }
        let now = control.clock.now
        let step = min(max(failures, attempts), 6)
        let retryAt = now.addingTimeInterval(min(Self.longestBackoffSeconds, Double(1 << step)))
        logger.warning(
            "A node could not be reached.",
            metadata: ["invocation": "\(key)", "node": "\(node.name)", "error": "\(error.message)"])
        guard error.isTransient || isMaybeStarted else {
            try await control.store.finish(
                key, as: .undeliverable, code: -1, trace: error.sentence, at: now)
            return false
        }
        if case .connectionLost = error { isMaybeStarted = true }
        if isMaybeStarted {
            if now >= deadline {
                try await expire()
                return false
            }
            // A cancel meanwhile changes nothing here: only the node can say what became of what runs there.
            try? await control.clock.sleep(until: min(retryAt, deadline))
            return true
        }
        if now >= deliveryDeadline {
            try await expire(error.sentence)
        } else {
            try await control.store.postpone(
                key, until: min(retryAt, deliveryDeadline), trace: error.sentence, at: now)
        }
        return false
    }

    private func finish(_ status: DocumentStatus, _ code: Int) async throws(StoreError) {
        let state: InvocationState
        switch status {
        case .success: state = .success
        case .failed: state = .failed
        case .timedOut: state = .executionTimedOut
        case .cancelled: state = .cancelled
        case .inProgress: return
        }
        try await control.store.finish(key, as: state, code: code, trace: nil, at: control.clock.now)
        if node.facts == nil, let probe = try? await control.transport.probe(node) {
            try await control.store.recordContact(with: key.nodeID, facts: probe.facts, at: control.clock.now)
        }
    }

    /// The node was lost: its script may still run there, and nobody will know.
    private func expire(_ trace: String = "The node did not report before the command's deadline.")
        async throws(StoreError)
    {
        let isCancelling = try await control.store.invocation(key).invocation.state == .cancelling
        try await control.store.finish(
            key, as: isCancelling ? .cancelled : .deliveryTimedOut, code: -1, trace: trace, at: control.clock.now)
    }
}
