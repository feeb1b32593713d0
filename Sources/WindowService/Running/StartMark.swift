import Synchronization

/// Notes that the node took a work, while the work already runs there and its output is followed.
///
/// See docs/decisions/0013-known-starts.md.
final class StartMark: Sendable {
    private let write: @Sendable () async -> Void
    private let writing = Mutex<Task<Void, Never>?>(nil)

    init(_ write: @escaping @Sendable () async -> Void) { self.write = write }

    /// Begins to write, once; does not wait for it.
    func make() {
        writing.withLock { writing in
            // Awaited by `isMade`. Not a child of whoever runs the work: that ends with the deadline, this must not.
            if writing == nil { writing = Task { await write() } }
        }
    }

    /// Whether the node took the work. Answers once that has been written.
    var isMade: Bool {
        get async {
            guard let task = writing.withLock({ $0 }) else { return false }
            await task.value
            return true
        }
    }
}
