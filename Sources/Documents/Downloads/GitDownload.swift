/// A repository to be cloned by the node's own git, or a part of it.
struct GitDownload {
    typealias Refusal = DownloadInputs.Refusal

    private enum Revision {
        case main
        case branch(String)
        case commit(String)
    }

    private let repository: String
    private let revision: Revision
    /// Below the repository; `nil` is all of it.
    private let part: String?
    private let key: String?
    private let skipsHostKeyCheck: Bool
    private let user: (name: String, password: String)?

    init(_ inputs: DownloadInputs) throws(Refusal) {
        repository = try inputs.required("repository")
        guard Self.isAddress(repository) else {
            throw Refusal(reason: "The repository must begin with https:// or ssh://, or read user@host:path.")
        }
        revision = try Self.revision(inputs)
        part = nil
        key = try inputs.text("privateSSHKey", isOneLine: false)
        skipsHostKeyCheck = try inputs.flag("skipHostKeyChecking")
        let password = try inputs.text("password") ?? ""
        user = try inputs.text("username").map { ($0, password) }
    }

    init(gitHub inputs: DownloadInputs) throws(Refusal) {
        let (owner, name) = (try inputs.required("owner"), try inputs.required("repository"))
        guard [owner, name].allSatisfy(Self.isPlain) else {
            throw Refusal(
                reason: "The owner and the repository on GitHub have letters, digits, hyphens, dots and underscores.")
        }
        guard try inputs.text("tokenInfo") == nil else {
            throw Refusal(
                reason:
                    "A tokenInfo names an entry of the parameter store, and there is none here; use the sourceType Git with a privateSSHKey."
            )
        }
        repository = "https://github.com/\(owner)/\(name)"
        revision = try Self.revision(inputs)
        let path = try inputs.text("path") ?? ""
        let parts = path.split(separator: "/")
        guard !parts.contains(where: { $0 == "." || $0 == ".." || $0 == ".git" }) else {
            throw Refusal(reason: "The path \"\(path)\" leads out of the repository.")
        }
        part = parts.isEmpty ? nil : parts.joined(separator: "/")
        key = nil
        skipsHostKeyCheck = false
        user = nil
    }

    /// Git is told which kinds of address it may use, so that no redirect leads to another.
    var script: String {
        """
        command -v git >/dev/null 2>&1 ||
            mwd_fail "git is not installed on this node; aws:downloadContent needs it for Git and GitHub."
        export GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=https:ssh
        \(access)
        mwd_clone=$mwd_work/clone
        \(cloning) || mwd_fail "The repository cannot be cloned."
        rm -rf "$mwd_clone/.git"
        \(delivery)
        """
    }

    private var access: String {
        var lines: [String] = []
        if let user {
            lines += [
                "printf %s \(shellWord(Self.askpass(user.name, user.password))) >\"$mwd_work/askpass\" || exit 1",
                "chmod 700 \"$mwd_work/askpass\"", "export GIT_ASKPASS=\"$mwd_work/askpass\"",
            ]
        }
        // Without a check only where the document's author wrote skipHostKeyChecking, an input of AWS's own; and what is not
        // checked is not remembered either, so that no later connection trusts it.
        let check = skipsHostKeyCheck ? "no -o UserKnownHostsFile=/dev/null" : "yes"
        var ssh = "ssh -o BatchMode=yes -o StrictHostKeyChecking=\(check)"
        if let key {
            // Keys are often pasted without their last line break, which ssh insists on.
            lines.append("printf '%s\\n' \(shellWord(key)) >\"$mwd_work/key\" || exit 1")
            ssh += " -o IdentitiesOnly=yes -i '$mwd_work/key'"
        }
        return (lines + ["export GIT_SSH_COMMAND=\"\(ssh)\""]).joined(separator: "\n")
    }

    private var cloning: String {
        let repository = shellWord(repository)
        return switch revision {
        case .main: "git clone --quiet --depth 1 -- \(repository) \"$mwd_clone\""
        case .branch(let name):
            "git clone --quiet --depth 1 --branch=\(shellWord(name)) -- \(repository) \"$mwd_clone\""
        case .commit(let id):
            "{ git clone --quiet --no-checkout -- \(repository) \"$mwd_clone\" && "
                + "git -C \"$mwd_clone\" checkout --quiet --detach \(shellWord(id)); }"
        }
    }

    private var delivery: String {
        let all = """
            { mkdir -p "$mwd_destination" && cp -RP "$mwd_part/." "$mwd_destination"; } || exit 1
            printf 'Content downloaded to %s\\n' "$mwd_destination"
            """
        guard let part, let name = part.split(separator: "/").last else { return "mwd_part=$mwd_clone\n\(all)" }
        return """
            mwd_part=$mwd_clone/\(shellWord(part))
            [ -e "$mwd_part" ] && [ ! -h "$mwd_part" ] || mwd_fail "The repository has no "\(shellWord(part))
            if [ -d "$mwd_part" ]; then
            \(all)
            else
            mwd_deliver "$mwd_part" \(shellWord(String(name)))
            fi
            """
    }

    /// Git calls this program with its question as the argument.
    private static func askpass(_ user: String, _ password: String) -> String {
        """
        #!/bin/sh
        case $1 in
        Username*) printf '%s\\n' \(shellWord(user)) ;;
        *) printf '%s\\n' \(shellWord(password)) ;;
        esac

        """
    }

    private static func revision(_ inputs: DownloadInputs) throws(Refusal) -> Revision {
        guard let options = try inputs.text("getOptions") else { return .main }
        let parts = options.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
        let value = parts.count == 2 ? String(parts[1]) : ""
        switch parts.first {
        case "branch" where !value.isEmpty && !value.hasPrefix("-") && !value.contains(" "): return .branch(value)
        case "commitID"
        where (4...64).contains(value.count) && value.allSatisfy(\.isHexDigit) && value.allSatisfy(\.isASCII):
            return .commit(value)
        default:
            throw Refusal(reason: "The getOptions must read branch:NAME or commitID:HEXADECIMAL, and not both.")
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        if text.hasPrefix("https://") || text.hasPrefix("ssh://") { return true }
        // user@host:path, as ssh reads it; two colons would name a helper program of git's.
        let host = text.prefix { $0 != ":" && $0 != "/" }
        let rest = text.dropFirst(host.count)
        return host.contains("@") && !host.hasPrefix("-") && !host.hasPrefix("@") && rest.hasPrefix(":")
            && !rest.hasPrefix("::")
    }

    private static func isPlain(_ text: String) -> Bool {
        text != "." && text != ".." && !text.hasPrefix("-")
            && text.unicodeScalars.allSatisfy { TemplateText.isNameScalar($0) || "-_.".unicodeScalars.contains($0) }
    }
}
