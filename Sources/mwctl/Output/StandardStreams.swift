import Glibc

/// Whole writes to the process's own streams, without a buffer that an exit could lose.
enum StandardStreams {
    static func writeOutput(_ text: String) { _ = write(Array(text.utf8), to: STDOUT_FILENO) }
    static func writeError(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    /// - Returns: whether everything was written; a reader that went away makes it false.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                rest = rest.dropFirst(written)
            }
            return true
        }
    }

    /// Standard input to its end or to a limit.
    /// - Returns: `nil` when it cannot be read or is longer.
    static func readInput(maximumBytes: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes += buffer[..<count]
            if bytes.count > maximumBytes { return nil }
        }
    }
}
