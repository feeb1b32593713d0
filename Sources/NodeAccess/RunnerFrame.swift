/// One thing the runner said.
enum RunnerFrame: Equatable {
    /// A line, as its words.
    case line([String])
    /// Some bytes of a stream, in order; a stream may come in many pieces.
    case bytes(stream: String, [UInt8])
    /// The stream is complete.
    case end
}

/// Finds the runner's frames in what a session prints.
///
/// A line of ours begins, after a newline, with the nonce of the session: `\nNONCE words…\n`. The line `data STREAM OFFSET` is
/// followed by the bytes themselves up to `\nNONCE end\n`; their number need not be known, which saves the node a process.
/// Everything else, such as the greeting of a login shell, is noise. The bytes may arrive cut anywhere.
struct RunnerFrameParser {
    private let marker: [UInt8]
    private let terminator: [UInt8]
    private var buffer: [UInt8] = []
    private var stream: String?
    private var ignored: [UInt8] = []

    /// The end of what was not ours, for error messages.
    var noise: [UInt8] { stream == nil ? ignored + buffer : ignored }

    init(nonce: String) {
        marker = Array("\n\(nonce) ".utf8)
        terminator = Array("\n\(nonce) end\n".utf8)
    }

    mutating func feed(_ bytes: [UInt8]) -> [RunnerFrame] {
        buffer.append(contentsOf: bytes)
        var frames: [RunnerFrame] = []
        while let frame = next() { frames.append(frame) }
        return frames
    }

    private mutating func next() -> RunnerFrame? {
        if let stream {
            if let end = buffer.firstIndex(of: terminator) {
                if end > 0 { return .bytes(stream: stream, take(end)) }
                _ = take(terminator.count)
                self.stream = nil
                return .end
            }
            // The last bytes may be the beginning of the terminator.
            let certain = buffer.count - (terminator.count - 1)
            return certain > 0 ? .bytes(stream: stream, take(certain)) : nil
        }
        guard let start = buffer.firstIndex(of: marker) else {
            ignore(buffer.count - (marker.count - 1))
            return nil
        }
        ignore(start)
        guard let end = buffer[marker.count...].firstIndex(of: UInt8(ascii: "\n")) else {
            // No line of ours is that long: stop waiting for its end.
            if buffer.count > Self.longestLine { ignore(marker.count) }
            return nil
        }
        let line = String(decoding: buffer[marker.count..<end], as: UTF8.self)
        _ = take(end + 1)
        let words = line.split(separator: " ").map(String.init)
        if words.count == 3, words[0] == "data" { stream = words[1] }
        return .line(words)
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        let taken = Array(buffer.prefix(count))
        buffer.removeFirst(count)
        return taken
    }

    private mutating func ignore(_ count: Int) {
        guard count > 0 else { return }
        ignored.append(contentsOf: take(count))
        if ignored.count > Self.noiseKept { ignored.removeFirst(ignored.count - Self.noiseKept) }
    }

    private static let longestLine = 65_536
    private static let noiseKept = 2_048
}

extension [UInt8] {
    /// Where `pattern` begins for the first time.
    fileprivate func firstIndex(of pattern: [UInt8]) -> Int? {
        guard count >= pattern.count else { return nil }
        return withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { wanted in
                var from = 0
                let last = bytes.count - wanted.count
                while from <= last {
                    guard let found = bytes[from...last].firstIndex(of: wanted[0]) else { return nil }
                    var matched = 1
                    while matched < wanted.count, bytes[found + matched] == wanted[matched] { matched += 1 }
                    if matched == wanted.count { return found }
                    from = found + 1
                }
                return nil
            }
        }
    }
}
