/// How many things may exist, or happen at once. AWS's own figures are far lower; these bound mistakes, not fleets
/// (reference: windows 1.6).
package struct Quotas: Codable, Hashable, Sendable {
    package var windows: Int
    package var targetsPerWindow: Int
    package var tasksPerWindow: Int
    package var documents: Int
    package var versionsPerDocument: Int
    package var nodes: Int
    /// Executions that have begun and not ended; what opens beyond it is held back until one ends.
    package var runningWindows: Int
    package var patchBaselines: Int
    package var topics: Int
    /// Those that are not removed.
    package var subscriptionsPerTopic: Int
    package var patchGroupsPerBaseline: Int

    package init(
        windows: Int = 100_000, targetsPerWindow: Int = 100, tasksPerWindow: Int = 20, documents: Int = 500,
        versionsPerDocument: Int = 1000, nodes: Int = 100_000, runningWindows: Int = 100_000,
        patchBaselines: Int = 1000, patchGroupsPerBaseline: Int = 1000, topics: Int = 100_000,
        subscriptionsPerTopic: Int = 10_000
    ) {
        self.windows = windows
        self.targetsPerWindow = targetsPerWindow
        self.tasksPerWindow = tasksPerWindow
        self.documents = documents
        self.versionsPerDocument = versionsPerDocument
        self.nodes = nodes
        self.runningWindows = runningWindows
        self.patchBaselines = patchBaselines
        self.topics = topics
        self.subscriptionsPerTopic = subscriptionsPerTopic
        self.patchGroupsPerBaseline = patchGroupsPerBaseline
    }
}
