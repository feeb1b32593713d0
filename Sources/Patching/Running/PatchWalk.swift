package import Foundation

/// How one patch step goes on one node: which visit comes next, and what is remembered between visits.
///
///     looking ──▶ nothing to install ──▶ report ──┐
///        ├──▶ simulating ──▶ installing ──┐       ├─▶ ended
///        └──────────────────▶ installing ─┴▶ verifying ──▶ report ─┤
///                                                                  └─▶ reboot ─▶ rescanning ─▶ report ─▶ ended
///
/// A value that is kept after every visit, so that another process goes on where this one stopped: no visit that has
/// ended is made again (reference: patching 1.2, 1.5, 1.6).
package struct PatchWalk: Codable, Hashable, Sendable {
    package enum Phase: String, CaseIterable, Codable, Sendable {
        /// Fetching the list that says what to install, or the baseline that takes the registered one's place.
        case fetching
        /// The first look at the node, with fresh metadata.
        case looking
        /// What would come along with each patch? Only asked when a rejected package must not.
        case simulating
        case installing
        /// What is there now decides what has worked.
        case verifying
        /// The look after the reboot.
        case rescanning
        case ended
    }

    package let order: PatchOrder
    package let startedAt: Date
    package private(set) var phase: Phase
    /// What was fetched in the first phase.
    package private(set) var fetched: String?
    /// What the node turned out to run, and the boot under which it was first looked at, or later installed to.
    package private(set) var operatingSystem: OperatingSystem?
    package private(set) var product = ""
    package private(set) var bootID = ""
    /// What the install is to bring.
    package private(set) var wanted: [WantedPatch] = []
    /// Patches that are not installed because of what would come along, and why.
    package private(set) var refused: [PackageKey: String] = [:]
    /// What the first look said of what is to change.
    package private(set) var before: EarlierLook?
    package private(set) var result: InstallResult?
    /// The report after the last look, in numbers.
    package private(set) var counters: PatchCounters?
    /// The run brought something in, and the last look shows it.
    package private(set) var hasInstalled = false
    /// Why the node could not be rebooted when it should have been.
    package private(set) var rebootRefusal: String?
    /// The visits so far: each has a name of its own on the node.
    package private(set) var visits = 0
    private var repetitions = 0

    package init(_ order: PatchOrder, at now: Date) {
        self.order = order
        startedAt = now
        phase = Self.address(of: order) == nil ? .looking : .fetching
    }

    /// The address to fetch from, in the first phase.
    package var address: String? { Self.address(of: order) }

    /// A scan installs nothing, so a list of what to install is none of its business (reference: patching 1.3).
    private static func address(of order: PatchOrder) -> String? {
        (order.operation == .install ? order.installOverrideList : nil) ?? order.baselineOverride
    }

    /// ``wanted`` without what was refused.
    package var installable: [WantedPatch] { wanted.filter { refused[$0.key] == nil } }

    /// Whether the look that is being made has to be reported: there is nothing more to install.
    package var isReportDue: Bool {
        switch phase {
        case .looking: wanted.isEmpty
        case .verifying, .rescanning: true
        case .fetching, .simulating, .installing, .ended: false
        }
    }

    /// A list or baseline has arrived.
    package mutating func take(fetched text: String) {
        fetched = text
        advance(to: .looking)
    }

    /// The first look has shown what an install would bring; a scan installs nothing.
    /// - Parameter simulates: something is rejected that must not come along.
    package mutating func take(wanted: [WantedPatch], simulates: Bool, seen assessment: PatchAssessment) {
        let packages = assessment.node
        (operatingSystem, product, bootID) = (packages.operatingSystem, packages.product, packages.bootID)
        guard order.operation == .install, !wanted.isEmpty else { return }
        self.wanted = wanted
        before = EarlierLook(assessment, alsoOf: wanted)
        advance(to: simulates ? .simulating : .installing)
    }

    /// - Parameter refusals: patches that would bring in what is rejected.
    package mutating func take(refusals: [PackageKey: String]) {
        refused = refusals
        advance(to: installable.isEmpty ? .verifying : .installing)
    }

    /// - Parameter bootID: that the install ran under, which need not be that of the first look; empty when nobody knows.
    package mutating func take(_ result: InstallResult, under bootID: String) {
        self.result = result.shortened
        if !bootID.isEmpty { self.bootID = bootID }
        advance(to: .verifying)
    }

    /// The look was reported.
    /// - Parameter isRebootDue: and a reboot follows, after which the node is looked at again.
    package mutating func take(_ counters: PatchCounters, hasInstalled: Bool, isRebootDue: Bool) {
        self.counters = counters
        self.hasInstalled = hasInstalled
        advance(to: isRebootDue && phase != .rescanning ? .rescanning : .ended)
    }

    /// The reboot that was due does not happen; what waits for it is looked at and reported as waiting.
    package mutating func take(rebootRefusal reason: String) { rebootRefusal = reason }

    /// The node is another one than was thought: it has to be asked again, of the repositories that are for it.
    package mutating func lookAgain(at packages: NodePackages) {
        (operatingSystem, product) = (packages.operatingSystem, packages.product)
        visits += 1
    }

    /// A visit that changes nothing on the node was cut short, or the node has forgotten it: it is made once more.
    /// - Returns: whether that is worth trying.
    package mutating func repeatVisit() -> Bool {
        guard phase != .installing, repetitions < Self.mostRepetitions else { return false }
        visits += 1
        repetitions += 1
        return true
    }

    private static let mostRepetitions = 3

    private mutating func advance(to next: Phase) {
        phase = next
        visits += 1
        guard next == .ended else { return }
        // What an ended step still has to say is in numbers; the rest would be written again with each later step.
        (fetched, wanted, refused, before, result) = (nil, [], [:], nil, nil)
    }
}

extension InstallResult {
    /// Kept with the step's progress, so a node that talks without end must not fill it.
    fileprivate var shortened: InstallResult {
        InstallResult(
            changes: changes, notes: notes.mapValues { String($0.prefix(500)) },
            problem: problem.map { String($0.prefix(2000)) })
    }
}
