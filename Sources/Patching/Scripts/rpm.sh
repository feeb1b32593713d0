# What the rpm family shares (reference: patching 9.5).
# shellcheck shell=sh disable=SC2154,SC2016,SC2034

# list_rpm FILE: name, architecture, epoch:version-release, installed, built.
list_rpm() {
    rpm -qa --qf '%{NAME}\t%{ARCH}\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\t%{INSTALLTIME}\t%{BUILDTIME}\n' \
        >"$p_private/$1.all" 2>"$p_private/query" || fail manager "rpm -qa failed: $(complaint "$p_private/query")"
    # The keys of publishers are no packages.
    awk -F '\t' '$1 != "gpg-pubkey"' "$p_private/$1.all" | sort >"$p_private/$1"
    # A broken database answers with fewer packages and status 0.
    ! grep -qE '^error: (rpmdb|db[0-9]|cannot open|failed to open)' "$p_private/query" ||
        fail manager "rpm's database cannot be read: $(complaint "$p_private/query")"
}

only_names() { cut -f 1-3 "$1"; }

# What has the wanted version needs no further attempt.
look_again_rpm() {
    list_rpm list
    awk -F '\t' '
        FILENAME ~ /list$/ { has[$1, $2, $3] = 1; next }
        !(($1, $2, $3) in has)
    ' "$p_private/list" "$p_private/todo" >"$p_private/left"
    mv "$p_private/left" "$p_private/todo"
}

# Leaves in todo what is to be tried; says of the others why not. $p_private/locks holds what is locked, one name a line.
sort_out_rpm() {
    mv "$p_private/todo" "$p_private/wanted"
    awk -F '\t' -v OFS='\t' '
        FILENAME ~ /list$/ { has[$1, $2] = 1; exact[$1, $2, $3] = 1; next }
        FILENAME ~ /locks$/ { locked[$1] = 1; next }
        { print $0, (($1, $2, $3) in exact ? "there" : !(($1, $2) in has) ? "absent" : $1 in locked ? "locked" : "wanted") }
    ' "$p_private/list" "$p_private/locks" "$p_private/wanted" >"$p_private/sorted"
    : >"$p_private/todo"
    while IFS=$p_tab read -r p_name p_architecture p_version p_is; do
        case $p_is in
        absent) note "$p_name" "$p_architecture" "It is not installed, and patching installs nothing new." ;;
        locked) note "$p_name" "$p_architecture" "Its version is locked by the administrator, and it was left alone." ;;
        wanted) printf '%s\t%s\t%s\n' "$p_name" "$p_architecture" "$p_version" >>"$p_private/todo" ;;
        *) ;;
        esac
    done <"$p_private/sorted"
}

# rpm counts a package whose last script failed as installed, and so do we; but it is told.
note_scriptlets() {
    sed -n -e 's/^.*Error in [A-Z]* scriptlet in rpm package \([^ ]*\).*/\1/p' \
        -e 's/^.*%[a-z]*(\([^)]*\)) scriptlet failed.*/\1/p' "$p_private/log" | sort -u >"$p_private/scripts"
    awk -F '\t' '
        FILENAME ~ /scripts$/ { failed[$1] = 1; next }
        { version = $3; sub(/^[0-9]+:/, "", version); full = $1 "-" version; bare = full "." $2 }
        ($1 in failed || full in failed || bare in failed) && !seen[$1, $2]++ { print $1 "\t" $2 }
    ' "$p_private/scripts" "$p_private/list" "$p_private/wanted" >"$p_private/failed"
    while IFS=$p_tab read -r p_name p_architecture; do
        note "$p_name" "$p_architecture" "A script of it failed: $(grep -F scriptlet "$p_private/log" | grep -F -e "$p_name" | tail -n 1)"
    done <"$p_private/failed"
}

install_rpm() {
    list_rpm list
    only_names "$p_private/list" >"$p_private/before"
    sort_out_rpm
    work_through
    list_rpm list
    only_names "$p_private/list" >"$p_private/after"
    note_scriptlets
    put_changes "$p_private/before" "$p_private/after"
}

# epoch DATE: seconds since 1970 in UTC of `YYYY-MM-DD[ HH:MM[:SS]]` or of seconds; awk's functions for use in programs.
p_epoch='
    function epoch(text,    part, n, y, m, d, days) {
        if (text ~ /^[0-9]+$/) return text + 0
        n = split(text, part, /[-T :+Z]/)
        if (n < 3 || part[1] !~ /^[0-9][0-9][0-9][0-9]$/ || part[2] !~ /^[0-9][0-9]$/ || part[3] !~ /^[0-9][0-9]$/) return 0
        y = part[1] + 0; m = part[2] + 0; d = part[3] + 0
        if (m <= 2) { y--; m += 12 }
        days = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d - 1 - 719468
        return sprintf("%d", days * 86400 + part[4] * 3600 + part[5] * 60 + int(part[6])) + 0
    }
    function seconds(text) { text = epoch(text); return text > 0 ? sprintf("%d", text) : "" }'
