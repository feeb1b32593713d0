import Documents
package import WindowCore
package import WindowStore

/// What a task is registered with (reference: windows 5).
package struct TaskDefinition: Hashable, Sendable {
    package var type: TaskType
    package var taskARN: String
    package var criteria: [TargetCriterion]
    /// `nil` is 1.
    package var priority: Int?
    package var maxConcurrency: String?
    package var maxErrors: String?
    package var cutoffBehavior: CutoffBehavior?
    package var runCommand: RunCommandParameters?
    package var serviceRoleARN: String?
    package var name: String?
    package var description: String?
    package var echo: TaskEcho

    package init(
        type: TaskType, taskARN: String, criteria: [TargetCriterion], priority: Int? = nil,
        maxConcurrency: String? = nil, maxErrors: String? = nil, cutoffBehavior: CutoffBehavior? = nil,
        runCommand: RunCommandParameters? = nil, serviceRoleARN: String? = nil, name: String? = nil,
        description: String? = nil, echo: TaskEcho = TaskEcho()
    ) {
        self.type = type
        self.taskARN = taskARN
        self.criteria = criteria
        self.priority = priority
        self.maxConcurrency = maxConcurrency
        self.maxErrors = maxErrors
        self.cutoffBehavior = cutoffBehavior
        self.runCommand = runCommand
        self.serviceRoleARN = serviceRoleARN
        self.name = name
        self.description = description
        self.echo = echo
    }
}

/// What an update of a task says; `nil` members were not sent.
package struct TaskChange: Hashable, Sendable {
    package var taskARN: String?
    package var criteria: [TargetCriterion]?
    package var priority: Int?
    package var maxConcurrency: String?
    package var maxErrors: String?
    package var cutoffBehavior: CutoffBehavior?
    /// Replaces the stored ones as a whole, even without ``replacesAll``: what it does not repeat is lost.
    package var runCommand: RunCommandParameters?
    package var serviceRoleARN: String?
    package var name: String?
    package var description: String?
    package var echo: TaskEcho
    package var replacesAll: Bool

    package init(
        taskARN: String? = nil, criteria: [TargetCriterion]? = nil, priority: Int? = nil,
        maxConcurrency: String? = nil, maxErrors: String? = nil, cutoffBehavior: CutoffBehavior? = nil,
        runCommand: RunCommandParameters? = nil, serviceRoleARN: String? = nil, name: String? = nil,
        description: String? = nil, echo: TaskEcho = TaskEcho(), replacesAll: Bool = false
    ) {
        self.taskARN = taskARN
        self.criteria = criteria
        self.priority = priority
        self.maxConcurrency = maxConcurrency
        self.maxErrors = maxErrors
        self.cutoffBehavior = cutoffBehavior
        self.runCommand = runCommand
        self.serviceRoleARN = serviceRoleARN
        self.name = name
        self.description = description
        self.echo = echo
        self.replacesAll = replacesAll
    }
}

extension Control {
    /// AWS does not document a default; 1 leaves room before it and after it (reference: windows 3.4).
    private static let defaultPriority = 1

    /// The document need not exist yet: the preview warns of a missing one, and the task fails at run time.
    package func registerTask(
        _ definition: TaskDefinition, with window: WindowID, token: ClientToken? = nil
    ) async throws(RequestError) -> WindowTaskID {
        guard definition.type == .runCommand else {
            throw .invalid(
                "Tasks of type \(definition.type.rawValue) are not supported by this service.",
                hint: "Register a RUN_COMMAND task.")
        }
        let task = WindowTask(
            id: .random(), windowID: window, type: definition.type, taskARN: definition.taskARN,
            criteria: definition.criteria.withLowerCaseReferences,
            priority: definition.priority ?? Self.defaultPriority, maxConcurrency: definition.maxConcurrency,
            maxErrors: definition.maxErrors, cutoffBehavior: definition.cutoffBehavior,
            runCommand: definition.runCommand, serviceRoleARN: definition.serviceRoleARN, name: definition.name,
            description: definition.description, echo: definition.echo, registeredAt: clock.now)
        try task.check()
        try task.runCommand?.notification?.check(in: settings)
        try await checkReferences(of: task)
        return try await stored { () async throws(StoreError) in try await store.register(task, token: token) }
    }

    package func updateTask(
        _ id: WindowTaskID, of window: WindowID, _ change: TaskChange
    ) async throws(RequestError) -> WindowTask {
        let before = try await task(id, of: window)
        let after = try change.applied(to: before)
        try after.check()
        // What was stored before the service moved to another region stays as it is until it is written anew.
        try change.runCommand?.notification?.check(in: settings)
        // Tasks that were registered stay valid when the window or its targets change; only new targets are judged.
        if after.criteria != before.criteria { try await checkReferences(of: after) }
        let now = clock.now
        try await stored { () async throws(StoreError) in try await store.update(after, at: now) }
        return after
    }

    package func deregisterTask(_ id: WindowTaskID, of window: WindowID) async throws(RequestError) {
        let now = clock.now
        try await stored { () async throws(StoreError) in
            try await store.deregisterTask(id, of: window, at: now)
        }
    }

    package func task(_ id: WindowTaskID, of window: WindowID) async throws(RequestError) -> WindowTask {
        let tasks = try await stored { () async throws(StoreError) in try await store.tasks(of: window) }
        guard let task = tasks.first(where: { $0.id == id }) else {
            throw .store(.notFound(kind: "task", id: id.rawValue))
        }
        return task
    }

    /// A task refers to targets of its own window; nodes it names itself must be covered by them unless the window
    /// allows others (reference: windows 4.2).
    private func checkReferences(of task: WindowTask) async throws(RequestError) {
        let targets = try await stored { () async throws(StoreError) in try await store.targets(of: task.windowID) }
        let known = Set(targets.map(\.id))
        for id in task.windowTargetIDs where !known.contains(id) {
            throw .store(.notFound(kind: "target", id: id.rawValue))
        }
        let named = task.criteria.nodeIDs
        guard !named.isEmpty else { return }
        let window = try await stored { () async throws(StoreError) in try await store.window(task.windowID) }.window
        guard !window.allowsUnassociatedTargets else { return }
        let nodes = try await stored { () async throws(StoreError) in try await store.nodes(named) }
        let tags = Dictionary(nodes.map { ($0.id, $0.tags) }, uniquingKeysWith: { first, _ in first })
        let selectors = targets.compactMap { try? TargetSelector($0.criteria) }
        for id in named where !selectors.contains(where: { $0.matches(id: id, tags: tags[id] ?? [:]) }) {
            throw .invalid(
                "The node \(id) is in no registered target, and the window does not allow unassociated targets.",
                hint: "Use WindowTargetIds, or set AllowUnassociatedTargets on the window.")
        }
    }
}

extension TaskChange {
    fileprivate func applied(to task: WindowTask) throws(RequestError) -> WindowTask {
        if replacesAll, taskARN == nil {
            throw .invalid("With Replace every required member must be sent; TaskArn is missing.")
        }
        var result = task
        result.taskARN = taskARN ?? task.taskARN
        result.criteria = criteria?.withLowerCaseReferences ?? (replacesAll ? [] : task.criteria)
        result.priority = priority ?? (replacesAll ? 1 : task.priority)
        result.maxConcurrency = maxConcurrency ?? (replacesAll ? nil : task.maxConcurrency)
        result.maxErrors = maxErrors ?? (replacesAll ? nil : task.maxErrors)
        result.cutoffBehavior = cutoffBehavior ?? (replacesAll ? nil : task.cutoffBehavior)
        result.runCommand = runCommand ?? (replacesAll ? nil : task.runCommand)
        result.serviceRoleARN = serviceRoleARN ?? (replacesAll ? nil : task.serviceRoleARN)
        result.name = name ?? (replacesAll ? nil : task.name)
        result.description = description ?? (replacesAll ? nil : task.description)
        if replacesAll {
            result.echo = echo
        } else {
            result.echo.taskParameters = echo.taskParameters ?? task.echo.taskParameters
            result.echo.loggingInfo = echo.loggingInfo ?? task.echo.loggingInfo
            if echo.alarmName != nil {
                result.echo.alarmName = echo.alarmName
                result.echo.ignoresPollAlarmFailure = echo.ignoresPollAlarmFailure
            }
        }
        return result
    }
}

extension WindowTask {
    private static let mostTargets = 10

    /// What can be said of a task without looking anything up.
    fileprivate func check() throws(RequestError) {
        do { _ = try DocumentName(using: taskARN) } catch {
            throw .invalid("TaskArn: \(error.message)", hint: error.hint)
        }
        try checkTargets()
        for (member, text) in [("MaxConcurrency", maxConcurrency), ("MaxErrors", maxErrors)] {
            guard let text else {
                throw .invalid(
                    "\(member) is required for a task with targets.",
                    hint: "Give a number such as 1, or a share such as 10%.")
            }
            guard let limit = RateLimit(text), member == "MaxErrors" || !limit.isZero else {
                throw .invalid("\(member) is “\(text)”; it must be a number such as 1, or a share such as 10%.")
            }
        }
        try checkPseudoParameters()
    }

    private func checkTargets() throws(RequestError) {
        guard !criteria.isEmpty else {
            throw .invalid("A RUN_COMMAND task needs at least one target.", hint: "Use WindowTargetIds or InstanceIds.")
        }
        var keys: Set<String> = []
        for criterion in criteria {
            guard ["windowtargetids", "instanceids"].contains(criterion.key.lowercased()) else {
                throw .invalid(
                    "“\(criterion.key)” cannot be a target of a task.",
                    hint: "Register a target with the window and refer to it by WindowTargetIds.")
            }
            guard !criterion.values.isEmpty else {
                throw .target(.noValues(key: criterion.key))
            }
            keys.insert(criterion.key.lowercased())
        }
        guard keys.count == 1 else {
            throw .invalid("A task's targets are either WindowTargetIds or InstanceIds, not both.")
        }
        guard windowTargetIDs.count <= Self.mostTargets else {
            throw .invalid("The maximum number of window targets is \(Self.mostTargets).")
        }
        guard criteria.nodeIDs.count <= 50 else {
            throw .target(.tooManyValues(key: "InstanceIds", count: criteria.nodeIDs.count))
        }
        for id in criteria.nodeIDs where !id.isWellFormed { throw .invalid("“\(id)” is not a node's ID.") }
    }

    /// A command addresses its nodes already, so the names of one node cannot be filled in (reference: windows 6).
    private func checkPseudoParameters() throws(RequestError) {
        let parameters = runCommand?.parameters ?? echo.taskParameters ?? [:]
        for (name, values) in parameters.sorted(by: { $0.key < $1.key }) {
            let used = values.flatMap(PseudoParameters.tokens(in:))
            for token in PseudoParameters.unsupportedForCommands where used.contains(token) {
                throw .invalid(
                    "The parameter \(name) uses {{\(token)}}, which RUN_COMMAND tasks do not have.",
                    hint: "The command runs on the node itself; use a document that asks the node.")
            }
        }
    }
}

extension [TargetCriterion] {
    /// IDs of registered targets as this service made them; the wire accepts either case.
    fileprivate var withLowerCaseReferences: Self {
        map { criterion in
            criterion.key.lowercased() == "windowtargetids"
                ? TargetCriterion(key: criterion.key, values: criterion.values.map { $0.lowercased() }) : criterion
        }
    }
}
