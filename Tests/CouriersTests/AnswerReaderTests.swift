import Notifications
import Testing

@testable import Couriers

/// What is read of an answer, and what is left alone.
struct AnswerReaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let status: Int
        var retryAfter: String?
        /// `nil`: more is expected.
        let isReusable: Bool?

        var testDescription: String { text.debugDescription }

        init(_ text: String, _ status: Int, retryAfter: String? = nil, isReusable: Bool?) {
            self.text = text
            self.status = status
            self.retryAfter = retryAfter
            self.isReusable = isReusable
        }
    }

    private static let cases = [
        Case("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, isReusable: true),
        Case("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, isReusable: true),
        Case("HTTP/1.1 200 OK\nContent-Length: 2\n\nok", 200, isReusable: true),
        Case("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", 200, isReusable: nil),
        Case("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\ncontent-length:2\r\nContent-Length: 2\r\n\r\nok", 200, isReusable: true),
        Case("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nContent-Length: 8193\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 204 No Content\r\n\r\n", 204, isReusable: true),
        Case("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, isReusable: false),
        Case("HTTP/1.1 304 Not Modified\r\n\r\n", 304, isReusable: true),
        Case("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", 200, isReusable: true),
        Case(
            "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n", 201, isReusable: true
        ),
        Case("HTTP/1.1 101 Up\r\nContent-Length: 0\r\n\r\n", 101, isReusable: false),
        Case(
            "HTTP/1.1 503 Later\r\nRetry-After:  120 \r\nretry-after: 9\r\nContent-Length: 0\r\n\r\n", 503,
            retryAfter: "120", isReusable: true),
        Case("HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 0\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, isReusable: true),
        Case(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n",
            200,
            isReusable: true),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", 200, isReusable: nil),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", 200, isReusable: false),
        Case("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 200, isReusable: false),
        Case(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 200, isReusable: false),
    ]

    @Test(arguments: cases)
    func `the status counts, and the rest decides on the connection`(it: Case) throws {
        for isCut in [true, false] {
            var reader = AnswerReader()
            for part in isCut ? it.text.utf8.map({ [$0] }) : [Array(it.text.utf8)] { try reader.read(part) }
            #expect(reader.answer == Answer(status: it.status, retryAfter: it.retryAfter))
            #expect(reader.isReusable == it.isReusable)
        }
    }

    @Test(arguments: [
        "\r\nHTTP/1.1 200 OK\r\n", "HTTP/1.1  200 OK\r\n", "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n",
        "HTTP/1.1 000 OK\r\n", "HTTP/1.x 200 OK\r\n", "HTTP/2.0 200 OK\r\n", "http/1.1 200 OK\r\n",
        "HTTP/1.1 200OK\r\n",
        "HTTP/1.1 ２００ OK\r\n", "HTTP/1.1 100 Go\r\n\r\nHTTP/2 200\r\n", "\n",
    ])
    func `what does not begin like an answer is none`(text: String) {
        var reader = AnswerReader()
        #expect(throws: AnswerFlaw.notHTTP) { try reader.read(Array(text.utf8)) }
        #expect(reader.answer == nil)
    }

    @Test(arguments: ["HTTP/1.1 100 Go\r\n\r\n", "A: b\r\n", "x"])
    func `a head has an end`(line: String) {
        var reader = AnswerReader()
        #expect(throws: AnswerFlaw.endless) {
            try reader.read(Array("HTTP/1.1 \(line.hasPrefix("HTTP") ? "102 Go\r\n" : "200 OK\r\n")".utf8))
            if line.hasPrefix("HTTP") { try reader.read(Array("\r\n".utf8)) }
            for _ in 0...AnswerReader.mostHeadBytes / line.utf8.count { try reader.read(Array(line.utf8)) }
        }
    }

    @Test func `endless chunks are not read`() throws {
        var reader = AnswerReader()
        try reader.read(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        for _ in 0..<2000 { try reader.read(Array("1\r\nx\r\n".utf8)) }
        #expect(reader.isReusable == false)
    }

    /// Whatever comes is an answer, a flaw or not enough, however it is cut.
    @Test func `damaged answers are read to some end, always the same`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = Seeded(state: seed)
        for _ in 0..<4000 {
            var bytes = Array(Self.cases[Int.random(in: 0..<Self.cases.count, using: &random)].text.utf8)
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
                default: bytes.remove(at: index)
                }
            }
            let whole = Self.outcome([bytes])
            let middle = Int.random(in: 0...bytes.count, using: &random)
            #expect(Self.outcome([Array(bytes[..<middle]), Array(bytes[middle...])]) == whole, "seed \(seed)")
            #expect(Self.outcome(bytes.map { [$0] }) == whole, "seed \(seed)")
        }
    }

    private static func outcome(_ parts: [[UInt8]]) -> [String] {
        var reader = AnswerReader()
        do throws(AnswerFlaw) {
            for part in parts { try reader.read(part) }
            return ["\(String(describing: reader.answer))", "\(String(describing: reader.isReusable))"]
        } catch {
            return ["\(error)"]
        }
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
        }
    }
}
