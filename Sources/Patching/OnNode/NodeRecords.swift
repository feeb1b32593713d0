/// What a patch script wrote, line by line: tab-separated fields of which the first names the record, and `end` last.
struct NodeRecords {
    struct Record {
        let line: Int
        let kind: Substring
        let fields: [Substring]

        /// Empty when the line has no such field.
        subscript(index: Int) -> Substring { index < fields.count ? fields[index] : "" }

        func text(_ index: Int) -> String { String(self[index]) }

        /// - Throws: ``PatchScriptError/malformed(line:reason:)`` when it is empty.
        func needed(_ index: Int, _ what: String) throws(PatchScriptError) -> String {
            guard !self[index].isEmpty else { throw malformed("a \(kind) without its \(what)") }
            return String(self[index])
        }

        func number(_ index: Int, _ what: String) throws(PatchScriptError) -> Int {
            guard let number = Int(self[index]) else { throw malformed("the \(what) of a \(kind) is no number") }
            return number
        }

        func key(_ index: Int) throws(PatchScriptError) -> PackageKey {
            PackageKey(name: try needed(index, "name"), architecture: try needed(index + 1, "architecture"))
        }

        func patch(_ index: Int, family: PackageFamily) throws(PatchScriptError) -> WantedPatch {
            WantedPatch(key: try key(index), version: PackageVersion(try needed(index + 2, "version"), family: family))
        }

        func malformed(_ reason: String) -> PatchScriptError { .malformed(line: line, reason: reason) }
    }

    let records: [Record]

    /// More than any node has; a hostile one shall not fill this host's memory.
    static let limit = 400_000

    /// - Throws: what the node says went wrong; or that its answer is cut or is none.
    init(_ output: String, format: Int = 1) throws(PatchScriptError) {
        var records: [Record] = []
        var isEnded = false
        var number = 0
        for line in output.utf8.split(separator: UInt8(ascii: "\n")) {
            number += 1
            guard number <= Self.limit else {
                throw .malformed(line: number, reason: "more records than a node can have")
            }
            guard !isEnded else { throw .malformed(line: number, reason: "something follows the end") }
            let fields = Substring(line).split(separator: "\t", omittingEmptySubsequences: false)
            let record = Record(line: number, kind: fields[0], fields: Array(fields.dropFirst()))
            switch record.kind {
            case "error": throw Self.refusal(record)
            case "end": isEnded = true
            case "format":
                guard record[0] == String(format) else { throw record.malformed("format \(record[0].prefix(20))") }
            default: records.append(record)
            }
        }
        guard isEnded else { throw .incomplete(lines: number) }
        self.records = records
    }

    private static func refusal(_ record: Record) -> PatchScriptError {
        guard let refusal = PatchScriptError.Refusal(rawValue: String(record[0])) else {
            return record.malformed("an error called “\(record[0].prefix(40))”")
        }
        return .refused(refusal, detail: String(record[1].prefix(1000)))
    }
}
