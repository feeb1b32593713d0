/// What the runner on the node is asked to do, in one session.
enum RunnerRequest: Sendable {
    /// Offsets are counts of bytes already here from an earlier session.
    case run(NodeWork, outputOffset: Int, errorOffset: Int, isKnownStarted: Bool)
    case cancel(SpoolID)
    /// Prunes what is long forgotten too when asked.
    case clear([SpoolID], prunes: Bool)
    case probe
    case reboot(ifStillBootedAs: String?)
}

/// The text sent to `sh -s` for one request: the runner, the request as assignments, one line that begins it.
///
/// Whatever comes from outside stands between single quotes, where a shell takes every byte but the quote literally (in a
/// here-document too, but a here-document costs the node two processes). A text that is cut anywhere does nothing: either a
/// quote is left open or the last line lacks the nonce.
struct RunnerText {
    let bytes: [UInt8]
    /// Marks the runner's lines in the answer, so that what a login shell prints cannot pass for one.
    let nonce: String

    /// - Throws: what cannot be said in a shell's words, as a sentence.
    init(_ request: RunnerRequest, spoolDirectory: String?, nonce: String) throws(Inexpressible) {
        self.nonce = nonce
        var text = ShellText()
        text.raw(RunnerProgram.bytes)
        text.assign("m_newline", "\n")
        text.assign("m_nonce", nonce)
        try text.assign("m_spool", checked: spoolDirectory ?? "", as: "spool directory")
        let call: String
        switch request {
        case .run(let work, let outputOffset, let errorOffset, let isKnownStarted):
            call = "run_work"
            text.assign("m_id", work.id.rawValue)
            try text.assign("m_script", checked: work.script, as: "script")
            text.assign("m_timeout", String(max(1, work.timeoutSeconds)))
            // One byte more than wanted tells whether there was more.
            text.assign("m_limit", String(work.wantedBytes + 1))
            let directory = work.workingDirectory ?? ""
            try text.assign("m_dir", checked: directory.hasPrefix("/") ? directory : "", as: "working directory")
            text.assign("m_out", String(outputOffset))
            text.assign("m_err", String(errorOffset))
            text.assign("m_known", isKnownStarted ? "1" : "0")
            try text.environment(work.environment)
        case .cancel(let id):
            call = "cancel_work"
            text.assign("m_id", id.rawValue)
        case .clear(let ids, let prunes):
            call = "clear_works"
            text.assign("m_id", "")
            text.assign("m_ids", ids.map(\.rawValue).joined(separator: " "))
            text.assign("m_prune", prunes ? "1" : "0")
        case .probe:
            call = "probe_node"
            text.assign("m_id", "")
        case .reboot(let bootID):
            call = "reboot_node"
            try text.assign("m_from", checked: bootID ?? "", as: "boot ID")
        }
        text.raw(Array("perform \(call) \(nonce)\n".utf8))
        bytes = text.bytes
    }

    /// 128 random bits in hexadecimal.
    static func randomNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in Fingerprint.hexadecimal(UInt8.random(in: .min ... .max, using: &generator)) }
            .reduce(into: "") { $0 += String(decoding: $1, as: UTF8.self) }
    }

    struct Inexpressible: Error, Equatable {
        let reason: String
    }
}

/// `runner.sh` without its comments and indentation: a node whose `sh` is bash reads its input byte by byte.
enum RunnerProgram {
    static let bytes: [UInt8] = {
        let newline = UInt8(ascii: "\n")
        var kept: [UInt8] = []
        for line in PackageResources.runner_sh.split(separator: newline) {
            let content = line.drop { $0 == UInt8(ascii: " ") }
            if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
            kept.append(contentsOf: content)
            kept.append(newline)
        }
        return kept
    }()
}
