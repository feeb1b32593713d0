import Foundation
import Testing

/// What a real node answered, from `Recorded`.
enum Recording {
    /// - Parameter name: below `Recorded`, such as `onnode/debian-collect.txt`.
    static func text(_ name: String) throws -> String {
        let root = try #require(Bundle.module.resourceURL).appending(path: "Recorded")
        return try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }
}
