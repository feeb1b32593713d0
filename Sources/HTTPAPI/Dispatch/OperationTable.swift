/// Every operation that is answered, by its target. What the model knows and this table does not is refused clearly.
struct OperationTable: Sendable {
    static let standard = OperationTable(systemsManager + Operation.sns)

    private static let systemsManager: [Operation] = [
        .createMaintenanceWindow, .getMaintenanceWindow, .updateMaintenanceWindow, .deleteMaintenanceWindow,
        .describeMaintenanceWindows, .describeMaintenanceWindowsForTarget, .describeMaintenanceWindowSchedule,
        .previewMaintenanceWindow, .openMaintenanceWindow,

        .registerTarget, .updateTarget, .deregisterTarget, .describeTargets,

        .registerTask, .getTask, .updateTask, .deregisterTask, .describeTasks,

        .describeExecutions, .getExecution, .describeExecutionTasks, .getExecutionTask, .describeExecutionInvocations,
        .getExecutionInvocation, .cancelExecution,

        .sendCommand, .cancelCommand, .listCommands, .listCommandInvocations, .getCommandInvocation,

        .createDocument, .getDocument, .describeDocument, .listDocuments, .listDocumentVersions, .updateDocument,
        .updateDocumentDefaultVersion, .deleteDocument,

        .addNode, .listNodes, .getNode, .removeNode, .updateNodeTags, .checkNode, .describeInstanceInformation,

        .addTags, .removeTags, .listTags,

        .createPatchBaseline, .updatePatchBaseline, .deletePatchBaseline, .getPatchBaseline, .describePatchBaselines,
        .registerDefaultPatchBaseline, .getDefaultPatchBaseline, .registerPatchGroup, .deregisterPatchGroup,
        .getBaselineForPatchGroup, .describePatchGroups, .describePatchProperties,

        .describeAvailablePatches, .describeEffectivePatches, .describePatchGroupState, .describeInstancePatchStates,
        .describeInstancePatchStatesForPatchGroup, .describeInstancePatches, .getDeployablePatchSnapshot,
        .describePatchSnapshot, .explainPatch,

        .putComplianceItems, .listComplianceItems, .listComplianceSummaries, .listResourceComplianceSummaries,

        .createAccessKey, .listAccessKeys, .revokeAccessKey,

        .getServiceStatus, .listEvents,

        .createEventRule, .listEventRules, .describeEventRule, .deleteEventRule, .testEventPattern, .listDeliveries,
        .describeDelivery, .retryDeliveries, .testSubscription, .rotateSigningKey,
    ]

    private let operations: [String: Operation]

    init(_ operations: [Operation]) {
        self.operations = Dictionary(uniqueKeysWithValues: operations.map { ($0.target, $0) })
    }

    var targets: [String] { operations.keys.sorted() }

    subscript(target: String) -> Operation? { operations[target] }
}
