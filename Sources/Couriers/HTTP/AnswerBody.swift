/// Where a short body ends. Its bytes are nobody's concern.
enum AnswerBody: Sendable {
    case counted(left: Int)
    case chunked(Chunks = Chunks())

    enum Progress: Sendable {
        case continues
        /// This byte was the last one.
        case ended
        /// Too long, or not what was announced.
        case unreadable
    }

    mutating func read(_ byte: UInt8) -> Progress {
        switch self {
        case .counted(let left):
            self = .counted(left: left - 1)
            return left > 1 ? .continues : .ended
        case .chunked(var chunks):
            let progress = chunks.read(byte)
            self = .chunked(chunks)
            return progress
        }
    }

    /// A body in chunks (RFC 9112 §7.1).
    struct Chunks: Sendable {
        private enum Part {
            case size
            case data(left: Int)
            /// The end of a line after a chunk's data.
            case separator
            case trailers
        }

        private var part = Part.size
        private var line: [UInt8] = []
        private var readBytes = 0

        mutating func read(_ byte: UInt8) -> Progress {
            readBytes += 1
            guard readBytes <= AnswerReader.mostBodyBytes else { return .unreadable }
            if case .data(let left) = part {
                part = left > 1 ? .data(left: left - 1) : .separator
                return .continues
            }
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                return .continues
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            defer { line.removeAll(keepingCapacity: true) }
            switch part {
            case .size:
                let text = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
                guard let size = UInt16(text, radix: 16), !text.hasPrefix("+") else { return .unreadable }
                part = size > 0 ? .data(left: Int(size)) : .trailers
            case .separator:
                guard line.isEmpty else { return .unreadable }
                part = .size
            case .trailers:
                if line.isEmpty { return .ended }
            case .data: break
            }
            return .continues
        }
    }
}
