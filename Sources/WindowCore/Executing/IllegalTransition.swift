/// A state was asked to follow an event that it does not know: a broken promise of ours, never a caller's mistake.
package struct IllegalTransition: Error, Hashable, CustomStringConvertible {
    package let state: String
    package let event: String

    package init(state: String, event: String) {
        self.state = state
        self.event = event
    }

    package var description: String { "\(state) does not know the event \(event)." }
}
