import Foundation

/// Text that a command line names by its file.
enum TextFile {
    static let maximumBytes = 16 << 20

    /// A value of the command line that may be in a file: `@FILE` reads it there, `@-` from standard input, and `@@` stands for one @.
    static func value(_ text: String) throws(Complaint) -> String {
        if text.hasPrefix("@@") { return String(text.dropFirst()) }
        guard text.hasPrefix("@"), text.count > 1 else { return text }
        return try read(String(text.dropFirst()))
    }

    /// - Parameter path: `-` means standard input.
    static func read(_ path: String) throws(Complaint) -> String {
        let bytes: [UInt8]?
        if path == "-" || path == "/dev/stdin" {
            bytes = StandardStreams.readInput(maximumBytes: maximumBytes)
        } else {
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            bytes = size <= maximumBytes ? FileManager.default.contents(atPath: path).map { Array($0) } : nil
        }
        guard let bytes else {
            throw Complaint(.usage, "The file \(path) cannot be read.", hint: "Check the path and its permissions.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Complaint(.usage, "The file \(path) is not UTF-8 text.")
        }
        return text
    }
}
