package import NodeAccess
package import WindowStore

/// What every part of the service works with.
package struct Control: Sendable {
    package let store: any Store
    package let transport: any NodeTransport
    package let clock: any WallClock
    package let settings: ControlSettings
    package let nudges: Nudges

    package init(
        store: any Store, transport: any NodeTransport, clock: any WallClock = SystemClock(),
        settings: ControlSettings = ControlSettings(), nudges: Nudges = Nudges()
    ) {
        self.store = store
        self.transport = transport
        self.clock = clock
        self.settings = settings
        self.nudges = nudges
    }
}
