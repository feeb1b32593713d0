import Documents
import Foundation
import Logging
import NodeAccess
import Patching
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
    /// Contacts that failed one after the other.
    private var failures = 0
    /// The record of the step that takes several works, as far as it has come.
    private var unfinished: StepRecord?

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
        let end = claimedAt.addingTimeInterval(budget * Double(flow.progress.allResumes + 1))
        let overrun = Double(flow.plan.patchStepCount * PatchStep.longestOverrunSeconds)
        return max(end, startedAt).addingTimeInterval(Self.graceSeconds + overrun)
    }

    private var deliveryDeadline: Date { claimedAt.addingTimeInterval(Double(command.timeoutSeconds)) }

    /// Walks on until the invocation is final, postponed, or the task is cancelled.
    mutating func run() async throws(StoreError) {
        unfinished = try await control.store.steps(of: key).first { $0.isUnfinished && $0.works != nil }
        while !Task.isCancelled {
            let goesOn =
                switch flow.next {
                case .run(let place, let script): try await perform(script, at: place)
                case .serve(let place, let work): try await serve(work, at: place)
                case .read(let place, let script): try await read(script, at: place)
                case .settle(let place, let outcome, let message): try await settle(place, outcome, message)
                case .reboot(let place): try await reboot(for: place)
                case .finish(let status, let code): try await finish(status, code)
                }
            guard goesOn else { return }
        }
    }

    private mutating func perform(_ script: RunScript, at place: StepPlace) async throws(StoreError) -> Bool {
        let name = [place.description, "\(flow.progress.resumes(at: place))"]
        // A step of an inner document cannot be told from the progress alone by whoever has to kill it.
        if place.isInner {
            try await announce(name, at: place)
            guard !flow.progress.isCancelling else { return true }
        }
        guard let report = try await visit(work(script, named: name)) else { return false }
        try await take(report, ofStep: place)
        return true
    }

    /// Reads a document that only the node has, which then runs as this step.
    private mutating func read(_ script: RunScript, at place: StepPlace) async throws(StoreError) -> Bool {
        let name = [place.description, "\(flow.progress.resumes(at: place))", "document"]
        try await announce(name, at: place)
        guard !flow.progress.isCancelling else { return true }
        var work = work(script, named: name)
        work.outputLimitBytes = DocumentContent.maximumSizeBytes + 1
        guard let report = try await visit(work) else { return false }
        guard report.outcome == .exited(0) else {
            try await take(report, ofStep: place)
            return true
        }
        guard !report.isStandardOutputTruncated else {
            let limit = DocumentContent.maximumSizeBytes
            try await end(place, .refused, output: "", errors: "The document has more than \(limit) bytes.")
            return true
        }
        flow.expand(report.standardOutput, at: place)
        flow.announce(nil)
        try await save(record(of: place.top, resumes: flow.progress.allResumes))
        return true
    }

    /// Has a step's work done on the node and waits for what comes of it, over as many contacts as that takes.
    /// - Returns: `nil` when the walk is over: the invocation is final, postponed or left to a later process.
    mutating func visit(_ work: NodeWork) async throws(StoreError) -> NodeWorkReport? {
        var work = work
        while !Task.isCancelled {
            work.isKnownStarted = knownStarted.contains(work.id)
            let (transport, node, killsFirst, asked) = (control.transport, node, killsFirst, work)
            let mark = startMark(of: work)
            let result = await beforeDeadline { () throws(NodeAccessError) in
                // A work that never started is refused from then on, and `run` then says that it was cancelled.
                if killsFirst { try await transport.cancel(asked.id, on: node) }
                return try await transport.run(asked, on: node) { mark.make() }
            }
            // Whatever is recorded next must not be overtaken by the mark.
            if await mark.isMade { knownStarted.insert(work.id) }
            switch result {
            case .success(let report?):
                (isMaybeStarted, failures) = (true, 0)
                return report
            case .success(nil):
                try await expire()
                return nil
            case .failure(let error):
                failures += 1
                if error.circumstance.isWorkKnownStarted { knownStarted.insert(work.id) }
                guard try await goesOn(after: error, failures: failures) else { return nil }
            }
        }
        return nil
    }

    /// Whether anything of a work is to be asked for, or the invocation is to be given up, is decided by its name.
    func work(_ script: RunScript, named name: [String]) -> NodeWork {
        let facts = node.facts
        let environment = [
            "SSM_COMMAND_ID": key.commandID.rawValue, "AWS_SSM_INSTANCE_ID": key.nodeID.rawValue,
            "AWS_SSM_REGION_NAME": control.settings.region, "AWS_SSM_PLATFORM_NAME": facts?.platformName ?? "",
            "AWS_SSM_PLATFORM_VERSION": facts?.platformVersion ?? "",
        ]
        return NodeWork(
            id: SpoolID(joining: SpoolName.parts(of: key, work: name)), script: script.text,
            environment: environment.merging(script.environment) { _, given in given },
            workingDirectory: script.workingDirectory, timeoutSeconds: script.timeoutSeconds,
            outputLimitBytes: control.settings.outputLimitBytes)
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

    private mutating func take(_ report: NodeWorkReport, ofStep place: StepPlace) async throws(StoreError) {
        let (outcome, note) = meaning(of: report)
        try await end(
            place, outcome, output: report.standardOutput,
            errors: [report.standardError, note].filter { !$0.isEmpty }.joined(separator: "\n"),
            isTruncated: report.isStandardOutputTruncated || report.isStandardErrorTruncated,
            startedAt: report.startedAt, endedAt: report.endedAt ?? control.clock.now, bootID: report.bootID)
    }

    /// What a work's end means for its step, and what there is to say about it.
    mutating func meaning(of report: NodeWorkReport) -> (StepOutcome, note: String) {
        switch report.outcome {
        case .exited(let code): return (.exited(code: code), "")
        case .timedOut: return (.timedOut, "")
        case .cancelled:
            // A kill on request is a cancel even if the request came from elsewhere than this command.
            flow.cancel()
            return (.cancelled, "")
        case .interruptedByReboot:
            return (.interrupted, "The node was rebooted while the step ran; it was not run again.")
        case .lost(let reason): return (.interrupted, reason)
        }
    }

    /// The step fails, and with it the document, but for a last step that always runs. A patch step looks at its node
    /// once more before that: what it reported in view of the reboot is not true now.
    private mutating func take(refusedReboot reason: String, at place: StepPlace) async throws(StoreError) {
        guard var walk = flow.progress[note: place].flatMap(PatchStep.remembered) else {
            return try await end(place, .rebootRefused, output: "", errors: reason)
        }
        walk.take(rebootRefusal: reason)
        flow.note(PatchStep.memory(of: walk), at: place)
        flow.rebooted()
    }

    private mutating func settle(
        _ place: StepPlace, _ outcome: StepOutcome, _ message: String
    ) async throws(StoreError) -> Bool {
        let isRefusal = outcome == .refused
        try await end(place, outcome, output: isRefusal ? "" : message, errors: isRefusal ? message : "")
        return true
    }

    /// Records what a step came to; that of an inner document is added to the command's own step around it.
    mutating func end(
        _ place: StepPlace, _ outcome: StepOutcome, output: String, errors: String = "", isTruncated: Bool = false,
        startedAt: Date? = nil, endedAt: Date? = nil, bootID: String? = nil
    ) async throws(StoreError) {
        let resumes = flow.progress.allResumes
        flow.record(outcome, ofStep: place)
        flow.announce(nil)
        var record = record(of: place.top, resumes: resumes)
        record.add(
            output: output, errors: errors, isTruncated: isTruncated, limit: control.settings.outputLimitBytes)
        if place.isInner { record.works = record.works ?? [] }
        record.startedAt = record.startedAt ?? startedAt
        record.endedAt = endedAt ?? control.clock.now
        record.bootID = bootID ?? record.bootID
        try await save(record)
    }

    /// Says which work is about to start, so that whoever cancels or clears knows its name.
    mutating func announce(_ name: [String], at place: StepPlace) async throws(StoreError) {
        guard flow.progress.announcedWork != name else { return }
        flow.announce(name)
        var record = record(of: place.top, resumes: flow.progress.allResumes)
        record.works = (record.works ?? []) + [name]
        record.startedAt = record.startedAt ?? control.clock.now
        try await save(record)
    }

    /// What the flow says of the command's own step, with the output that is known so far.
    private func record(of index: Int, resumes: Int) -> StepRecord {
        let step = flow.plan.steps[index]
        let result = flow.progress.results[index]
        var record =
            unfinished.flatMap { $0.index == index ? $0 : nil }
            ?? StepRecord(index: index, name: step.name, action: step.action, status: "", code: 0)
        record.resumes = resumes
        if let result {
            (record.status, record.code) = (result.status.wireName, result.code)
        } else if flow.progress.isRebooting {
            (record.status, record.code) = (StepRecord.rebooting, ExitCode.reboot)
        } else {
            (record.status, record.code) = (StepRecord.inProgress, ExitCode.notStarted)
        }
        return record
    }

    mutating func save(_ record: StepRecord) async throws(StoreError) {
        let state = try await control.store.record(record, flow: keptFlow, for: key)
        // A step with one work shows what its last run wrote; one with several shows them all.
        unfinished = flow.progress.results[record.index] == nil && record.works != nil ? record : nil
        // The step is over, so nothing of ours runs there.
        if state == .cancelling { flow.cancel() }
    }

    /// ``flow``'s progress as the store keeps it.
    private var keptFlow: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: (try? encoder.encode(flow.progress)) ?? Data(), as: UTF8.self)
    }

    /// Reboots the node and waits until it answers under another boot ID: the only proof that it did
    /// (reference: run command 3.4).
    /// - Returns: whether the walk goes on.
    private mutating func reboot(for place: StepPlace) async throws(StoreError) -> Bool {
        var before = try await control.store.steps(of: key).first { $0.index == place.top }?.bootID ?? ""
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
                    try await take(refusedReboot: NodeAccessError.rebootRefused(circumstance).sentence, at: place)
                    return true
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

    /// - Returns: `false`: the walk is over.
    private func finish(_ status: DocumentStatus, _ code: Int) async throws(StoreError) -> Bool {
        let state: InvocationState
        switch status {
        case .success: state = .success
        case .failed: state = .failed
        case .timedOut: state = .executionTimedOut
        case .cancelled: state = .cancelled
        case .inProgress: return false
        }
        try await control.store.finish(key, as: state, code: code, trace: nil, at: control.clock.now)
        if node.facts == nil, let probe = try? await control.transport.probe(node) {
            try await control.store.recordContact(with: key.nodeID, facts: probe.facts, at: control.clock.now)
        }
        return false
    }

    /// The node was lost: its script may still run there, and nobody will know.
    private func expire(_ trace: String = "The node did not report before the command's deadline.")
        async throws(StoreError)
    {
        let isCancelling = try await control.store.invocation(key).invocation.state == .cancelling
        try await closeSteps(as: isCancelling ? .cancelled : .timedOut, code: ExitCode.notStarted)
        try await control.store.finish(
            key, as: isCancelling ? .cancelled : .deliveryTimedOut, code: -1, trace: trace, at: control.clock.now)
    }
    /// An invocation that is over has no step that goes on.
    private func closeSteps(as status: StepStatus, code: Int) async throws(StoreError) {
        for var record in try await control.store.steps(of: key) where record.isUnfinished {
            (record.status, record.code, record.endedAt) = (status.wireName, code, control.clock.now)
            try await control.store.record(record, flow: keptFlow, for: key)
        }
    }
}

extension DocumentPlan {
    /// With those of the documents that steps run.
    fileprivate var patchStepCount: Int {
        steps.reduce(0) { count, step in
            switch step.work {
            case .serve(let work): count + (work.plugin == .patchBaseline ? 1 : 0)
            case .document(let plan): count + plan.patchStepCount
            default: count
            }
        }
    }
}
