import Glibc
import ScheduleEngine

/// Feeds a batch from one file descriptor to another.
///
/// What has been read is answered before more is read, so a program on the other end of two pipes gets each answer
/// without closing its end.
struct BatchStream {
    private let input: Int32
    private let output: Int32
    private var batch: ScheduleBatch

    /// A longer line is answered with an error and not kept in memory.
    static let longestLine = 1 << 16
    private static let chunk = 1 << 18

    init(batch: ScheduleBatch, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO) {
        self.batch = batch
        self.input = input
        self.output = output
    }

    /// - Throws: ``Complaint`` when the input cannot be read; ``SilentFailure`` when nobody reads the output any more.
    mutating func run() throws {
        var pending: [UInt8] = []
        var answers: [UInt8] = []
        answers.reserveCapacity(2 * Self.chunk)
        var isTooLong = false
        var isWritable = true
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        let output = self.output
        func spill(_ bytes: inout [UInt8]) {
            guard !bytes.isEmpty else { return }
            if isWritable { isWritable = StandardStreams.write(bytes, to: output) }
            bytes.removeAll(keepingCapacity: true)
        }
        while isWritable {
            let count = read(input, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Complaint(.failed, "Standard input cannot be read.") }
            if count == 0 { break }
            var rest = buffer[..<count]
            while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if isTooLong || pending.count + (newline - rest.startIndex) > Self.longestLine {
                    answers += Self.tooLong
                    isTooLong = false
                } else if pending.isEmpty {
                    batch.answer(rest[..<newline], into: &answers, spill: spill)
                } else {
                    pending += rest[..<newline]
                    batch.answer(pending, into: &answers, spill: spill)
                }
                pending.removeAll(keepingCapacity: true)
                rest = rest[(newline + 1)...]
                if answers.count >= Self.chunk { spill(&answers) }
            }
            if isTooLong || pending.count + rest.count > Self.longestLine {
                isTooLong = true
                pending.removeAll(keepingCapacity: true)
            } else {
                pending += rest
            }
            spill(&answers)
        }
        if isTooLong {
            answers += Self.tooLong
        } else if !pending.isEmpty {
            batch.answer(pending, into: &answers, spill: spill)
        }
        spill(&answers)
        if !isWritable { throw SilentFailure() }
    }

    private static let tooLong = Array("error: The line is longer than \(longestLine) bytes.\n".utf8)
}
