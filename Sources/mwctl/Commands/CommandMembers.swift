import AWSWire
import ArgumentParser

/// What a command has beside its nodes, document and parameters; window tasks have it too.
struct CommandMembers: ParsableArguments {
    @Option(help: "A note of up to 100 characters.")
    var comment: String?

    @Option(help: "A number, $LATEST or $DEFAULT.")
    var documentVersion: String?

    @Option(help: "The SHA-256 the document must have.")
    var documentHash: String?

    @Option(
        name: [.long, .customLong("timeout-seconds")],
        help: ArgumentHelp("How long a node may take to start it, 30 to 2592000.", valueName: "seconds"))
    var timeout: Int?

    @Option(help: "The topic to notify.")
    var notificationArn: String?

    @Option(
        parsing: .upToNextOption, help: "All, InProgress, Success, TimedOut, Cancelled or Failed, one or several.")
    var notificationEvents: [String] = []

    @Option(help: "Command (one message) or Invocation (one per node).")
    var notificationType: String?

    var notification: Wire.NotificationConfig? {
        guard notificationArn != nil || !notificationEvents.isEmpty || notificationType != nil else { return nil }
        return Wire.NotificationConfig(
            notificationArn: notificationArn, notificationEvents: notificationEvents.isEmpty ? nil : notificationEvents,
            notificationType: notificationType)
    }
}
