/// What events are about, by their detail types.
package enum EventKind: String, CaseIterable, Sendable {
    // As the field's event bus spells them.
    case command = "EC2 Command Status-change Notification"
    case commandInvocation = "EC2 Command Invocation Status-change Notification"
    case window = "Maintenance Window State-change Notification"
    case windowTarget = "Maintenance Window Target Registration Notification"
    case windowTask = "Maintenance Window Task Registration Notification"
    case execution = "Maintenance Window Execution State-change Notification"
    case taskExecution = "Maintenance Window Task Execution State-change Notification"
    case taskInvocation = "Maintenance Window Task Target Invocation State-change Notification"
    case compliance = "Configuration Compliance State Change"
    case calendar = "Calendar State Change"
    case association = "EC2 State Manager Association State Change"
    case associationOnNode = "EC2 State Manager Instance Association State Change"
    // Ours.
    case missedOpening = "Maintenance Window Missed Opening"
    case openingSoon = "Maintenance Window Opening Soon"
    case cutoffReached = "Maintenance Window Cutoff Reached"
    case errorThresholdExceeded = "Maintenance Window Error Threshold Exceeded"
    case emptyTarget = "Maintenance Window Target Empty"
    case nodeUnreachable = "Managed Node Unreachable"
    case nodeReachable = "Managed Node Reachable"
}
