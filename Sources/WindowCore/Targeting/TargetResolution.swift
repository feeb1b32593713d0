/// Which nodes each target of a task execution gets, frozen when the task starts (reference: windows 4.3).
///
/// A node that several targets match runs once and belongs to the first of them; the others note that they dropped it.
package struct TargetResolution: Hashable, Sendable {
    package struct Share: Hashable, Sendable {
        /// `nil` for nodes that the task names itself.
        package let target: WindowTarget?
        /// In ascending order of ID, so that rate control repeats.
        package let nodes: [NodeID]
        /// How many nodes an earlier target had already taken.
        package let droppedCount: Int
    }

    package let shares: [Share]
    /// Registered targets that no node matches, not even one that an earlier target had taken.
    package let emptyTargets: [WindowTargetID]

    /// Distinct nodes of all targets: the N of the percentages.
    package var nodeCount: Int { shares.reduce(0) { $0 + $1.nodes.count } }

    /// - Parameter matches: for each target in order of registration, the nodes its selector matched.
    package init(matches: [(target: WindowTarget?, nodes: [NodeID])]) {
        emptyTargets = matches.filter(\.nodes.isEmpty).compactMap { $0.target?.id }
        var taken: Set<NodeID> = []
        shares = matches.map { target, nodes in
            let distinct = Set(nodes)
            let fresh = distinct.subtracting(taken)
            taken.formUnion(fresh)
            return Share(target: target, nodes: fresh.sorted(), droppedCount: distinct.count - fresh.count)
        }
    }
}
