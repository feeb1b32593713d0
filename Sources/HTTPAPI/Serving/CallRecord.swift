import Foundation
import Hummingbird
import Synchronization

/// What is to be logged of one request, noted on its way. Nothing of its body is.
final class CallRecord: Sendable {
    struct Notes {
        var operation: String?
        var caller: String?
        var errorCode: String?
    }

    let requestID = UUID().uuidString.lowercased()
    private let notes = Mutex(Notes())

    func note(_ change: (inout sending Notes) -> Void) { notes.withLock { change(&$0) } }

    var current: Notes { notes.withLock { $0 } }
}

struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let record = CallRecord()

    init(source: Source) { coreContext = .init(source: source) }
}
