import GRDB
package import WindowStore

extension SQLiteStore {
    package func watchOutbox(_ onGrowth: @escaping @Sendable () -> Void) -> OutboxWatch {
        let observation = DatabaseRegionObservation(tracking: Table("outbox"))
        let watch = observation.start(in: pool) { _ in
            // The store cannot be observed only when it cannot be read either, and every pass meets that.
        } onChange: { _ in
            onGrowth()
        }
        return OutboxWatch { watch.cancel() }
    }
}
