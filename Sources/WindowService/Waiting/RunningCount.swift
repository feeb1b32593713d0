import Synchronization

/// How many of something this process runs at the moment.
final class RunningCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ difference: Int) { count.wrappingAdd(difference, ordering: .relaxed) }
}
