# What a node of dnf or yum has, could have, and what was said about that.
# shellcheck shell=sh disable=SC2154,SC2016

collect_dnf() {
    prepare_dnf
    refresh_dnf
    list_rpm list
    list_locks
    put_installed_rpm
    if [ "$p_manager" = dnf ]; then offers_dnf; else offers_yum; fi
    put_offers_rpm
    notices_dnf
    hint_dnf
}

# $p_private/offered: name, architecture, epoch:version-release, repository, time of the build, of every newer version.
# What versionlock keeps is on offer all the same, as what apt holds is; it is marked at what is installed.
offers_dnf() {
    ask manage --disableplugin=versionlock repoquery --upgrades \
        --qf '%{name}|%{arch}|%{epoch}|%{version}|%{release}|%{reponame}|%{buildtime}\n' ||
        fail refresh "dnf cannot tell what is newer: $(complaint "$p_private/said")"
    awk -F '|' -v OFS='\t' 'NF == 7 { print $1, $2, $3 ":" $4 "-" $5, $6, $7 }' "$p_private/answer" >"$p_private/offered"
}

# notice and covers records: of what is installed or newer, not of the whole history. Two questions: `list` says which
# notice names which package, `info` says the rest.
notices_dnf() {
    ask manage --disableplugin=versionlock updateinfo list "$p_all" ||
        fail refresh "$p_manager cannot read the update notices: $(complaint "$p_private/said")"
    awk -F '\t' -v OFS='\t' '
        FILENAME !~ /answer$/ { known[$1, $2, $3] = 1; next }
        {
            split($0, word, /[ \t]+/); n = 0
            for (i in word) if (word[i] != "" && i + 0 > n) n = i + 0
            first = word[1] == "" || word[1] == "i" ? word[2] : word[1]
            text = word[n]
            # name-[epoch:]version-release.arch, from its end
            if (!match(text, /\.[^.]*$/)) next
            architecture = substr(text, RSTART + 1); text = substr(text, 1, RSTART - 1)
            if (!match(text, /-[^-]*-[^-]*$/)) next
            name = substr(text, 1, RSTART - 1); version = substr(text, RSTART + 1)
            # yum writes the epoch first
            if (name ~ /^[0-9]+:/) { version = substr(name, 1, index(name, ":")) version; sub(/^[0-9]+:/, "", name) }
            if (version !~ /^[0-9]+:/) version = "0:" version
            if ((name, architecture, version) in known && !seen[first, name, architecture, version]++)
                print first, name, architecture, version
        }
    ' "$p_private/list" "$p_private/offered" "$p_private/answer" >"$p_private/covers"
    # An ID that could be taken for an option or a pattern is none.
    cut -f 1 "$p_private/covers" | sort -u | grep -E '^[A-Za-z0-9][A-Za-z0-9._:+-]*$' >"$p_private/ids"
    [ -s "$p_private/ids" ] || return 0
    # shellcheck disable=SC2046 # to be split
    ask manage --disableplugin=versionlock updateinfo info "$p_all" $(cat "$p_private/ids") ||
        fail refresh "$p_manager cannot read the update notices: $(complaint "$p_private/said")"
    dates_dnf >"$p_private/dates"
    put_notices
}

# ID, issued, updated as the publisher wrote them: dnf tells only the later of the two, and none that it cannot read.
dates_dnf() {
    if [ -n "$p_sources" ]; then p_cache=$p_private/cache; else p_cache="/var/cache/dnf /var/cache/yum /var/cache/libdnf5"; fi
    # shellcheck disable=SC2086 # three directories
    find $p_cache -name '*updateinfo.xml*' -type f 2>/dev/null | while IFS= read -r p_file; do
        case $p_file in
        *.gz) gzip -dc "$p_file" ;;
        *.xz) xz -dc "$p_file" ;;
        *.zst) zstd -qdc "$p_file" ;;
        *.bz2) bzip2 -dc "$p_file" ;;
        *.xml) cat "$p_file" ;;
        *) ;;
        esac 2>/dev/null
    done | awk -v OFS='\t' '
        BEGIN { RS = "<" }
        function date() { return match($0, /date=["'\''][^"'\'']*/) ? substr($0, RSTART + 6, RLENGTH - 6) : "" }
        /^update[ >]/ { id = issued = updated = "" }
        /^id>/ { id = substr($0, 4); sub(/[ \t\r\n]+$/, "", id) }
        /^issued / { issued = date() }
        /^updated / { updated = date() }
        /^\/update>/ { if (id != "") print id, issued, updated }'
}

# From what `updateinfo info` said: a heading, then `Key: value` with the values of further lines behind a colon.
put_notices() {
    awk -v OFS='\t' "$p_epoch"'
        function clean(text) { gsub(/[\t,]/, " ", text); sub(/^ +/, "", text); sub(/ +$/, "", text); return text }
        function later(    key) {
            if (id == "") return
            if (!(id in number)) {
                number[id] = ++count
                if (id in issued || id in updated) { first = seconds(issued[id]); second = seconds(updated[id]) }
                else first = second = ""
                if (second == "" && first == "") second = seconds(date)
                print "notice", count, id, type, severity, first, second, cves, bugs
            }
            id = type = severity = date = cves = bugs = key = ""
        }
        FILENAME ~ /dates$/ { split($0, field, "\t"); issued[field[1]] = field[2]; updated[field[1]] = field[3]; next }
        FILENAME ~ /covers$/ {
            later()
            split($0, field, "\t")
            if (field[1] in number) print "covers", number[field[1]], field[2], field[3], field[4]
            next
        }
        function take(value,    word) {
            value = clean(value)
            if (key == "Update ID") id = value
            else if (key == "Type") type = value
            else if (key == "Severity") severity = value
            else if (key == "Updated" || key == "Issued" && date == "") date = value
            else if (key == "CVEs") { split(value, word, " "); cves = cves (cves == "" || word[1] == "" ? "" : ",") word[1] }
            else if (key == "Bugs") { split(value, word, " "); if (word[1] ~ /^[0-9]+$/) bugs = bugs (bugs == "" ? "" : ",") word[1] }
        }
        /^=====/ { if (!heading) later(); heading = !heading; key = ""; next }
        heading { next }
        # Further values: dnf indents them with blanks, yum with a tab before them.
        match($0, /^[ \t]*: /) { take(substr($0, RLENGTH + 1)); next }
        match($0, /^ *[A-Z][A-Za-z ]*: /) {
            key = clean(substr($0, 1, RLENGTH - 2)); value = substr($0, RLENGTH + 1)
            # yum does not end the line of this date: `Updated : 2024-01-12       CVEs : CVE-2024-1001`.
            if (key == "Updated" && match(value, /  +[A-Z][A-Za-z]* : /)) {
                rest = substr(value, RSTART + RLENGTH); next_key = clean(substr(value, RSTART, RLENGTH - 2))
                take(substr(value, 1, RSTART - 1))
                key = next_key; value = rest
            }
            take(value)
        }
    ' "$p_private/dates" "$p_private/answer" "$p_private/covers" || fail manager "awk failed."
}

hint_dnf() {
    p_said=$(manage needs-restarting -r 2>&1 || needs-restarting -r 2>&1)
    case $p_said in
    *"Reboot is required"*) put reboot yes ;;
    *"Reboot should not be necessary"* | *"Reboot is probably not necessary"*) put reboot no ;;
    *) ;;
    esac
}
