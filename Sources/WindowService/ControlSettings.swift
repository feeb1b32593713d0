package import WindowCore

/// What the operator decided about the service as a whole.
package struct ControlSettings: Hashable, Sendable {
    /// Twelve digits; appears in ARNs.
    package var accountID: String
    /// Appears in ARNs; requests must be signed for it.
    package var region: String
    package var quotas: Quotas
    /// No window may open more often; a schedule that would is refused.
    package var shortestSpacingSeconds: Int
    /// How many invocations this process runs at once, whatever the commands allow.
    package var largestConcurrency: Int
    /// Bytes kept of each step's standard output and of its standard error.
    package var outputLimitBytes: Int
    /// How long finished executions and commands, events and client tokens are kept.
    package var retentionDays: Int
    package var notifications: NotificationSettings

    package init(
        accountID: String = "000000000000", region: String = "us-east-1", quotas: Quotas = Quotas(),
        shortestSpacingSeconds: Int = 60, largestConcurrency: Int = 200, outputLimitBytes: Int = 1_048_576,
        retentionDays: Int = 30,
        notifications: NotificationSettings = NotificationSettings()
    ) {
        self.accountID = accountID
        self.region = region
        self.quotas = quotas
        self.shortestSpacingSeconds = shortestSpacingSeconds
        self.largestConcurrency = largestConcurrency
        self.outputLimitBytes = outputLimitBytes
        self.retentionDays = retentionDays
        self.notifications = notifications
    }
}
