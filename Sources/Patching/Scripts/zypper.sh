# How zypper is spoken to (reference: patching 9.5).
# shellcheck shell=sh disable=SC2154,SC2016,SC2034

# With sources of the baseline, nothing but them is looked at, and what is learnt stays in the private directory.
prepare_zypper() {
    [ -n "$p_sources" ] || return 0
    mkdir -p "$p_private/repos" "$p_private/cache"
    put_sources >"$p_private/repos/baseline.repo"
    p_refresh=1
}

# Repositories are read by refresh_zypper alone; what they said then is what all later questions are about.
manage_zypper() {
    if [ -n "$p_sources" ]; then
        set -- --reposd-dir "$p_private/repos" --cache-dir "$p_private/cache" "$@"
    fi
    zypper --non-interactive "$@"
}

# query_zypper ARGUMENT...: the answer in XML; its warnings, errors and problems become lines of standard error.
query_zypper() {
    p_line=0
    manage_zypper --no-refresh --xmlout "$@" >"$p_private/xml" || p_line=$?
    cat "$p_private/xml"
    awk "$p_xml"'
        tag("message") {
            type = attribute("type"); text = $0; sub(/^[^>]*>/, "", text); gsub(/[ \t\r\n]+/, " ", text)
            if (type == "error" || type == "warning") print (type == "error" ? "Error: " : "W: ") decoded(text)
        }
        tag("description") && /^description>Problem/ {
            text = substr($0, 13); gsub(/[ \t\r\n]+/, " ", text); sub(/ Solution 1: .*/, "", text)
            print "Error: " decoded(text)
        }' "$p_private/xml" >&2
    return "$p_line"
}

refresh_zypper() {
    [ "$p_refresh" = 1 ] || return 0
    patiently manage_zypper refresh && return 0
    ! is_locked "$p_private/said" ||
        fail lock "zypper was locked for $p_lock seconds: $(complaint "$p_private/said")"
    fail refresh "zypper cannot read a repository: $(complaint "$p_private/said")"
}

# answered WHAT: fails unless the query before it went well; 104 is an answer too: there is none.
answered() {
    case $p_status in 0 | 104) return 0 ;; *) ;; esac
    ! is_locked "$p_private/said" ||
        fail lock "zypper was locked for $p_lock seconds: $(complaint "$p_private/said")"
    # 106: a repository was left out.
    fail refresh "zypper cannot tell $1: $(complaint "$p_private/said")"
}

# The names of installed packages that a lock of the administrator matches.
list_locks_zypper() {
    : >"$p_private/locks"
    [ -r /etc/zypp/locks ] || return 0
    sed -n 's/^solvable_name: *//p' /etc/zypp/locks >"$p_private/patterns"
    [ -s "$p_private/patterns" ] || return 0
    cut -f 1 "$p_private/list" | sort -u | while IFS= read -r p_name; do
        while IFS= read -r p_line; do
            # shellcheck disable=SC2254 # a pattern is what it is
            case $p_name in $p_line) printf '%s\n' "$p_name" && break ;; *) ;; esac
        done <"$p_private/patterns"
    done >"$p_private/locks"
}

# How zypper wants to be told: name.architecture=[epoch:]version-release.
specify_zypper() { awk -F '\t' '{ sub(/^0:/, "", $3); print $1 "." $2 "=" $3 }'; }

# Enough of XML for what zypper writes: one record for each tag, beginning with its name.
p_xml='
    BEGIN { RS = "<" }
    function tag(name) { return $0 ~ ("^" name "[ \t\r\n/>]") }
    function attribute(name,    text) {
        if (!match($0, "[ \t\r\n]" name "=\"[^\"]*\"")) return ""
        text = substr($0, RSTART + 1, RLENGTH - 2)
        return decoded(substr(text, index(text, "\"") + 1))
    }
    function decoded(text) {
        gsub(/[\t\r\n]/, " ", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
        gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
        return text
    }
    function versioned(edition) { return edition ~ /:/ ? edition : "0:" edition }'

# dry_run_zypper FILE
dry_run_zypper() {
    # shellcheck disable=SC2046 # to be split
    query_zypper install --dry-run --auto-agree-with-licenses $(specify_zypper <"$1")
}
