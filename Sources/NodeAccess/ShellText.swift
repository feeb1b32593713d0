/// Text for a POSIX shell, in which outside values appear only as single-quoted words.
struct ShellText {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    /// For values that cannot hold a NUL byte.
    mutating func assign(_ name: String, _ value: String) {
        raw(Array("\(name)=".utf8))
        quote(value)
        raw([UInt8(ascii: "\n")])
    }

    mutating func assign(_ name: String, checked value: String, as what: String) throws(RunnerText.Inexpressible) {
        guard !value.utf8.contains(0) else { throw RunnerText.Inexpressible(reason: "The \(what) holds a NUL byte.") }
        assign(name, value)
    }

    /// Defines `exec_work`, which becomes the command it is given, in the work's environment. What a shell cannot assign,
    /// env(1) can, for one more exec.
    mutating func environment(_ environment: [String: String]) throws(RunnerText.Inexpressible) {
        var plain: [(String, String)] = []
        var odd: [(String, String)] = []
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
            guard !name.isEmpty, !name.utf8.contains(0), !name.utf8.contains(UInt8(ascii: "=")) else {
                throw RunnerText.Inexpressible(reason: "“\(name)” cannot be the name of an environment variable.")
            }
            guard !value.utf8.contains(0) else {
                throw RunnerText.Inexpressible(
                    reason: "The value of the environment variable \(name) holds a NUL byte.")
            }
            if Self.isAssignable(name) { plain.append((name, value)) } else { odd.append((name, value)) }
        }
        raw(Array("exec_work() {\n".utf8))
        for (name, value) in plain {
            raw(Array("export \(name)=".utf8))
            quote(value)
            raw([UInt8(ascii: "\n")])
        }
        raw(Array("exec ".utf8))
        if !odd.isEmpty { raw(Array("/usr/bin/env ".utf8)) }
        for (name, value) in odd {
            quote("\(name)=\(value)")
            raw([UInt8(ascii: " ")])
        }
        raw(Array("\"$@\"\n}\n".utf8))
    }

    private mutating func quote(_ value: String) {
        let quote = UInt8(ascii: "'")
        bytes.append(quote)
        for byte in value.utf8 {
            if byte == quote {
                bytes.append(contentsOf: [quote, UInt8(ascii: "\\"), quote, quote])
            } else {
                bytes.append(byte)
            }
        }
        bytes.append(quote)
    }

    /// Letters, digits and `_`, and none of the names that a shell keeps to itself: assigning those ends it.
    private static func isAssignable(_ name: String) -> Bool {
        guard !reserved.contains(name), let first = name.utf8.first,
            !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return false }
        return name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    private static let reserved: Set<String> = [
        "UID", "EUID", "PPID", "GROUPS", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO", "IFS", "OPTIND", "OPTARG", "PS4",
        "ENV",
        "LINENO", "RANDOM", "SECONDS", "FUNCNAME", "DIRSTACK", "PIPESTATUS", "PWD", "OLDPWD", "_", "POSIXLY_CORRECT",
    ]
}
