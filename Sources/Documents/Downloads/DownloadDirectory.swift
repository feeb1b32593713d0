/// Where a command's downloads go on a node, and where relative paths of its documents begin: one directory for each
/// command below a directory that only the user who runs the steps can enter.
///
/// It lies in a place where everybody may write, so a script trusts it only when it is a real directory, of this user
/// and closed to others; in one like that nobody else can have planted anything.
package enum DownloadDirectory {
    package static let root = "/var/tmp/mwd-downloads"

    /// Sets `mwd_home` to the command's own directory. `mwd_home_if_safe` fails quietly when it is not there or not
    /// safe; `mwd_make_home` makes it, forgets those of commands a month ago, and ends the script when it cannot.
    static func functions(root: String) -> String {
        """
        umask 077
        mwd_root=\(shellWord(root))
        mwd_fail() {
            printf '%s\\n' "$1" >&2
            exit 1
        }
        case ${SSM_COMMAND_ID:-} in
        '' | *[!0-9A-Za-z-]*) mwd_fail "SSM_COMMAND_ID names no command." ;;
        esac
        mwd_home=$mwd_root/$SSM_COMMAND_ID
        mwd_is_ours() {
            [ -d "$1" ] && [ ! -h "$1" ] || return 1
            # shellcheck disable=SC2046 # to be split
            set -- $(ls -ldn "$1")
            case $1 in
            drwx------*) [ "$3" = "$(id -u)" ] ;;
            *) return 1 ;;
            esac
        }
        mwd_home_if_safe() { mwd_is_ours "$mwd_root" && mwd_is_ours "$mwd_home"; }
        mwd_make_home() {
            for mwd_each in "$mwd_root" "$mwd_home"; do
                mkdir -m 700 "$mwd_each" 2>/dev/null
                mwd_is_ours "$mwd_each" ||
                    mwd_fail "$mwd_each must be a directory of the user who runs this, closed to others, and is not."
            done
            find "$mwd_root/." ! -name . -prune -type d -mtime +30 -exec rm -rf {} + 2>/dev/null
        }

        """
    }
}
