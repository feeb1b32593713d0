package import NodeAccess
package import Notifications
package import WindowStore

/// What every part of the service works with.
package struct Control: Sendable {
    package let store: any Store
    package let transport: any NodeTransport
    package let courier: any Courier
    package let clock: any WallClock
    package let settings: ControlSettings
    package let nudges: Nudges
    package let origin: ServiceOrigin
    package let signing: SigningDesk
    let recipients = Recipients()

    /// - Parameter courier: without one, whatever is to be told stays owed.
    package init(
        store: any Store, transport: any NodeTransport, courier: any Courier = NoCourier(),
        clock: any WallClock = SystemClock(), settings: ControlSettings = ControlSettings(),
        nudges: Nudges = Nudges(), origin: ServiceOrigin = ServiceOrigin()
    ) {
        self.store = store
        self.transport = transport
        self.courier = courier
        self.clock = clock
        self.settings = settings
        self.nudges = nudges
        self.origin = origin
        signing = SigningDesk(store: store, clock: clock, origin: origin)
    }
}

/// For services that tell nobody.
package struct NoCourier: Courier {
    package init() {}

    package func carry(_ parcel: Parcel) async -> DeliveryAnswer { .failure("nobody carries messages here") }
}
