import Foundation
import Synchronization

@testable import Notifications

/// One key for all tests: making one takes a fifth of a second.
enum TestKey {
    static let now = Date(timeIntervalSince1970: 1_795_313_700)

    private static let kept = Mutex<SigningKey?>(nil)

    static func shared() throws -> SigningKey {
        try kept.withLock { kept in
            if let kept { return kept }
            let key = try SigningKey.create(host: "sns.example.com", now: now)
            kept = key
            return key
        }
    }
}
