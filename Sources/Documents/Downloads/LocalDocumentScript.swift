/// Prints a file that should be a document, if it can be one.
enum LocalDocumentScript {
    static func text(path: String, root: String = DownloadDirectory.root) -> String {
        let limit = DocumentContent.maximumSizeBytes
        return """
            \(DownloadDirectory.functions(root: root))
            mwd_path=\(shellWord(path))
            case $mwd_path in
            /*) ;;
            *)
                mwd_home_if_safe || mwd_fail "This command has downloaded nothing, so there is no $mwd_path on this node."
                mwd_path=$mwd_home/$mwd_path
                ;;
            esac
            [ ! -d "$mwd_path" ] || mwd_fail "$mwd_path is a directory; a document is a file."
            [ -f "$mwd_path" ] || mwd_fail "There is no file $mwd_path on this node."
            mwd_size=$(wc -c <"$mwd_path") || exit 1
            [ "$mwd_size" -le \(limit) ] ||
                mwd_fail "$mwd_path has $((mwd_size)) bytes; a document has at most \(limit)."
            head -c \(limit + 1) "$mwd_path"

            """
    }
}
