import Foundation
package import WindowCore
package import WindowStoreSQLite

/// A store in a directory of its own that goes when this does.
package final class TemporaryStore: Sendable {
    package let store: SQLiteStore
    package let path: String
    private let directory: URL

    package init(quotas: Quotas = Quotas()) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "mwd-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appending(path: "mwd.sqlite").path
        store = try SQLiteStore(path: path, quotas: quotas)
    }

    deinit {
        // Closing waits for readers, and they may need the very threads of the pool that this may run on.
        Thread.detachNewThread { [store, directory] in
            try? store.close()
            try? FileManager.default.removeItem(at: directory)
        }
    }
}
