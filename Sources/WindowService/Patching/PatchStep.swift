import Documents
import Foundation
import Patching
import WindowCore
import WindowStore

/// One patch step on one node between its visits: makes the scripts, judges what they bring back, and reports.
struct PatchStep {
    enum Next {
        /// Run this on the node and give back what it says.
        case visit(script: String)
        /// Reboot the node; the step then goes on.
        case reboot(bootID: String)
        case end(StepOutcome, errors: String)
    }

    let order: PatchOrder
    let node: Node
    private let commandID: CommandID
    private let control: Control
    private(set) var walk: PatchWalk
    private var context: PatchContext?
    private var sources: [PatchSource] = []
    private var ending: Next?
    /// What the step shows, so far.
    private(set) var output = ""

    /// - Parameter memory: what an earlier process, or this step before a reboot, kept of it.
    init(_ order: PatchOrder, node: Node, commandID: CommandID, control: Control, remembering memory: String?) {
        self.order = order
        self.node = node
        self.commandID = commandID
        self.control = control
        walk = memory.flatMap(Self.remembered) ?? PatchWalk(order, at: control.clock.now)
    }

    /// Looks up what the next visit has to know: the baseline, and with it which repositories to ask.
    mutating func prepare() async throws(StoreError) {
        guard ending == nil, context == nil, walk.phase != .fetching,
            let system = walk.operatingSystem ?? node.facts?.operatingSystem
        else { return }
        do throws(PatchFailure) {
            let context = try await context(for: system)
            if walk.product.isEmpty {
                // What the node was when it was last asked; what it is now is judged when it has been looked at.
                sources = (try? context.sources(for: node.facts?.product ?? "")) ?? []
            } else {
                sources = try await failing(as: PatchFailure.script, context.sources(for: walk.product))
            }
        } catch {
            switch error {
            case .store(let error): throw error
            case .script(let error): ending = .end(.exited(code: 1), errors: error.sentence)
            }
        }
    }

    static func remembered(_ text: String) -> PatchWalk? {
        try? JSONDecoder().decode(PatchWalk.self, from: Data(text.utf8))
    }

    var memory: String { Self.memory(of: walk) }

    static func memory(of walk: PatchWalk) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: (try? encoder.encode(walk)) ?? Data(), as: UTF8.self)
    }

    /// For the next visit: the step's own limit counts for all of them together, and once more after a reboot.
    var secondsLeft: Int {
        switch walk.phase {
        case .rescanning: order.timeoutSeconds
        case .installing: max(unusedSeconds, min(order.timeoutSeconds, Self.shortestInstallSeconds))
        case .verifying: max(unusedSeconds, Self.shortestLookSeconds)
        case .fetching, .looking, .simulating, .ended: max(unusedSeconds, 1)
        }
    }

    /// The limit was used up, and nothing has been done to the node that would have to be looked at.
    var isOutOfTime: Bool {
        switch walk.phase {
        case .fetching, .looking, .simulating, .installing: unusedSeconds <= 0
        case .verifying, .rescanning, .ended: false
        }
    }

    private var unusedSeconds: Int {
        order.timeoutSeconds - max(0, Int(control.clock.now.timeIntervalSince(walk.startedAt)))
    }

    /// A last look at the node is worth more than the limit.
    private static let shortestLookSeconds = 60
    /// A package manager that is killed leaves a mess: it is not started for less, unless the whole limit is less.
    private static let shortestInstallSeconds = 600
    /// By how much a step may so go beyond its limit.
    static let longestOverrunSeconds = shortestLookSeconds + shortestInstallSeconds

    /// An override is at most 1 MiB.
    var outputLimitBytes: Int { walk.phase == .fetching ? 2 << 20 : PatchScript.outputLimitBytes }

    var next: Next {
        if let ending { return ending }
        do throws(PatchScriptError) {
            let script =
                switch walk.phase {
                case .fetching: try PatchScript.fetch(walk.address ?? "")
                case .looking: try PatchScript.collect(refreshes: true, sources: sources)
                case .simulating: try PatchScript.simulate(walk.installable, sources: sources)
                case .installing: try PatchScript.install(walk.installable, sources: sources)
                case .verifying, .rescanning: try PatchScript.collect(refreshes: false, sources: sources)
                case .ended: ""
                }
            guard walk.phase != .ended else {
                let hasFailed = (walk.counters?.failed ?? 0) > 0 || walk.rebootRefusal != nil
                return .end(.exited(code: hasFailed ? 1 : 0), errors: walk.rebootRefusal ?? "")
            }
            return .visit(script: script)
        } catch {
            return .end(.exited(code: 1), errors: error.sentence)
        }
    }

    /// Takes what a visit brought back.
    /// - Parameter bootID: that it ran under; empty when nobody knows.
    mutating func take(
        _ text: String, _ outcome: StepOutcome, errors: String, bootID: String
    ) async throws(StoreError) {
        guard outcome != .cancelled else {
            ending = .end(outcome, errors: errors)
            return
        }
        if outcome == .interrupted, walk.repeatVisit() { return }
        do throws(PatchFailure) {
            switch walk.phase {
            case .installing: install(text, outcome, errors: errors, bootID: bootID)
            case .fetching: try await failing(as: PatchFailure.script, fetch(text))
            case .simulating: try await failing(as: PatchFailure.script, simulate(text))
            case .looking, .verifying, .rescanning: try await look(text)
            case .ended: break
            }
        } catch {
            switch error {
            case .store(let error): throw error
            case .script(let error):
                // A script that was killed has not said so itself.
                let isKilled = outcome == .timedOut || outcome == .interrupted
                let sentence = [error.sentence, isKilled ? errors : ""].filter { !$0.isEmpty }.joined(separator: "\n")
                ending = .end(isKilled ? outcome : .exited(code: 1), errors: sentence)
            }
        }
    }

    private mutating func fetch(_ text: String) throws(PatchScriptError) {
        let document = try FetchedDocument(parsing: text).text
        if order.installOverrideList != nil {
            _ = try PatchOverrides.installList(document)
        } else {
            _ = try PatchOverrides.baselines(document, at: walk.startedAt)
        }
        walk.take(fetched: document)
    }

    private mutating func look(_ text: String) async throws(PatchFailure) {
        let packages = try await failing(as: PatchFailure.script, NodePackages(parsing: text))
        let context = try await context(for: packages.operatingSystem)
        guard walk.phase == .looking else {
            return try await failing(as: PatchFailure.store, await report(context.assess(packages), context))
        }

        // The node was taken for another product, or for none: it is asked again, of the right repositories.
        let sources = try await failing(as: PatchFailure.script, context.sources(for: packages.product))
        guard sources == self.sources else {
            self.sources = sources
            walk.lookAgain(at: packages)
            return
        }
        let assessment = try await failing(as: PatchFailure.store, await context.settle(packages))
        var wanted = assessment.installable
        if order.installOverrideList != nil, let list = walk.fetched {
            wanted = try await failing(
                as: PatchFailure.script, PatchOverrides.installList(list).wanted(from: packages))
        }
        walk.take(
            wanted: wanted, simulates: context.simulates && order.installOverrideList == nil, seen: assessment)
        if walk.isReportDue { try await failing(as: PatchFailure.store, await report(assessment, context)) }
    }

    /// What would bring in a rejected package is not installed (reference: patching 5.1).
    private mutating func simulate(_ text: String) throws(PatchScriptError) {
        let simulation = try PatchSimulation(parsing: text)
        // Prepared before the visit: what it rejects does not depend on the node.
        let judge = context?.rejecting
        var refusals: [PackageKey: String] = [:]
        for patch in walk.wanted {
            let companion = (simulation.companions[patch] ?? []).lazy.compactMap { companion in
                judge?.isRejected(companion.key, companion.version).map { (companion, $0) }
            }.first
            if let (companion, entry) = companion {
                refusals[patch.key] =
                    "It needs \(companion.key) \(companion.version), which the baseline rejects (\(entry))."
            } else if let reason = simulation.refusals[patch] {
                refusals[patch.key] = "Whether it needs a rejected package cannot be found out: \(reason)"
            }
        }
        walk.take(refusals: refusals)
    }

    /// Whatever became of the script, the next look decides what has worked.
    private mutating func install(_ text: String, _ outcome: StepOutcome, errors: String, bootID: String) {
        if let result = try? InstallResult(parsing: text) {
            walk.take(result, under: bootID)
            return
        }
        let problem =
            switch outcome {
            case .timedOut: "The installation was killed at its time limit."
            case .interrupted: errors.isEmpty ? "The node was rebooted during the installation." : errors
            default: errors.isEmpty ? "The installation did not say how it ended." : String(errors.prefix(1000))
            }
        walk.take(InstallResult(changes: [], problem: problem), under: bootID)
    }

    private mutating func report(_ assessment: PatchAssessment, _ context: PatchContext) async throws(StoreError) {
        let now = control.clock.now
        var outcome: InstallOutcome?
        if !walk.wanted.isEmpty {
            outcome = InstallOutcome(
                wanted: walk.wanted, isOverride: order.installOverrideList != nil,
                result: walk.result ?? InstallResult(changes: []), refused: walk.refused, bootID: walk.bootID)
        }
        let earlier = try await control.store.pendingReboot(of: node.id)
        let run = PatchRun(
            order: order, patchGroup: context.patchGroup, assessment: assessment, outcome: outcome,
            before: walk.before, earlierPending: earlier)
        let reboots = walk.phase != .rescanning && run.reboot.reboots
        let report = run.report(startedAt: walk.startedAt, endedAt: now, rebootFollows: reboots)
        // Judged by another baseline than the registered one, a node's compliance would say nothing.
        if order.baselineOverride == nil {
            try await control.store.record(report, for: node.id, execution: commandID.rawValue, at: now)
        } else {
            // What waits for a reboot is a fact, whoever was asked what to install.
            try await control.store.record(pending: report.pendingReboot, for: node.id)
        }
        output += PatchStepText.text(
            of: report, walk: walk, baseline: context.snapshot.baseline, reboots: reboots,
            remarks: assessment.node.remarks)
        walk.take(report.counters, hasInstalled: run.installedAnything || walk.hasInstalled, isRebootDue: reboots)
        if reboots { ending = .reboot(bootID: assessment.node.bootID) }
    }

    /// The baseline that counts for the node, looked up once.
    private mutating func context(for system: OperatingSystem) async throws(PatchFailure) -> PatchContext {
        if let context, context.snapshot.identity.operatingSystem == system { return context }
        let override = try await failing(as: PatchFailure.script, override(for: system))
        let found = try await failing(
            as: PatchFailure.store,
            await PatchContext(
                order, node: node, operatingSystem: system, override: override, asOf: walk.startedAt, control: control))
        context = found
        return found
    }

    private func override(for system: OperatingSystem) throws(PatchScriptError) -> PatchBaseline? {
        guard order.baselineOverride != nil, let text = walk.fetched else { return nil }
        return try PatchOverrides.baseline(for: system, in: text, at: walk.startedAt)
    }
}

/// Why a patch step cannot go on.
enum PatchFailure: Error {
    case script(PatchScriptError)
    case store(StoreError)
}

/// Does what knows one way to fail where there are several.
private func failing<Value, Narrow>(
    as name: (Narrow) -> PatchFailure, _ work: @autoclosure () async throws(Narrow) -> Value
) async throws(PatchFailure) -> Value {
    do { return try await work() } catch { throw name(error) }
}

extension PatchScriptError: UserFacingError {}
