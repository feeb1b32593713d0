import AWSWire
import Foundation
import Patching
import WindowCore
import WindowService
import WindowStore

extension Operation {
    static let describeInstancePatchStates = Operation(DescribeInstancePatchStatesRequest.self, for: .reader) {
        request, call in
        let nodes = Set(request.instanceIds).sorted().map(NodeID.init)
        let found = try await call.control.store.patchStatuses(of: nodes)
        let page = try call.page(of: found, request.maxResults, request.nextToken, id: \.nodeID.rawValue)
        return DescribeInstancePatchStatesResult(
            instancePatchStates: page.items.map(Wire.InstancePatchState.init), nextToken: page.token)
    }

    static let describeInstancePatchStatesForPatchGroup = Operation(
        DescribeInstancePatchStatesForPatchGroupRequest.self, for: .reader
    ) { request, call in
        var conditions: [CounterCondition] = []
        for filter in request.filters ?? [] { conditions.append(try CounterCondition(filter)) }
        let found = try await call.control.store.patchStatuses(ofGroup: request.patchGroup).filter { status in
            conditions.allSatisfy { $0.accepts(status.counters) }
        }
        let page = try call.page(of: found, request.maxResults, request.nextToken, id: \.nodeID.rawValue)
        return DescribeInstancePatchStatesForPatchGroupResult(
            instancePatchStates: page.items.map(Wire.InstancePatchState.init), nextToken: page.token)
    }

    static let describePatchGroupState = Operation(DescribePatchGroupStateRequest.self, for: .reader) {
        request, call in
        let statuses = try await call.control.store.patchStatuses(ofGroup: request.patchGroup)
        // Nodes that carry the tag count also before their first report, and those that lost it until their next one.
        let nodes = try await call.nodes(inPatchGroup: request.patchGroup).union(statuses.map(\.nodeID))
        func count(_ counter: KeyPath<PatchCounters, Int>) -> Int {
            statuses.count { $0.counters[keyPath: counter] > 0 }
        }
        return DescribePatchGroupStateResult(
            instances: nodes.count, instancesWithInstalledPatches: count(\.installed),
            instancesWithInstalledOtherPatches: count(\.installedOther),
            instancesWithInstalledPendingRebootPatches: count(\.installedPendingReboot),
            instancesWithInstalledRejectedPatches: count(\.installedRejected),
            instancesWithMissingPatches: count(\.missing), instancesWithFailedPatches: count(\.failed),
            instancesWithNotApplicablePatches: count(\.notApplicable), instancesWithUnreportedNotApplicablePatches: 0,
            instancesWithCriticalNonCompliantPatches: count(\.criticalNonCompliant),
            instancesWithSecurityNonCompliantPatches: count(\.securityNonCompliant),
            instancesWithOtherNonCompliantPatches: count(\.otherNonCompliant),
            instancesWithAvailableSecurityUpdates: 0)
    }
}

extension CallContext {
    /// Nodes whose tags put them into the group now.
    fileprivate func nodes(inPatchGroup group: String) async throws(StoreError) -> Set<NodeID> {
        var found: Set<NodeID> = []
        for key in ["Patch Group", "PatchGroup"] {
            guard let selector = try? TargetSelector([TargetCriterion(key: "tag:\(key)", values: [group])]) else {
                continue
            }
            for node in try await control.store.nodes(matching: selector) where node.patchGroup == group {
                found.insert(node.id)
            }
        }
        return found
    }
}

/// A filter such as `MissingCount GreaterThan 5`.
private struct CounterCondition {
    let counter: @Sendable (PatchCounters) -> Int
    let relation: @Sendable (Int, Int) -> Bool
    let number: Int

    init(_ filter: Wire.InstancePatchStateFilter) throws(WireError) {
        switch filter.key {
        case "InstalledCount": counter = { $0.installed }
        case "InstalledOtherCount": counter = { $0.installedOther }
        case "InstalledPendingRebootCount": counter = { $0.installedPendingReboot }
        case "InstalledRejectedCount": counter = { $0.installedRejected }
        case "MissingCount": counter = { $0.missing }
        case "FailedCount": counter = { $0.failed }
        case "NotApplicableCount": counter = { $0.notApplicable }
        case "UnreportedNotApplicableCount", "AvailableSecurityUpdateCount": counter = { _ in 0 }
        case "CriticalNonCompliantCount": counter = { $0.criticalNonCompliant }
        case "SecurityNonCompliantCount": counter = { $0.securityNonCompliant }
        case "OtherNonCompliantCount": counter = { $0.otherNonCompliant }
        default:
            throw WireError(
                .invalidFilter,
                "“\(filter.key)” is not a filter of this operation; they are counts, such as MissingCount.")
        }
        guard filter.values.count == 1, let number = Int(filter.values[0]), number >= 0 else {
            throw WireError(.invalidFilter, "The filter \(filter.key) takes one value, a number from 0 on.")
        }
        self.number = number
        switch filter.type {
        case "Equal": relation = { $0 == $1 }
        case "NotEqual": relation = { $0 != $1 }
        case "LessThan": relation = { $0 < $1 }
        case "GreaterThan": relation = { $0 > $1 }
        default: throw WireError(.invalidFilter, "“\(filter.type)” is not a type of filter.")
        }
    }

    func accepts(_ counters: PatchCounters) -> Bool { relation(counter(counters), number) }
}

extension Wire.InstancePatchState {
    init(_ status: PatchStatus) {
        let (counters, order) = (status.counters, status.order)
        self.init(
            instanceId: status.nodeID.rawValue, patchGroup: status.patchGroup, baselineId: status.baselineID.rawValue,
            snapshotId: order.snapshotID, installOverrideList: order.installOverrideList, ownerInformation: "",
            installedCount: counters.installed, installedOtherCount: counters.installedOther,
            installedPendingRebootCount: counters.installedPendingReboot,
            installedRejectedCount: counters.installedRejected, missingCount: counters.missing,
            failedCount: counters.failed, unreportedNotApplicableCount: 0,
            notApplicableCount: counters.notApplicable, operationStartTime: status.startedAt,
            operationEndTime: status.endedAt, operation: order.operation.rawValue,
            lastNoRebootInstallOperationTime: status.pendingSince,
            // A scan never reboots, whatever it was told.
            rebootOption: (order.operation == .scan ? .noReboot : order.rebootOption).rawValue,
            criticalNonCompliantCount: counters.criticalNonCompliant,
            securityNonCompliantCount: counters.securityNonCompliant,
            otherNonCompliantCount: counters.otherNonCompliant, rebootWanted: status.wantsReboot)
    }
}
