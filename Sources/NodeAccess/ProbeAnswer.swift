import Foundation
import WindowCore

/// What the runner has said about its node so far.
struct ProbeAnswer {
    private var facts: [String: String] = [:]
    private var release: [UInt8] = []
    private var skew = 0.0
    private static let longestFact = 255
    private static let longestRelease = 65_536

    mutating func take(_ frame: RunnerFrame, now: Date) {
        switch frame {
        case .bytes("release", let bytes): release.append(contentsOf: bytes.prefix(Self.longestRelease - release.count))
        case .line(let words) where words.count >= 2 && words[0] == "fact":
            let value = String(words.dropFirst(2).joined(separator: " ").prefix(Self.longestFact))
            facts[words[1]] = value
            // The node tells whole seconds: on average half a second has passed since.
            if words[1] == "clock", let seconds = Int64(value).map(Double.init) {
                skew = seconds + 0.5 - now.timeIntervalSince1970
            }
        case .bytes, .line, .end: break
        }
    }

    var probe: NodeProbe {
        let release = OSRelease(String(decoding: release, as: UTF8.self))
        let system = facts["system", default: ""]
        let platformType =
            switch system {
            case "Darwin": "MacOS"
            default: "Linux"
            }
        return NodeProbe(
            facts: NodeFacts(
                platformType: platformType, platformName: release.name ?? system,
                platformVersion: release.version ?? facts["kernel", default: ""],
                architecture: facts["machine", default: ""], hostname: facts["host", default: ""],
                kernel: facts["kernel", default: ""], bootID: facts["boot", default: ""]),
            isRoot: facts["user"] == "0", spoolDirectory: facts["spool", default: ""],
            spoolFileSystem: facts["spooltype", default: ""],
            spoolFreeBytes: facts["spoolfree"].flatMap { Int($0) }.map {
                max(0, $0).multipliedReportingOverflow(by: 1024).partialValue
            }, clockSkewSeconds: skew,
            canStartSessions: facts["session", default: ""] != "")
    }
}

/// What `os-release(5)` says of the distribution; on macOS, what `sw_vers` prints.
struct OSRelease: Equatable {
    var name: String?
    var version: String?

    init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            guard let split = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { continue }
            let value = Self.unquoted(line[line.index(after: split)...].trimmingCharacters(in: .whitespaces))
            switch line[..<split] {
            case "NAME", "ProductName": name = value
            case "VERSION_ID", "ProductVersion": version = value
            default: break
            }
        }
    }

    /// Values may be quoted as in a shell; a backslash escapes the next character between double quotes.
    private static func unquoted(_ value: String) -> String {
        guard value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote else {
            return value
        }
        var result = ""
        var isEscaped = false
        for character in value.dropFirst().dropLast() {
            if quote == "\"", character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            result.append(character)
            isEscaped = false
        }
        return result
    }
}
