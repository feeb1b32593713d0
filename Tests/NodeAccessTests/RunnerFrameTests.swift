import Testing

@testable import NodeAccess

@Suite struct RunnerFrameTests {
    private let nonce = "00112233445566778899aabbccddeeff"

    /// What a session prints, and what is in it.
    private var session: (bytes: [UInt8], frames: [RunnerFrame]) {
        let binary: [UInt8] = [0, 255, 10, 10] + Array("\n\(nonce) en".utf8) + [13, 10]
        let bytes =
            Array("Welcome to web-1!\nno newline at the end".utf8) + Array("\n\(nonce) claimed 0 boot\n".utf8)
            + Array("\n\(nonce) data out 0\n".utf8) + binary + Array("\n\(nonce) end\n".utf8)
            + Array("\n\(nonce) done exited 3 boot 1 2 3\n".utf8) + Array("logout\n".utf8)
        return (
            bytes,
            [
                .line(["claimed", "0", "boot"]), .line(["data", "out", "0"]), .bytes(stream: "out", binary), .end,
                .line(["done", "exited", "3", "boot", "1", "2", "3"]),
            ]
        )
    }

    @Test func `frames are found wherever the stream is cut once`() {
        let (bytes, frames) = session
        for cut in 0...bytes.count {
            var parser = RunnerFrameParser(nonce: nonce)
            let heard = parser.feed(Array(bytes[..<cut])) + parser.feed(Array(bytes[cut...]))
            #expect(Self.joined(heard) == frames, "cut at \(cut)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 50])
    func `frames are found in pieces of any size`(size: Int) {
        let (bytes, frames) = session
        var parser = RunnerFrameParser(nonce: nonce)
        var heard: [RunnerFrame] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            heard += parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(Self.joined(heard) == frames)
    }

    @Test func `a stream that is cut yields a prefix of what was sent`() {
        let (bytes, frames) = session
        for cut in 0...bytes.count {
            var parser = RunnerFrameParser(nonce: nonce)
            let heard = Self.joined(parser.feed(Array(bytes[..<cut])))
            for (index, frame) in heard.enumerated() {
                if case .bytes(_, let some) = frame, case .bytes(_, let all) = frames[index] {
                    #expect(all.starts(with: some), "cut at \(cut)")
                } else {
                    #expect(frame == frames[index], "cut at \(cut)")
                }
            }
        }
    }

    @Test func `a login shell cannot speak for the runner`() {
        var parser = RunnerFrameParser(nonce: nonce)
        #expect(
            parser.feed(Array("\nffffffffffffffffffffffffffffffff done exited 0 b 1 2 3\n\(nonce) done\n".utf8)).isEmpty
                == false)
        var other = RunnerFrameParser(nonce: nonce)
        #expect(other.feed(Array("\nffffffffffffffffffffffffffffffff done exited 0 b 1 2 3\n".utf8)).isEmpty)
        #expect(String(decoding: other.noise, as: UTF8.self).contains("exited 0"))
    }

    @Test func `noise without end is not kept`() {
        var parser = RunnerFrameParser(nonce: nonce)
        for _ in 0..<100 { _ = parser.feed([UInt8](repeating: 121, count: 10_000)) }
        #expect(parser.noise.count <= 2_048 + 64)
        #expect(parser.feed(Array("\n\(nonce) probed\n".utf8)) == [.line(["probed"])])
    }

    /// A stream may come in any number of pieces.
    private static func joined(_ frames: [RunnerFrame]) -> [RunnerFrame] {
        frames.reduce(into: []) { result, frame in
            if case .bytes(let stream, let more) = frame, case .bytes(stream, let some)? = result.last {
                result[result.count - 1] = .bytes(stream: stream, some + more)
            } else {
                result.append(frame)
            }
        }
    }
}
