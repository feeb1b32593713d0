/// The script that `aws:downloadContent` comes to: POSIX sh, every value in single quotes.
enum DownloadScript {
    typealias Refusal = DownloadInputs.Refusal

    /// - Parameter content: the document of the store that a source of type SSMDocument names; `nil` is "not there".
    /// - Throws: why nothing can be downloaded.
    static func text(
        _ inputs: DownloadInputs, root: String = DownloadDirectory.root, content: (String) -> DocumentContent?
    ) throws(Refusal) -> String {
        let work =
            switch inputs.sourceType {
            case "HTTP": try http(inputs)
            case "Git": try GitDownload(inputs).script
            case "GitHub": try GitDownload(gitHub: inputs).script
            case "SSMDocument": try document(inputs, content)
            case "S3":
                throw Refusal(
                    reason: "Downloads from S3 are not supported here; an object can be read by its https address.")
            case let other:
                throw Refusal(
                    reason:
                        "The sourceType \"\(other.prefix(100))\" is unknown; there are \(sourceTypes.joined(separator: ", "))."
                )
            }
        return """
            \(DownloadDirectory.functions(root: root))
            mwd_destination=\(shellWord(inputs.destination))
            \(frame)
            \(work)

            """
    }

    static let sourceTypes = ["HTTP", "Git", "GitHub", "SSMDocument"]

    /// Makes `mwd_work`, a directory of this script alone, and says where things belong.
    private static let frame = """
        mwd_make_home
        mwd_work=$mwd_home/.work.$$
        trap 'rm -rf "$mwd_work"' EXIT
        trap 'exit 1' HUP INT TERM
        mkdir -m 700 "$mwd_work" || exit 1
        case $mwd_destination in
        /*) ;;
        *) mwd_destination=$mwd_home/$mwd_destination ;;
        esac
        # mwd_deliver FILE NAME: a destination that ends with a separator or is a directory is where it is put inside.
        mwd_deliver() {
            case $mwd_destination in
            */) mkdir -p "$mwd_destination" || exit 1 ;;
            esac
            mwd_target=$mwd_destination
            [ ! -d "$mwd_target" ] || mwd_target=${mwd_target%/}/$2
            [ ! -d "$mwd_target" ] || mwd_fail "$mwd_target is a directory."
            mkdir -p "${mwd_target%/*}/" && mv -f "$1" "$mwd_target" || exit 1
            printf 'Content downloaded to %s\\n' "$mwd_target"
        }
        """

    /// What the address and the password are is written to curl's standard input: arguments can be read by all.
    private static func http(_ inputs: DownloadInputs) throws(Refusal) -> String {
        let url = try inputs.required("url")
        let allowsInsecure = try inputs.flag("allowInsecureDownload")
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw Refusal(reason: "The url must begin with https://.")
        }
        guard scheme == "https" || allowsInsecure else {
            throw Refusal(reason: "The url begins with http://, and allowInsecureDownload is not true.")
        }
        let protocols = allowsInsecure ? "=http,https" : "=https"
        var lines = [
            "url = \(curlWord(url))", "proto = \(curlWord(protocols))", "proto-redir = \(curlWord(protocols))",
        ]
        lines += ["fail", "location", "silent", "show-error", "globoff", "max-redirs = 10", "connect-timeout = 30"]
        let method = try inputs.text("authMethod") ?? "None"
        switch method {
        case "None": break
        case "Basic", "Digest":
            let user = try inputs.required("username")
            guard !user.contains(":") else { throw Refusal(reason: "The username of sourceInfo holds a colon.") }
            lines += [method.lowercased(), "user = \(curlWord("\(user):\(try inputs.text("password") ?? "")"))"]
        default: throw Refusal(reason: "The authMethod must be None, Basic or Digest.")
        }
        return """
            command -v curl >/dev/null 2>&1 ||
                mwd_fail "curl is not installed on this node; aws:downloadContent needs it for HTTP."
            printf '%s\\n' \(shellWord(lines.joined(separator: "\n"))) |
                curl --config - --output "$mwd_work/content" || mwd_fail "The download has failed; curl's code is $?."
            # An answer without a body makes no file.
            [ -e "$mwd_work/content" ] || : >"$mwd_work/content"
            mwd_deliver "$mwd_work/content" \(shellWord(fileName(of: url)))
            """
    }

    private static func curlWord(_ text: String) -> String {
        // Scalar by scalar, as for the shell.
        var word = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == "\"" { word.append("\\") }
            word.append(scalar)
        }
        word.append("\"")
        return String(word)
    }

    /// The last part of the address's path.
    private static func fileName(of url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }.dropFirst(url.prefix { $0 != ":" }.count)
        let parts = path.drop { $0 == ":" || $0 == "/" }.split(separator: "/")
        guard parts.count > 1, let name = parts.last, name != ".", name != ".." else { return "content" }
        return String(name)
    }

    private static func document(
        _ inputs: DownloadInputs, _ content: (String) -> DocumentContent?
    ) throws(Refusal) -> String {
        let path = try inputs.required("name")
        let name: DocumentName
        do {
            name = try DocumentReference(path).name
        } catch {
            throw Refusal(reason: error.message)
        }
        guard let content = content(path) else { throw Refusal(reason: "The document \(path) is not known.") }
        return """
            printf %s \(shellWord(content.rendered(as: .json))) >"$mwd_work/content" || exit 1
            mwd_deliver "$mwd_work/content" \(shellWord("\(name).json"))
            """
    }
}
