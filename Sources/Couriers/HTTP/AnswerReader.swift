/// Reads answers of strangers (RFC 9112), byte by byte and no further than they matter.
///
/// A general HTTP library parses what it is told, and takes a sequence that no server would say for a mistake of its own. Here the
/// status line must be one; whatever else is odd costs the receiver its connection and nothing else.
struct AnswerReader: Sendable {
    /// Status line and headers, with those of all “100 Continue” before them.
    static let mostHeadBytes = 65_536
    /// What is read of a body for the sake of the connection, which can only then be used again.
    static let mostBodyBytes = 8192

    private enum Part {
        case statusLine
        case headers
        case body(AnswerBody)
        case end
    }

    private var part = Part.statusLine
    private var line: [UInt8] = []
    private var headBytes = 0
    private var head = AnswerHead()

    /// Whether anything came.
    var hasBegun: Bool { headBytes > 0 }
    /// The answer, as soon as its headers are complete.
    private(set) var answer: Answer?
    /// Whether another request may follow, once nothing more needs to be read.
    private(set) var isReusable: Bool?

    /// Takes what came next.
    mutating func read(_ bytes: some Sequence<UInt8>) throws(AnswerFlaw) {
        for byte in bytes {
            switch part {
            case .statusLine, .headers:
                headBytes += 1
                guard headBytes <= Self.mostHeadBytes else { throw .endless }
                guard byte == UInt8(ascii: "\n") else {
                    line.append(byte)
                    continue
                }
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                try endLine()
                line.removeAll(keepingCapacity: true)
            case .body(var body):
                switch body.read(byte) {
                case .continues: part = .body(body)
                case .ended: end(isReusable: true)
                case .unreadable: end(isReusable: false)
                }
            case .end:
                // Said without being asked.
                isReusable = false
                return
            }
        }
    }

    private mutating func endLine() throws(AnswerFlaw) {
        switch part {
        case .statusLine:
            guard let head = AnswerHead(statusLine: line) else { throw .notHTTP }
            self.head = head
            part = .headers
        case .headers where !line.isEmpty: head.take(line)
        case .headers where head.isInterim: part = .statusLine
        case .headers:
            answer = Answer(status: head.status, retryAfter: head.retryAfter)
            switch head.framing {
            case .nothing: end(isReusable: true)
            case .length(let length): part = .body(.counted(left: length))
            case .chunks: part = .body(.chunked())
            case .unreadable: end(isReusable: false)
            }
        case .body, .end: break
        }
    }

    private mutating func end(isReusable: Bool) {
        part = .end
        self.isReusable = isReusable
    }
}
